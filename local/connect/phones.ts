import type { Centre } from './centre.ts';
import { type Contact, newContact } from './contact.ts';
import { type ClaimedNumber, type Instance, idIn } from './instance.ts';

/** How a customer's phone is: it answers after a while, rings for ever, or cannot be dialled at all. */
export type PhoneBehaviour = { readonly answersAfterMs: number } | 'silent' | 'undiallable';

const ANSWERS: PhoneBehaviour = { answersAfterMs: 4_000 };

/** Nobody answers: given up after so long. */
const RING_MS = 60_000;

const KEYS = /^[\d*#]*$/;

export interface DialOptions {
  /** The caller's number; `anonymous` when it is withheld. */
  readonly from: string;
}

/** The telephone network around the instances: customers who call, and phones that we call. */
export class Phones {
  readonly #centre: Centre;
  readonly #behaviours = new Map<string, PhoneBehaviour>();

  constructor(centre: Centre) {
    this.#centre = centre;
  }

  /**
   * A customer calls a number of an instance.
   *
   * @returns undefined when the instance has as many calls as it may: the line is busy
   * @throws Error when nobody has the number, or nothing runs for its callers
   */
  dial(number: string, { from }: DialOptions): Contact | undefined {
    const { instance, claimed } = this.#claimed(number);
    if (claimed.flowId === undefined) throw new Error(`No flow runs for callers of ${number}.`);
    const { cloud, contacts, quotas } = this.#centre;
    if (contacts.calls(instance) >= quotas.calls) {
      cloud.trace({ service: 'connect', what: 'busy', resource: instance.id, detail: { number } });
      return undefined;
    }
    const now = cloud.clock.now();
    const contact = newContact({
      id: cloud.random.uuid(),
      instance,
      channel: 'VOICE',
      initiationMethod: 'INBOUND',
      flowId: claimed.flowId,
      initiatedAt: now,
      connectedToSystemAt: now,
      customer: { address: from },
      system: { address: number },
      onLine: true,
    });
    contacts.add(contact);
    return contact;
  }

  /** The customer presses keys; a flow that does not wait for any does not hear them. */
  press(contact: Contact, keys: string): void {
    if (!KEYS.test(keys)) throw new Error(`A phone has no such keys: ${keys}`);
    if (!contact.onLine) throw new Error('The call is over.');
    for (const key of keys) this.#centre.contacts.runOf(contact)?.onKey?.(key);
  }

  /** The customer hangs up. */
  hangUp(contact: Contact): void {
    if (contact.onLine) this.#centre.contacts.end(contact, 'CUSTOMER_DISCONNECT');
  }

  /** Says how a customer's phone behaves from now on; others answer after four seconds. */
  set(number: string, behaviour: PhoneBehaviour): void {
    this.#behaviours.set(number, behaviour);
  }

  canDial(number: string): boolean {
    return this.#behaviours.get(number) !== 'undiallable';
  }

  /** Rings the customer of a contact until somebody answers or it is given up. */
  ring(contact: Contact, then: { readonly answered: () => void; readonly silent: () => void }): void {
    const { scheduler } = this.#centre.cloud;
    const behaviour = this.#behaviours.get(contact.customer?.address ?? '') ?? ANSWERS;
    const label = `connect rings ${contact.id}`;
    const answers = typeof behaviour === 'object' && behaviour.answersAfterMs < RING_MS;
    const delay = answers ? behaviour.answersAfterMs : behaviour === 'undiallable' ? 0 : RING_MS;
    contact.timers.add(scheduler.after(delay, label, () => (answers ? then.answered() : then.silent())));
  }

  /** Lets a flow run for who calls a number; a number that nobody has is claimed for the instance of the flow. */
  route(number: string, flow: string): void {
    const flowId = idIn(flow);
    for (const instance of this.#centre.instances.values()) {
      if (!instance.flows.has(flowId)) continue;
      const known = [...instance.numbers.values()].find((claimed) => claimed.number === number);
      if (known) known.flowId = flowId;
      else instance.numbers.set(number, claimedNumber(instance, number, flowId));
      return;
    }
    throw new Error(`There is no flow ${flow}.`);
  }

  clear(): void {
    this.#behaviours.clear();
  }

  #claimed(number: string): { readonly instance: Instance; readonly claimed: ClaimedNumber } {
    for (const instance of this.#centre.instances.values()) {
      for (const claimed of instance.numbers.values())
        if (claimed.number === number) return { instance, claimed };
    }
    throw new Error(`No instance has the number ${number}.`);
  }
}

/** A number outside of the template. */
const claimedNumber = (instance: Instance, number: string, flowId: string): ClaimedNumber => ({
  id: number,
  arn: `${instance.arn.replace(/:instance\/.*$/, '')}:phone-number/${number}`,
  number,
  flowId,
});
