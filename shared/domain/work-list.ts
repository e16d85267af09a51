import { type Case, isRouted } from './case.ts';

/** Where a case stands in its queue's work list: the sparse index sorts `key` as text. */
export interface WorkListPlace {
  readonly list: string;
  readonly key: string;
}

/** The work list of a queue. */
export function workListOf(queue: string): string {
  return `work#${queue}`;
}

/**
 * The place of a case in its work list; undefined when it is on none (resolved, or not routed yet). First come those
 * whose customer waits, then the more urgent, then who waits longest.
 */
export function workListPlace(subject: Case): WorkListPlace | undefined {
  if (subject.state !== 'open' || !isRouted(subject)) return undefined;
  const { caseId, waitingSince, lastActiveAt, route } = subject;
  const waits = waitingSince === undefined ? '9' : '0';
  return {
    list: workListOf(route.queue),
    key: [waits, route.priority, waitingSince ?? lastActiveAt, caseId].join('#'),
  };
}
