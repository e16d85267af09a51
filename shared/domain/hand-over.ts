import type { Case } from './case.ts';
import type { Channel } from './channel.ts';
import { hashOf } from './identity.ts';

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
  /** ISO time of the route; among equally urgent ones the oldest goes first. */
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

/** Position among the pending ones: the sparse index sorts it as text. */
export function handOverDueKey({ priority, since, caseId }: HandOver): string {
  return [priority, since, caseId].join('#');
}

/** Why a hand-over need not be carried out any more; undefined when it must be. */
export function supersededBy(handOver: HandOver, subject: Case | undefined): SupersededReason | undefined {
  if (!subject) return 'no-such-case';
  if (subject.state === 'resolved') return 'case-resolved';
  return (subject.route?.sequence ?? 0) > handOver.routeSequence || subject.opening > handOver.opening
    ? 'routed-anew'
    : undefined;
}

/** A token in the form of a UUID, always the same for one hand-over: repeated starts make one contact. */
export function clientTokenOf(ref: HandOverRef): string {
  const hex = hashOf('hand-over', handOverKeyOf(ref));
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
