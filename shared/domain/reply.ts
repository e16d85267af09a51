import type { Case, Replied, SentReplies } from './case.ts';
import { keptBy, onItsWayTo, promiseAfterReply } from './case-promise.ts';
import { extendedClaim, holderRefusal } from './claim.ts';
import {
  type AgentStep,
  type CaseOutcome,
  type ChangedCase,
  changed,
  type Refusal,
  refused,
  stateRefusal,
  step,
} from './lifecycle.ts';
import type { ReplyFacts } from './outbox.ts';
import { stricter } from './promise.ts';
import { earlier } from './time.ts';

/** A reply an agent wants to give. */
export interface ReplyRequest extends AgentStep {
  readonly reply: ReplyFacts;
  /** Minutes the claim stands from now on. */
  readonly claimMinutes: number;
  /** The contact point it would go to takes nothing from us. */
  readonly optedOut?: boolean;
  /** The agent knows that another has answered this arrival, and adds to it. */
  readonly followUp?: boolean;
  readonly supervisor?: boolean;
}

/**
 * Queues a reply: the case must be open and claimed by this agent, and the reply must answer the newest arrival, so
 * that nothing the customer said meanwhile is overlooked. One arrival is answered by one agent.
 */
export function queueReply(request: ReplyRequest): CaseOutcome {
  const { case: subject, agent, reply, claimMinutes } = request;
  const refusal = replyRefusal(request);
  if (refusal) return refused(refusal);
  const before = subject.replied?.arrival === reply.answers ? subject.replied : undefined;
  const pending = (before?.pending ?? 0) + 1;
  const replied = { ...(before ?? keptBy(subject)), arrival: reply.answers, agent, pending };
  const claim = extendedClaim(request, claimMinutes);
  const next = step('reply', subject, { replied, claim, lastActiveAt: request.now });
  return changed(next, [{ type: 'ReplyQueued', ...reply }]);
}

function replyRefusal(request: ReplyRequest): Refusal | undefined {
  return (
    stateRefusal('reply', request.case) ??
    holderRefusal(request) ??
    arrivalRefusal(request.case, request.reply.answers) ??
    secondAnswerRefusal(request) ??
    (request.optedOut
      ? { reason: 'opted-out', sentence: 'The customer has opted out; nothing may be sent to this address.' }
      : undefined)
  );
}

function arrivalRefusal({ arrivals }: Case, answers: number): Refusal | undefined {
  if (answers === arrivals) return undefined;
  return answers < arrivals
    ? {
        reason: 'newer-arrival',
        sentence: 'The customer has written again; read it first.',
        newest: arrivals,
      }
    : { reason: 'no-such-arrival', sentence: 'The case has no such arrival.', newest: arrivals };
}

/** While a reply is on its way, or nobody knows whether it left, only a supervisor may add to it. */
function secondAnswerRefusal(request: ReplyRequest): Refusal | undefined {
  const { agent, reply, followUp, supervisor } = request;
  const { replied, answered } = request.case;
  const answeredByAnother = replied?.arrival === reply.answers && replied.agent !== agent;
  const mayAdd = followUp === true && (answered >= reply.answers || supervisor === true);
  if (!answeredByAnother || mayAdd) return undefined;
  return {
    reason: 'already-answered',
    sentence: 'Another agent has answered this already.',
    agent: replied.agent,
  };
}

/** A reply has left: the promise is met for every arrival up to the one it answers. */
export function replySent({ case: subject, reply, opening = subject.opening, now }: SenderStep): ChangedCase {
  const answered = Math.max(subject.answered, reply.answers);
  const next = step('sent', subject, {
    answered,
    answeredAt: now,
    lastActiveAt: now,
    waitingSince: waitingAfter(subject, answered, reply.answers),
    promise: promiseAfterReply(subject, reply.answers, answered),
    replied: afterSending(subject, reply.answers, answered),
    sent: oneMore(subject.sent, opening),
  });
  return changed(next, [{ type: 'ReplySent', ...reply }]);
}

/** What became of a reply. */
export interface SenderStep {
  readonly case: Case;
  readonly reply: ReplyFacts;
  /** The opening it was written in; where that is not known, the present one. */
  readonly opening?: number | undefined;
  /** ISO time. */
  readonly now: string;
}

/**
 * A reply did not leave (`failed`), or may have left (`unknown`). After a failure any agent may answer; while the
 * outcome is unknown it counts as pending and the arrival stays with the agent who answered, so that two do not.
 */
export function replyFailed(
  { case: subject, reply }: SenderStep,
  outcome: 'failed' | 'unknown',
  reason: string,
): ChangedCase {
  const replied = outcome === 'failed' ? afterFailure(subject, reply.answers) : subject.replied;
  const next = step('failed', subject, { replied });
  return changed(next, [{ type: 'ReplyFailed', ...reply, outcome, reason }]);
}

/**
 * A reply that had left did not reach the customer. When no other reply to the same arrival has left, any agent may
 * answer it, and the customer of an open case waits again: since that reply was written, for the case no longer knows
 * the time of the arrival. What was promised then stands again, broken if its time has passed. A resolved case stays
 * resolved.
 */
export function replyLost(
  { case: subject, reply, opening = subject.opening }: SenderStep,
  reason: string,
): ChangedCase {
  const { replied, state, answered, waitingSince, promise } = subject;
  const gone = { sent: oneLess(subject.sent, opening) };
  const events = [{ type: 'ReplyFailed', ...reply, outcome: 'failed', reason }] as const;
  // Of an older arrival: a newer reply answers it too, or the customer waits already.
  if (replied?.arrival !== reply.answers) return changed(step('failed', subject, gone), events);
  const sent = Math.max(0, (replied.sent ?? 0) - 1);
  const { met, answeredBefore = Math.max(0, answered - 1), ...left } = { ...replied, sent };
  if (sent > 0) return changed(step('failed', subject, { ...gone, replied: { ...replied, sent } }), events);
  // To an arrival that counted as answered before it, nobody waited; and nobody does now.
  const waitsAgain = state === 'open' && answeredBefore < answered && answered === reply.answers;
  const next = step('failed', subject, {
    ...gone,
    // Another reply to it is on its way: what waits now waits behind that.
    replied: replied.pending > 0 ? { ...left, ...(waitsAgain && nextOf(subject)) } : replied.earlier,
    ...(waitsAgain && {
      answered: answeredBefore,
      waitingSince: earlier(waitingSince ?? reply.interactionAt, reply.interactionAt),
      promise: stricter(promise, met),
    }),
  });
  return changed(next, events);
}

/** Of an older opening none is counted any more. */
function oneMore(sent: SentReplies | undefined, opening: number): SentReplies {
  if (!sent || sent.opening < opening) return { opening, replies: 1 };
  return sent.opening === opening ? { opening, replies: sent.replies + 1 } : sent;
}

function oneLess(sent: SentReplies | undefined, opening: number): SentReplies | undefined {
  if (sent?.opening !== opening) return sent;
  return sent.replies > 1 ? { opening, replies: sent.replies - 1 } : undefined;
}

function nextOf({ waitingSince, promise }: Case): Pick<Replied, 'nextAt' | 'nextPromise'> {
  return {
    ...(waitingSince !== undefined && { nextAt: waitingSince }),
    ...(promise && { nextPromise: promise }),
  };
}

/**
 * The arrival is free again when nothing that answers it has left, is on its way or may have left; then the reply before
 * is the newest again.
 */
function afterFailure({ replied, answered }: Case, answers: number): Replied | undefined {
  if (replied?.arrival !== answers) return replied && withoutOneEarlier(replied, answers);
  const isFree = replied.pending <= 1 && answered < answers;
  return isFree ? replied.earlier : { ...replied, pending: replied.pending - 1 };
}

function withoutOneEarlier(replied: Replied, answers: number): Replied {
  const { earlier, ...rest } = replied;
  if (earlier?.arrival !== answers) return replied;
  return earlier.pending > 1 ? { ...rest, earlier: { ...earlier, pending: earlier.pending - 1 } } : rest;
}

/**
 * Since when the customer waits once `answered` is answered. Where that is not known the older time stays, which is
 * never too late.
 */
function waitingAfter(subject: Case, answered: number, answers: number): string | undefined {
  const { arrivals, waitingSince } = subject;
  if (answered >= arrivals) return undefined;
  return answered === subject.answered
    ? waitingSince
    : (onItsWayTo(subject, answers)?.nextAt ?? waitingSince);
}

function afterSending(subject: Case, answers: number, answered: number): Replied | undefined {
  const { replied, promise } = subject;
  if (replied?.arrival !== answers) return replied && afterOlder(subject, replied, answers);
  const { nextAt: _at, nextPromise: _promise, ...rest } = replied;
  const counted = { ...rest, pending: rest.pending - 1, sent: (rest.sent ?? 0) + 1 };
  if (answered === subject.answered) return { answeredBefore: answered, ...counted };
  return { ...counted, answeredBefore: subject.answered, ...(promise && { met: promise }) };
}

/** The reply before the newest has left. Should the newest, which had left already, be lost, only what is behind the older one waits again. */
function afterOlder({ answered }: Case, replied: Replied, answers: number): Replied {
  const { earlier, ...rest } = replied;
  if (earlier?.arrival !== answers) return replied;
  if (answered < replied.arrival) return rest;
  const { met: _, answeredBefore = 0, ...known } = rest;
  return {
    ...known,
    answeredBefore: Math.max(answeredBefore, answers),
    ...(earlier.nextPromise && { met: earlier.nextPromise }),
  };
}
