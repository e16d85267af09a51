import type { Case } from './case.ts';
import type { InteractionKind } from './interaction.ts';
import type { AloneReason } from './place-sender.ts';
import { isBareThanks } from './thanks.ts';
import { earlier, msBetween } from './time.ts';

/** Why a message went to its case, in a word for programs. */
export type JoinReason =
  | 'answers-our-message'
  | 'open-case'
  | 'after-resolution'
  | 'only-thanks'
  | 'survey-answer'
  | 'older-than-resolution'
  | 'keyword'
  | 'automatic'
  | AloneReason
  | 'first-message'
  | 'nothing-recent';

/** The same in a sentence for people. */
export const JOIN_SENTENCES: Readonly<Record<JoinReason, string>> = {
  'answers-our-message': 'It answers a message of ours in this case.',
  'open-case': 'The customer has this case open and it was active recently.',
  'after-resolution': 'It came soon after this case was resolved, so the case is open again.',
  'only-thanks': 'It only says thank you, so the resolved case stays resolved.',
  'survey-answer': 'It answers our survey about this case, so nothing is opened again.',
  'older-than-resolution': 'The customer sent it before this case was resolved; it arrived late.',
  keyword: 'It is a keyword (STOP or START); it needs no answer.',
  automatic: 'A machine sent it in answer; nobody waits for a reply.',
  'unproven-sender': 'Nothing proves who sent it, so it has a case of its own.',
  'token-of-another': 'It answers a case of somebody else, so it has a case of its own.',
  'first-message': 'It is the first message of this customer.',
  'nothing-recent': 'The customer has no open case that was active recently, and none resolved recently.',
};

/** How long a case draws messages to itself, in milliseconds. */
export interface JoiningRules {
  /** A message joins an open case in which something happened within this time. */
  readonly activeWithinMs: number;
  /** A message reopens a case resolved within this time. */
  readonly reopenWithinMs: number;
}

export interface JoinQuestion {
  readonly kind: Extract<InteractionKind, 'message' | 'opt-out' | 'opt-in'>;
  /** ISO time by the provider. */
  readonly at: string;
  readonly text: string;
  /** Cases of this customer known to the reader: all open ones, the newest others, the one threaded to. */
  readonly cases: readonly Case[];
  /** The case of our message that this one answers, where the provider says so. */
  readonly threadedTo?: string | undefined;
  /** Sent by a machine. */
  readonly automatic?: boolean | undefined;
  /** A mail system tells of another mail. */
  readonly notice?: boolean | undefined;
  /** It gets a case of its own, and why. */
  readonly alone?: AloneReason | undefined;
  readonly now: string;
}

/** `add`: the message goes to a case without changing whether it is open. */
export type JoinDecision = JoinInto | { readonly to: 'open' | 'open-resolved'; readonly reason: JoinReason };

type JoinInto = { readonly to: 'join' | 'reopen' | 'add'; readonly case: Case; readonly reason: JoinReason };

/**
 * Decides which case a message belongs to: the case it answers; else the open case that was active last, if that is
 * recent; else the case resolved last, if that is recent; else a new one. The reason comes with it.
 */
export function joinCase(question: JoinQuestion, rules: JoiningRules): JoinDecision {
  if (question.kind !== 'message') return placeForKeyword(question);
  if (question.alone) {
    return question.notice ? placeForNotice(question) : { to: 'open', reason: question.alone };
  }
  return (
    throughMachine(question, rules) ??
    throughThread(question, rules) ??
    throughOpenCase(question, rules) ??
    throughResolvedCase(question, rules) ?? {
      to: 'open',
      reason: question.cases.length === 0 ? 'first-message' : 'nothing-recent',
    }
  );
}

/** A machine's answer is put where it belongs; it neither opens a case again nor makes anybody wait. */
function throughMachine(question: JoinQuestion, rules: JoiningRules): JoinDecision | undefined {
  if (!question.automatic) return undefined;
  const threaded = question.cases.find(({ caseId }) => caseId === question.threadedTo);
  const place = threaded ?? (throughOpenCase(question, rules) ?? throughResolvedCase(question, rules))?.case;
  if (place) return { to: 'add', case: place, reason: 'automatic' };
  return question.notice ? placeForNotice(question) : undefined;
}

/** Nobody waits for an answer to it: kept, with what was kept so before, where no agent is called. */
function placeForNotice({ cases }: JoinQuestion): JoinDecision {
  const kept = cases.filter(({ state, arrivals }) => state === 'resolved' && arrivals === 0);
  const place = latest(kept, ({ lastActiveAt }) => lastActiveAt);
  return place
    ? { to: 'add', case: place, reason: 'automatic' }
    : { to: 'open-resolved', reason: 'automatic' };
}

function throughThread(question: JoinQuestion, rules: JoiningRules): JoinDecision | undefined {
  const threaded = question.cases.find(({ caseId }) => caseId === question.threadedTo);
  if (!threaded) return undefined;
  if (threaded.state === 'open') return { to: 'join', case: threaded, reason: 'answers-our-message' };
  return afterResolution(threaded, question, rules, 'answers-our-message');
}

function throughOpenCase({ cases, at, now }: JoinQuestion, rules: JoiningRules): JoinInto | undefined {
  const sentAt = earlier(at, now);
  const active = cases.filter(
    (each) => each.state === 'open' && msBetween(each.lastActiveAt, sentAt) <= rules.activeWithinMs,
  );
  const last = latest(active, ({ lastActiveAt }) => lastActiveAt);
  return last && { to: 'join', case: last, reason: 'open-case' };
}

function throughResolvedCase(question: JoinQuestion, rules: JoiningRules): JoinInto | undefined {
  // A case without arrivals was made for a keyword only: nothing in it could be taken up again.
  const resolved = question.cases.filter((each) => each.state === 'resolved' && each.arrivals > 0);
  const last = latest(resolved, (each) => each.resolvedAt ?? '');
  return last && afterResolution(last, question, rules, 'after-resolution');
}

/** Undefined when the resolution is too long ago for the case to take the message. */
function afterResolution(
  resolved: Case,
  { at, text, now }: JoinQuestion,
  rules: JoiningRules,
  reason: JoinReason,
): JoinInto | undefined {
  const resolvedAt = resolved.resolvedAt ?? resolved.lastActiveAt;
  if (msBetween(resolvedAt, earlier(at, now)) > rules.reopenWithinMs) return undefined;
  if (at < resolvedAt) return { to: 'add', case: resolved, reason: 'older-than-resolution' };
  if (isBareThanks(text)) return { to: 'add', case: resolved, reason: 'only-thanks' };
  return { to: 'reopen', case: resolved, reason };
}

/** A keyword is put where an agent will see it, and never opens work. */
function placeForKeyword({ cases, threadedTo }: JoinQuestion): JoinDecision {
  const place =
    cases.find(({ caseId }) => caseId === threadedTo) ??
    latest(
      cases.filter(({ state }) => state === 'open'),
      ({ lastActiveAt }) => lastActiveAt,
    ) ??
    latest(cases, ({ lastActiveAt }) => lastActiveAt);
  return place ? { to: 'add', case: place, reason: 'keyword' } : { to: 'open-resolved', reason: 'keyword' };
}

/** The case with the latest time; of two alike the newer case. */
function latest(cases: readonly Case[], timeOf: (each: Case) => string): Case | undefined {
  return [...cases].sort((a, b) => compare(timeOf(b), timeOf(a)) || compare(b.openedAt, a.openedAt))[0];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
