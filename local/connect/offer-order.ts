import type { ProfileChannel, ProfileQueue } from './agent.ts';
import type { Channel } from './contact.ts';

/** Where a contact stands among the others of its queue. */
export interface Place {
  /** 1 is served first. */
  readonly priority: number;
  /** The older is served first, among the same priority. */
  readonly since: number;
}

export const byPlace = (a: Place, b: Place): number => a.priority - b.priority || a.since - b.since;

export interface WaitingContact extends Place {
  /** What delays of profiles count from: adjustments of age are no waiting. */
  readonly waitsSince: number;
  readonly queueId: string;
  readonly channel: Channel;
}

export interface FreeAgent {
  readonly queues: readonly ProfileQueue[];
  readonly channels: ReadonlyMap<Channel, ProfileChannel>;
  /** Contacts at hand by channel: offered, in conversation or in after-contact work. */
  readonly busy: ReadonlyMap<Channel, number>;
  /** Who is idle longest is asked first. */
  readonly idleSince: number;
}

/** Whether the agent may be offered another contact of a channel. */
function hasRoom({ channels, busy }: FreeAgent, channel: Channel): boolean {
  const own = channels.get(channel);
  if (!own || (busy.get(channel) ?? 0) >= own.concurrency) return false;
  return [...busy].every(
    ([other, count]) => other === channel || count === 0 || channels.get(other)?.besidesOthers,
  );
}

/** The profile's entry by which the agent may be offered the contact now. */
function entryFor(agent: FreeAgent, contact: WaitingContact, now: number): ProfileQueue | undefined {
  if (!hasRoom(agent, contact.channel)) return undefined;
  return agent.queues.find(
    ({ queueId, channel, delayMs }) =>
      queueId === contact.queueId && channel === contact.channel && now - contact.waitsSince >= delayMs,
  );
}

/**
 * The next offer: the agent who is idle longest gets, of what the routing profile lets through, the contact of the queue
 * that the profile puts first, then of the smallest priority, then the oldest.
 *
 * Source: Amazon Connect Administrator Guide, "How routing works", "Queue priority and delay".
 *
 * @param mayTake what else decides between an agent and a contact: skills
 */
export function nextOffer<Agent extends FreeAgent, Contact extends WaitingContact>(
  agents: readonly Agent[],
  waiting: readonly Contact[],
  now: number,
  mayTake: (agent: Agent, contact: Contact) => boolean = () => true,
): { readonly agent: Agent; readonly contact: Contact } | undefined {
  for (const agent of [...agents].sort((a, b) => a.idleSince - b.idleSince)) {
    let best: { readonly contact: Contact; readonly rank: number } | undefined;
    for (const contact of waiting) {
      const entry = entryFor(agent, contact, now);
      if (!entry || !mayTake(agent, contact)) continue;
      const order = best ? entry.priority - best.rank || byPlace(contact, best.contact) : -1;
      if (order < 0) best = { contact, rank: entry.priority };
    }
    if (best) return { agent, contact: best.contact };
  }
  return undefined;
}

/** When the next delay of a profile is over for somebody who waits; undefined when none is running. */
export function nextDelayEnd(
  agents: readonly FreeAgent[],
  waiting: readonly WaitingContact[],
  now: number,
): number | undefined {
  let next: number | undefined;
  for (const agent of agents) {
    for (const contact of waiting) {
      if (!hasRoom(agent, contact.channel)) continue;
      for (const { queueId, channel, delayMs } of agent.queues) {
        if (queueId !== contact.queueId || channel !== contact.channel) continue;
        const end = contact.waitsSince + delayMs;
        if (end > now && (next === undefined || end < next)) next = end;
      }
    }
  }
  return next;
}
