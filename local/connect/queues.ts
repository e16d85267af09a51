import type { Centre } from './centre.ts';
import type { Contact } from './contact.ts';
import type { AgentQueue } from './instance.ts';
import { byPlace, type Place } from './offer-order.ts';
import type { RoutingCriteria } from './routing-criteria.ts';

/** What waits moves only after a minute. Source: Administrator Guide, "Change routing priority / age". */
const REORDER_DELAY_MS = 60_000;

/** Conversations whose length the expected wait is made of. */
const REMEMBERED = 20;

/** Who waits where. */
export class Queues {
  readonly #centre: Centre;
  readonly #waiting = new Map<AgentQueue, Set<Contact>>();
  readonly #handledMs = new Map<AgentQueue, number[]>();

  constructor(centre: Centre) {
    this.#centre = centre;
  }

  size(queue: AgentQueue): number {
    return this.#waiting.get(queue)?.size ?? 0;
  }

  isFull(queue: AgentQueue): boolean {
    return queue.maxContacts !== undefined && this.size(queue) >= queue.maxContacts;
  }

  /** Who waits in a queue, in the order of serving. */
  inOrder(queue: AgentQueue): readonly Contact[] {
    return [...(this.#waiting.get(queue) ?? [])].sort((a, b) => byPlace(placeOf(a), placeOf(b)));
  }

  /** Everybody who waits and is not offered to an agent yet. */
  *open(): Iterable<Contact> {
    for (const waiting of this.#waiting.values())
      for (const contact of waiting) if (contact.offer === undefined) yield contact;
  }

  /** Puts a contact into its target queue and runs its queue flow. */
  enter(contact: Contact): void {
    const queue = contact.targetQueue;
    if (!queue) return this.#centre.contacts.end(contact, 'CONTACT_FLOW_DISCONNECT');
    const now = this.#centre.cloud.clock.now();
    this.leave(contact);
    contact.queue = queue;
    contact.queuedAt = now;
    contact.agesFrom ??= now;
    contact.state = 'queued';
    const waiting = this.#waiting.get(queue) ?? new Set();
    this.#waiting.set(queue, waiting.add(contact));
    this.#centre.report(contact, 'QUEUED');
    if (contact.criteria) this.#activate(contact, contact.criteria);
    this.#runQueueFlow(contact);
    this.#centre.distribution.wake();
  }

  /** Takes a contact out, also away from an agent to whom it was offered. */
  leave(contact: Contact): void {
    this.#centre.distribution.withdraw(contact);
    if (contact.queue) this.#waiting.get(contact.queue)?.delete(contact);
  }

  /** Changes priority or age; what waits already moves after a minute. */
  reorder(
    contact: Contact,
    to: { readonly priority?: number | undefined; readonly ageAdjustmentMs?: number | undefined },
  ): void {
    const apply = () => {
      if (to.priority !== undefined) contact.priority = to.priority;
      if (to.ageAdjustmentMs !== undefined) contact.ageAdjustmentMs = to.ageAdjustmentMs;
      this.#centre.distribution.wake();
    };
    if (contact.state !== 'queued') return apply();
    const label = `connect reorder ${contact.id}`;
    contact.timers.add(this.#centre.cloud.scheduler.after(REORDER_DELAY_MS, label, apply));
  }

  /** Says which agents a contact is offered to; none of the steps any more: all of its queue. */
  want(contact: Contact, criteria: RoutingCriteria | undefined): void {
    contact.criteria = criteria;
    if (criteria && contact.state === 'queued') this.#activate(contact, criteria);
    this.#centre.distribution.wake();
  }

  /** Remembers how long an agent was at a contact of this queue. */
  handled(queue: AgentQueue, ms: number): void {
    this.#handledMs.set(queue, [...(this.#handledMs.get(queue) ?? []), ms].slice(-REMEMBERED));
  }

  /** How long an agent is at a contact of this queue; undefined before the first. */
  averageHandledMs(queue: AgentQueue): number | undefined {
    const lengths = this.#handledMs.get(queue);
    return lengths && lengths.reduce((sum, one) => sum + one, 0) / lengths.length;
  }

  clear(): void {
    this.#waiting.clear();
    this.#handledMs.clear();
  }

  /** The time of a step begins; the next one begins when it is over. */
  #activate(contact: Contact, criteria: RoutingCriteria): void {
    const step = criteria.steps[criteria.index];
    criteria.activatedAt = this.#centre.cloud.clock.now();
    if (step?.lastsMs === undefined) return;
    const label = `connect routing criteria ${contact.id}`;
    contact.timers.add(
      this.#centre.cloud.scheduler.after(step.lastsMs, label, () => {
        // Others took their place, or it is in conversation.
        if (contact.criteria !== criteria || contact.state !== 'queued') return;
        criteria.index += 1;
        this.#activate(contact, criteria);
        this.#centre.report(contact, 'CONTACT_DATA_UPDATED', ['RoutingCriteria.Step.Status']);
        this.#centre.distribution.wake();
      }),
    );
  }

  #runQueueFlow(contact: Contact): void {
    const flow = contact.instance.flows.get(contact.hooks.get('CustomerQueue') ?? '');
    if (!flow) return;
    this.#centre.contacts.run(contact, flow, (how) => {
      if (how === 'disconnected') this.#centre.contacts.end(contact, 'CONTACT_FLOW_DISCONNECT');
      // Into another queue, at the end of it; when the flow just ends, the contact waits on in silence.
      if (how === 'queued') {
        contact.agesFrom = undefined;
        this.enter(contact);
      }
    });
  }
}

/** What the order of serving looks at. */
export const placeOf = (contact: Contact): Place => ({
  priority: contact.priority,
  since: (contact.agesFrom ?? contact.initiatedAt) - contact.ageAdjustmentMs,
});
