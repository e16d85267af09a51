import type { Timer } from '../../core/time.ts';
import type { Centre } from '../centre.ts';
import type { Contact } from '../contact.ts';
import type { FlowEnd, Outcome } from './action-kind.ts';
import { meets } from './conditions.ts';
import type { Flow, FlowAction } from './flow.ts';
import { isPath, type RunValues, resolve } from './values.ts';

/** A flow that goes in circles while no time passes is ended after so many actions. */
const MAX_ACTIONS = 1_000;

/** Characters that the voice says in a second: a guess, so that prompts take time at all. */
const CHARACTERS_A_SECOND = 15;

/** One flow that runs for one contact, step by step: an action that waits is resumed by what it waits for. */
export class FlowRun implements RunValues {
  readonly centre: Centre;
  readonly contact: Contact;
  readonly flowAttributes = new Map<string, string>();
  /** Times that a loop went round, by action. */
  readonly loops = new Map<string, number>();
  external: unknown;
  metrics: unknown;
  /** How long functions took since somebody last heard something. */
  functionsMs = 0;
  /** Hears the keys that the customer presses while an action waits for them. */
  onKey: ((key: string) => void) | undefined;
  readonly #ended: (how: FlowEnd, run: FlowRun) => void;
  /** Who the flow speaks to: an agent's whisper is not heard by the customer. */
  readonly #listener: 'customer' | 'agent';
  #flow: Flow;
  #at: FlowAction | undefined;
  #isRunning = true;
  /** Actions run at one moment. */
  #actions = 0;
  #moment = 0;
  #turn = 0;
  #speaksTill = 0;
  readonly #timers = new Set<Timer>();

  /** @param ended called once, unless the run was stopped before */
  constructor(
    centre: Centre,
    contact: Contact,
    flow: Flow,
    ended: (how: FlowEnd, run: FlowRun) => void,
    listener: 'customer' | 'agent' = 'customer',
  ) {
    this.centre = centre;
    this.contact = contact;
    this.#flow = flow;
    this.#ended = ended;
    this.#listener = listener;
  }

  get flow(): Flow {
    return this.#flow;
  }

  /** The action that it stands at. */
  get action(): FlowAction | undefined {
    return this.#at;
  }

  start(): void {
    this.#goTo(this.#flow.start);
  }

  /** Ends it without a word: the contact went elsewhere. */
  stop(): void {
    this.#isRunning = false;
    this.#turn += 1;
    this.#forgetWaiting();
  }

  /** Calls back later, unless the run has gone on or was stopped. */
  after(delayMs: number, then: () => void): void {
    const { scheduler } = this.centre.cloud;
    const timer = scheduler.after(delayMs, `connect ${this.#flow.name}: ${this.#at?.id}`, () => {
      this.#timers.delete(timer);
      then();
    });
    this.#timers.add(timer);
  }

  /** Changes with every action and at the end: what was begun in another turn is too late. */
  get turn(): number {
    return this.#turn;
  }

  /** Goes on from the action that waited. */
  resume(outcome: Outcome): void {
    if (!this.#isRunning || !this.#at) return;
    this.#forgetWaiting();
    this.#speaksTill = this.centre.cloud.clock.now();
    this.#goTo(this.#follow(this.#at, outcome));
  }

  /** A parameter with its paths filled in. */
  value(text: string): string | undefined {
    return resolve(text, this.contact, this);
  }

  /** The same, with nothing as an empty text. */
  text(text: string): string {
    return this.value(text) ?? '';
  }

  /**
   * Says something and answers how long that takes. Nobody hears it on a contact that is no call, and it takes no time.
   */
  say(words: string): number {
    const { contact, centre } = this;
    if (!contact.onLine) return 0;
    this.functionsMs = 0;
    const now = centre.cloud.clock.now();
    const at = Math.max(now, this.#speaksTill);
    (this.#listener === 'agent' ? contact.whispered : contact.heard).push({ at, text: words });
    this.#speaksTill = at + Math.ceil((words.length / CHARACTERS_A_SECOND) * 1_000);
    return this.#speaksTill - now;
  }

  #goTo(id: string | undefined): void {
    let next = id;
    const now = this.centre.cloud.clock.now();
    if (now !== this.#moment) this.#actions = 0;
    this.#moment = now;
    while (this.#isRunning) {
      const action = next === undefined ? undefined : this.#flow.actions.get(next);
      // An error without a branch, or a circle, ends a flow.
      if (!action || ++this.#actions > MAX_ACTIONS) return this.#end('done');
      this.#at = action;
      this.#turn += 1;
      const outcome = action.run(this);
      if (outcome === undefined) return;
      if (outcome.to === 'end') return this.#end(outcome.how);
      next = this.#follow(action, outcome);
    }
  }

  #end(how: FlowEnd): void {
    this.stop();
    this.#ended(how, this);
  }

  /** The action that comes next. */
  #follow(action: FlowAction, outcome: Outcome): string | undefined {
    switch (outcome.to) {
      case 'next':
        return action.next;
      case 'error':
        return action.errors.get(outcome.type) ?? action.errors.get('NoMatchingError');
      case 'condition': {
        const met = action.conditions.find(({ operator, operand }) =>
          meets(outcome.value, operator, isPath(operand) ? this.text(operand) : operand),
        );
        return met?.then ?? action.errors.get('NoMatchingCondition') ?? action.next;
      }
      case 'flow': {
        const flow = this.contact.instance.flows.get(outcome.flowId);
        if (!flow) return action.errors.get('NoMatchingError');
        this.#flow = flow;
        this.flowAttributes.clear();
        this.loops.clear();
        this.external = undefined;
        return flow.start;
      }
      case 'end':
        return undefined;
    }
  }

  #forgetWaiting(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.onKey = undefined;
  }
}
