import type { Timer } from '../core/time.ts';
import { type Agent, AVAILABLE } from './agent.ts';
import type { Centre } from './centre.ts';
import type { Channel, Contact } from './contact.ts';
import { type FreeAgent, nextDelayEnd, nextOffer, type WaitingContact } from './offer-order.ts';
import { placeOf } from './queues.ts';
import { meetsCriteria } from './routing-criteria.ts';

/** An agent who does not answer within this misses the contact. */
const OFFER_MS = 20_000;

type Candidate = FreeAgent & { readonly agent: Agent };
type Open = WaitingContact & { readonly contact: Contact };

/** Offers contacts that wait to agents who are free. */
export class Distribution {
  readonly #centre: Centre;
  #isPlanned = false;
  #delay: Timer | undefined;

  constructor(centre: Centre) {
    this.#centre = centre;
  }

  /** Something changed: agents or contacts. */
  wake(): void {
    if (this.#isPlanned || this.#centre.agents.free().length === 0) return;
    this.#isPlanned = true;
    this.#centre.cloud.scheduler.after(0, 'connect offers', () => {
      this.#isPlanned = false;
      this.#offerAll();
    });
  }

  /** Takes an offer back without blaming the agent. */
  withdraw(contact: Contact): void {
    const { offer } = contact;
    if (!offer) return;
    offer.timer.cancel();
    contact.offer = undefined;
    offer.agent.contacts.delete(contact);
    this.wake();
  }

  /** The agent missed or rejected what was offered: it goes to the next, and the agent gets nothing for now. */
  miss(contact: Contact, what: 'missed' | 'rejected'): void {
    const { offer } = contact;
    if (!offer) return;
    offer.agent.missed = true;
    this.#trace(contact, what, offer.agent);
    this.withdraw(contact);
  }

  clear(): void {
    this.#delay?.cancel();
    this.#delay = undefined;
    this.#isPlanned = false;
  }

  #offerAll(): void {
    const now = this.#centre.cloud.clock.now();
    for (;;) {
      const agents = this.#centre.agents.free().map(candidate);
      const waiting = [...this.#centre.queues.open()].map(openContact);
      const next = nextOffer(agents, waiting, now, mayTake);
      if (!next) return this.#waitForDelay(nextDelayEnd(agents, waiting, now));
      this.#offer(next.contact.contact, next.agent.agent);
    }
  }

  #waitForDelay(end: number | undefined): void {
    this.#delay?.cancel();
    this.#delay =
      end === undefined
        ? undefined
        : this.#centre.cloud.scheduler.at(end, 'connect routing delay', () => this.#offerAll());
  }

  #offer(contact: Contact, agent: Agent): void {
    const { clock, scheduler } = this.#centre.cloud;
    const timer = scheduler.after(OFFER_MS, `connect offer ${agent.user.username}`, () =>
      this.miss(contact, 'missed'),
    );
    contact.offer = { agent, at: clock.now(), timer };
    agent.contacts.add(contact);
    this.#trace(contact, 'offered', agent);
    if (!agent.user.autoAccept) return;
    scheduler.after(0, `connect accepts ${agent.user.username}`, () => {
      if (contact.offer?.agent === agent) this.#centre.conversations.accept(contact);
    });
  }

  #trace(contact: Contact, what: string, agent: Agent): void {
    const detail = { contactId: contact.id, agent: agent.user.username, queue: contact.queue?.name };
    this.#centre.cloud.trace({ service: 'connect', what, resource: contact.instance.id, detail });
  }
}

function candidate(agent: Agent): Candidate {
  const busy = new Map<Channel, number>();
  for (const { channel } of agent.contacts) busy.set(channel, (busy.get(channel) ?? 0) + 1);
  const { queues, channels } = agent.user.profile;
  return { agent, queues, channels, busy, idleSince: agent.idleSince };
}

const openContact = (contact: Contact): Open => ({
  contact,
  queueId: contact.queue?.id ?? '',
  channel: contact.channel,
  waitsSince: contact.agesFrom ?? contact.initiatedAt,
  ...placeOf(contact),
});

const mayTake = ({ agent }: Candidate, { contact }: Open): boolean =>
  meetsCriteria(contact.criteria, agent.user);

/** Whether an agent takes contacts at all now. */
export const takesContacts = ({ status, missed }: Agent): boolean => status === AVAILABLE && !missed;
