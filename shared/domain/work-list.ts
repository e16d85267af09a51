import { type Case, isRouted } from './case.ts';
import type { CasePromise } from './promise.ts';

/** Where a case stands in its queue's work list: the sparse index sorts `key` as text. */
export interface WorkListPlace {
  readonly list: string;
  readonly key: string;
}

/** Stands for a queue where cases are that have no route yet. Agents never see that list; the watch over promises does. */
export const UNROUTED = 'unrouted';

/** The work list of a queue. */
export function workListOf(queue: string): string {
  return `work#${queue}`;
}

/** Of a case that is not routed yet. */
const MIDDLE_PRIORITY = 5;

/** Where promises stand in a work list, the broken ones first; waiting without a promise comes last. */
export const PROMISE_STAGES = { broken: 0, 'at-risk': 1, standing: 2, none: 3 } as const;

/**
 * The place of a case in its work list; undefined when it is on none (resolved). First come those whose customer waits;
 * of these the broken promises, then those at risk; then the more urgent, then whose moment comes first.
 */
export function workListPlace(subject: Case): WorkListPlace | undefined {
  if (subject.state !== 'open') return undefined;
  const { caseId, waitingSince, promise } = subject;
  const { queue, priority } = isRouted(subject)
    ? subject.route
    : { queue: UNROUTED, priority: MIDDLE_PRIORITY };
  const waits = waitingSince === undefined ? '9' : '0';
  const stage = PROMISE_STAGES[promise?.state ?? 'none'];
  return {
    list: workListOf(queue),
    key: [waits, stage, priority, momentOf(subject, promise), caseId].join('#'),
  };
}

/** When something is next to be done about a promise, or was to be; without one, how long the customer has waited. */
function momentOf({ waitingSince, lastActiveAt }: Case, promise: CasePromise | undefined): string {
  if (!promise) return waitingSince ?? lastActiveAt;
  return promise.state === 'standing' ? promise.warnAt : promise.due;
}
