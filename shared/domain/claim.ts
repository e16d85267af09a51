import type { Case, Claim } from './case.ts';
import {
  type AgentStep,
  type CaseOutcome,
  changed,
  type Refusal,
  refused,
  stateRefusal,
  step,
} from './lifecycle.ts';
import { plusMinutes } from './time.ts';

/** The claim that stands now; a lapsed one is none. */
export function liveClaim(subject: Pick<Case, 'claim'>, now: string): Claim | undefined {
  return subject.claim && subject.claim.until > now ? subject.claim : undefined;
}

/** The refusal of a step that only the holder of the claim may take. */
export function holderRefusal({ case: subject, agent, now }: AgentStep): Refusal | undefined {
  const claim = liveClaim(subject, now);
  if (claim?.agent === agent) return undefined;
  return claim ? claimedByAnother(claim) : { reason: 'claim-needed', sentence: 'Claim the case first.' };
}

export function claimedByAnother({ agent, until }: Claim): Refusal {
  return { reason: 'claimed-by-another', sentence: 'Another agent has claimed this case.', agent, until };
}

/** The claim after something its holder did: it stands for as long again. Others' actions leave it alone. */
export function extendedClaim(
  { case: subject, agent, now }: AgentStep,
  claimMinutes: number,
): Claim | undefined {
  const claim = liveClaim(subject, now);
  return claim?.agent === agent ? { agent, until: plusMinutes(now, claimMinutes) } : claim;
}

/** How long a case is kept for another agent where nothing was promised. */
const KEPT_FOR_ANOTHER_MINUTES = 4 * 60;

/**
 * The refusal of the agent whose resolution left the customer dissatisfied: another one is to look at it. Only until the
 * promise is at risk, for to be answered by anybody is better than not to be.
 */
export function anotherAgentRefusal({
  case: { avoidAgent, promise, waitingSince },
  agent,
  now,
  supervisor,
}: AgentStep & { readonly supervisor?: boolean | undefined }): Refusal | undefined {
  if (avoidAgent !== agent || supervisor || waitingSince === undefined) return undefined;
  const until = promise?.warnAt ?? plusMinutes(waitingSince, KEPT_FOR_ANOTHER_MINUTES);
  const sentence = 'This case is for another agent than the one who resolved it.';
  return now < until ? { reason: 'for-another-agent', sentence, until } : undefined;
}

/** An agent takes the right to answer; taking it again extends it. */
export function claimCase(
  request: AgentStep & { readonly claimMinutes: number; readonly supervisor?: boolean },
): CaseOutcome {
  const { case: subject, agent, now, claimMinutes } = request;
  const closed = stateRefusal('claim', subject) ?? anotherAgentRefusal(request);
  if (closed) return refused(closed);
  const standing = liveClaim(subject, now);
  if (standing && standing.agent !== agent) return refused(claimedByAnother(standing));
  const claim = { agent, until: plusMinutes(now, claimMinutes) };
  return changed(step('claim', subject, { claim }), standing ? [] : [{ type: 'CaseClaimed' }]);
}

/** An agent gives the case back. A supervisor may take it from any agent. */
export function releaseCase(request: AgentStep & { readonly supervisor?: boolean }): CaseOutcome {
  const { case: subject, agent, now, supervisor } = request;
  const claim = liveClaim(subject, now);
  if (!claim) return { kind: 'unchanged', case: subject };
  if (claim.agent !== agent && !supervisor) return refused(claimedByAnother(claim));
  return changed(step('release', subject, { claim: undefined }), [
    { type: 'CaseReleased', agent: claim.agent },
  ]);
}
