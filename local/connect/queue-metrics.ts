import { type Agent, AVAILABLE, OFFLINE } from './agent.ts';
import type { Centre } from './centre.ts';
import type { Contact } from './contact.ts';
import { takesContacts } from './distribution.ts';
import type { AgentQueue } from './instance.ts';

/** The agents of a queue by what they do. */
export interface AgentCounts {
  readonly online: number;
  readonly available: number;
  readonly staffed: number;
  readonly afterWork: number;
  readonly busy: number;
  readonly missed: number;
  readonly nonProductive: number;
}

export function agentsOf({ agents }: Centre, queue: AgentQueue): AgentCounts {
  return countAgents(
    agents.all().filter(({ user }) => user.profile.queues.some(({ queueId }) => queueId === queue.id)),
  );
}

export function countAgents(all: readonly Agent[]): AgentCounts {
  const count = (matches: (agent: Agent) => boolean) => all.filter(matches).length;
  const isOnline = ({ status }: Agent) => status !== OFFLINE;
  const isAtWork = (agent: Agent) => agent.status === AVAILABLE;
  const has = (agent: Agent, matches: (contact: Contact) => boolean) => [...agent.contacts].some(matches);
  const isAfterWork = ({ afterWorkFrom }: Contact) => afterWorkFrom !== undefined;
  return {
    online: count(isOnline),
    available: count((agent) => takesContacts(agent) && agent.contacts.size === 0),
    staffed: count(isAtWork),
    afterWork: count((agent) => has(agent, isAfterWork)),
    busy: count((agent) => has(agent, (contact) => !isAfterWork(contact))),
    missed: count(({ missed }) => missed),
    nonProductive: count((agent) => isOnline(agent) && !isAtWork(agent)),
  };
}

/** How long the one who waits longest waits by now. */
export function oldestAgeMs({ cloud, queues }: Centre, queue: AgentQueue): number {
  const now = cloud.clock.now();
  return Math.max(0, ...queues.inOrder(queue).map(({ queuedAt }) => now - (queuedAt ?? now)));
}

/** 1 is next; undefined for who does not wait. */
export function positionOf({ queues }: Centre, contact: Contact): number | undefined {
  if (contact.state !== 'queued' || !contact.queue) return undefined;
  return queues.inOrder(contact.queue).indexOf(contact) + 1;
}

/**
 * Seconds that who stands at a position may expect to wait: agents take turns at the average length of what they did.
 * Undefined before anything was done. The service's own formula is not documented.
 */
export function expectedWaitSeconds(centre: Centre, queue: AgentQueue, position: number): number | undefined {
  const average = centre.queues.averageHandledMs(queue);
  if (average === undefined) return undefined;
  return Math.round((average * position) / Math.max(1, agentsOf(centre, queue).staffed) / 1_000);
}
