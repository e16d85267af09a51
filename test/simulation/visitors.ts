import { bytesOfBase32 } from '../../shared/domain/base32.ts';
import { contactPointOfVisitor } from '../../shared/domain/webchat.ts';
import { type ChatStep, SECRET, type VisitStep } from './plan.ts';
import { type Answer, addressOf, ask, insist } from './web.ts';
import type { World } from './world.ts';

/** A message that a page posted, and what it was answered, each time. */
export interface Chatted {
  readonly customer: number;
  readonly id: string;
  readonly text: string;
  readonly answers: Answer[];
}

/** What a visitor sees who comes back. */
export interface Seen {
  readonly customer: number;
  readonly answer: Answer;
}

/** Those who chat, each with one browser, calling the API of the chat. */
export class Visitors {
  readonly chatted: Chatted[] = [];
  readonly #world: World;
  readonly #tokens = new Map<number, Promise<string | undefined>>();
  readonly #contactPoints = new Map<number, string>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Undefined while the visitor has no session. */
  contactPointOf(customer: number): string | undefined {
    return this.#contactPoints.get(customer);
  }

  async act(step: ChatStep | VisitStep): Promise<void> {
    if (step.does === 'returns') await this.#open(step.customer);
    if (step.does !== 'chats') {
      await this.read(step.customer);
      return;
    }
    const { customer, id, text, again } = step;
    const said: Chatted = { customer, id, text, answers: [] };
    this.chatted.push(said);
    for (const later of again) {
      this.#world.cloud.scheduler.after(later, 'a page posts again', () => this.#post(said));
    }
    await this.#post(said);
  }

  /** What the visitor sees now; undefined without a session. */
  async read(customer: number): Promise<Seen | undefined> {
    const token = await this.#tokens.get(customer);
    if (token === undefined) return undefined;
    const once = () => this.#ask('GET', '/webchat/messages', token);
    return { customer, answer: await insist(this.#world.cloud, once) };
  }

  async #post({ customer, id, text, answers }: Chatted): Promise<void> {
    const token = await (this.#tokens.get(customer) ?? this.#open(customer));
    if (token === undefined) return;
    const body = { id, text, name: `${SECRET} visitor` };
    const once = () => this.#ask('POST', '/webchat/messages', token, body);
    await insist(this.#world.cloud, once, (answer) => void answers.push(answer));
  }

  /** Opens a session, or goes on with the one there is. */
  #open(customer: number): Promise<string | undefined> {
    const opening = this.#session(this.#tokens.get(customer)).then((token) => {
      if (token === undefined) this.#tokens.delete(customer);
      else this.#contactPoints.set(customer, contactPointOfVisitor(visitorIn(token)));
      return token;
    });
    this.#tokens.set(customer, opening);
    return opening;
  }

  async #session(before: Promise<string | undefined> | undefined): Promise<string | undefined> {
    const known = await before;
    const once = () => this.#ask('POST', '/webchat/sessions', known);
    const { status, body } = await insist(this.#world.cloud, once);
    return status === 200 ? body.token : known;
  }

  #ask(method: 'GET' | 'POST', path: string, token?: string, body?: unknown): Promise<Answer> {
    const url = `${addressOf(this.#world, 'ChannelsApiUrl')}${path}`;
    return ask(this.#world.cloud, { method, url, token, body });
  }
}

/** Behind the key's id and the expiry stand eleven bytes that are the visitor's id in base 36. */
function visitorIn(token: string): string {
  const bytes = bytesOfBase32(token)?.subarray(5, 16) ?? [];
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
    .toString(36)
    .padStart(16, '0');
}
