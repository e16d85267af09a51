import type { Case, Replied } from './case.ts';
import { anotherAgentRefusal, claimedByAnother, extendedClaim, liveClaim } from './claim.ts';
import { type Customer, withOpenCase, withoutOpenCase } from './customer.ts';
import { type AgentStep, type CaseOutcome, changed, refused, stateRefusal, step } from './lifecycle.ts';

/**
 * An agent resolves a case: every arrival counts as answered. Another agent's claim stands in the way, and so does
 * an arrival newer than `seen`, the newest one the agent has read (left out: not checked).
 */
export function resolveCase(
  request: AgentStep & { readonly customer: Customer; readonly seen?: number; readonly supervisor?: boolean },
): CaseOutcome {
  const { case: subject, customer, agent, now, seen, supervisor } = request;
  const closed = stateRefusal('resolve', subject);
  if (closed) return subject.resolvedBy === agent ? { kind: 'unchanged', case: subject } : refused(closed);
  const kept = anotherAgentRefusal(request);
  if (kept) return refused(kept);
  const claim = liveClaim(subject, now);
  if (claim && claim.agent !== agent && !supervisor) return refused(claimedByAnother(claim));
  if (seen !== undefined && seen < subject.arrivals) {
    const sentence = 'The customer has written again; read it first.';
    return refused({ reason: 'newer-arrival', sentence, newest: subject.arrivals });
  }
  const next = step('resolve', subject, {
    resolvedAt: now,
    resolvedBy: agent,
    answered: subject.arrivals,
    answeredAt: now,
    waitingSince: undefined,
    promise: undefined,
    replied: subject.replied && withoutNext(subject.replied),
    claim: undefined,
    avoidAgent: undefined,
  });
  return changed(next, [{ type: 'CaseResolved' }], withoutOpenCase(customer, subject.caseId));
}

/** With the case resolved nobody waits behind a reply on its way, nor again when it is lost. */
function withoutNext(replied: Replied): Replied {
  const { nextAt: _at, nextPromise: _promise, met: _met, earlier: _earlier, ...rest } = replied;
  return rest;
}

/** An agent opens a resolved case again; it is routed anew. */
export function reopenCase(request: AgentStep & { readonly customer: Customer }): CaseOutcome {
  const { case: subject, customer, now } = request;
  const open = stateRefusal('reopen', subject);
  if (open) return refused(open);
  const events = [{ type: 'CaseReopened', reason: 'agent' }] as const;
  return changed(reopened(subject, now), events, withOpenCase(customer, subject.caseId));
}

/** A resolved case open again, one opening further. */
export function reopened(subject: Case, now: string): Case {
  return step('reopen', subject, {
    opening: subject.opening + 1,
    lastActiveAt: now,
    resolvedAt: undefined,
    resolvedBy: undefined,
  });
}

/** An agent writes a note, in any state and without a claim; a claim of the agent's own is extended. */
export function noteOnCase(request: AgentStep & { readonly claimMinutes: number }): CaseOutcome {
  return changed(step('note', request.case, { claim: extendedClaim(request, request.claimMinutes) }));
}
