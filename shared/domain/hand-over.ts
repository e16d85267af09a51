import type { Case } from './case.ts';
import type { Channel } from './channel.ts';
import { hashOf } from './identity.ts';
import { msBetween, plusMinutes } from './time.ts';

/** A routed case on its way to the system its agents work in. One per case and route. */
export interface HandOver {
  readonly caseId: string;
  readonly customerId: string;
  /** The route it carries out; a newer route of the case supersedes it. */
  readonly routeSequence: number;
  readonly opening: number;
  /** Version of the case when it was routed. */
  readonly caseVersion: number;
  readonly channel: Channel;
  readonly queue: string;
  /** 1 (most urgent) to 9. */
  readonly priority: number;
  readonly destination: string;
  readonly rule: string;
  /** ISO time of the route; the longer ago, the sooner it goes. */
  readonly since: string;
  readonly progress: HandOverProgress;
}

/**
 * `superseded`: the case moved on before its turn came. `failed`: refused for good as things stood; delivering its
 * message again tries again.
 */
export type HandOverProgress = { readonly state: 'pending' } | HandOverResult;

export type HandOverResult =
  | { readonly state: 'done'; readonly at: string; readonly contactId: string }
  | { readonly state: 'superseded'; readonly at: string; readonly reason: SupersededReason }
  | { readonly state: 'failed'; readonly at: string; readonly reason: string };

export type SupersededReason = 'case-resolved' | 'routed-anew' | 'no-such-case';

/** Which hand-over: what its key and its messages are made of. */
export type HandOverRef = Pick<HandOver, 'caseId' | 'routeSequence'>;

export function handOverKeyOf({ caseId, routeSequence }: HandOverRef): string {
  return `${caseId}#${routeSequence}`;
}

/**
 * So many minutes of waiting weigh as much as one step of urgency. Longer than a burst at Connect's pace takes, so that
 * within one the urgent go first; and the least urgent waits for nothing that came four hours after it.
 */
const MINUTES_PER_STEP = 30;

/**
 * Position among the pending ones: the sparse index sorts it as text. What is urgent counts as older than it is; so
 * under a load that never ends, everyone's turn comes, and no key needs to be rewritten as time passes.
 */
export function handOverDueKey({ priority, since, caseId }: HandOver): string {
  return [plusMinutes(since, priority * MINUTES_PER_STEP), priority, caseId].join('#');
}

/** Connect knows a token for 7 days from its first use, which is never before the route. One day is for doubts. */
const MAX_AGE_DAYS = 6;

/** Why a hand-over may not be started any more; undefined when it may. */
export function handOverAgeRefusal({ since }: HandOver, now: string): string | undefined {
  return msBetween(since, now) < MAX_AGE_DAYS * 86_400_000
    ? undefined
    : `The hand-over is older than ${MAX_AGE_DAYS} days: Connect may have forgotten a task started for it, and would make a second one`;
}

/** Why a hand-over need not be carried out any more; undefined when it must be. */
export function supersededBy(handOver: HandOver, subject: Case | undefined): SupersededReason | undefined {
  if (!subject) return 'no-such-case';
  if (subject.state === 'resolved') return 'case-resolved';
  return (subject.route?.sequence ?? 0) > handOver.routeSequence || subject.opening > handOver.opening
    ? 'routed-anew'
    : undefined;
}

/**
 * A token in the form of a UUID, always the same for one hand-over: repeated starts make one contact, for as long as
 * `handOverAgeRefusal` allows them.
 */
export function clientTokenOf(ref: HandOverRef): string {
  const hex = hashOf('hand-over', handOverKeyOf(ref));
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
