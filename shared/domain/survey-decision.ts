import type { Case } from './case.ts';
import type { Channel } from './channel.ts';
import type { ContactPoint } from './contact-point.ts';
import type { Customer } from './customer.ts';
import { outOfQuietHours } from './quiet-hours.ts';
import {
  isResolved,
  type SkipReason,
  type Survey,
  type SurveyRecipient,
  type SurveyRules,
} from './survey.ts';
import { msBetween } from './time.ts';

/** By when a survey's workflow goes on. */
export interface SurveyTimes {
  /** ISO time. */
  readonly askAt: string;
  /** Seconds from the question to the reminder; as many as to its end when there is none. */
  readonly remindAfter: number;
  /** Seconds from the question to its end. */
  readonly expireAfter: number;
}

/** The times of a survey that is asked at the earliest then, all of them in hours that disturb nobody. */
export function surveyTimes(
  earliest: string,
  customer: Customer | undefined,
  rules: SurveyRules,
): SurveyTimes {
  const { quietHours, remindAfterMs, expireAfterMs } = rules;
  const zone = customer?.timeZone ?? rules.zone;
  const askAt = outOfQuietHours(earliest, quietHours, zone);
  const remindAt = outOfQuietHours(plus(askAt, remindAfterMs), quietHours, zone);
  const seconds = (ms: number) => Math.ceil(ms / 1000);
  const expireAfter = seconds(expireAfterMs);
  return { askAt, remindAfter: Math.min(seconds(msBetween(askAt, remindAt)), expireAfter), expireAfter };
}

/** What a resolution leads to. */
export type SurveyPlan =
  | { readonly do: 'start'; readonly times: SurveyTimes }
  | { readonly do: 'skip'; readonly because: SkipReason };

export interface SurveySubject {
  /** Undefined: there is none any more. */
  readonly case: Case | undefined;
  readonly customer: Customer | undefined;
  readonly opening: number;
}

/** Whether a resolution is followed by a survey at all: what is known now to be so later needs no workflow. */
export function planSurvey(
  { case: subject, customer, opening }: SurveySubject,
  rules: SurveyRules,
): SurveyPlan {
  if (!subject || !isResolved(subject, opening)) return { do: 'skip', because: 'reopened' };
  if (!isAnswered(subject) && !mayBeAnswered(subject)) return { do: 'skip', because: 'never-answered' };
  const times = surveyTimes(plus(subject.resolvedAt ?? subject.lastActiveAt, rules.afterMs), customer, rules);
  return askedRecently(customer, times.askAt, rules)
    ? { do: 'skip', because: 'asked-recently' }
    : { do: 'start', times };
}

/** What is to be done about a survey now. */
export type SurveyDecision =
  | { readonly do: 'ask'; readonly to: SurveyRecipient }
  | { readonly do: 'wait'; readonly times: SurveyTimes }
  | { readonly do: 'skip'; readonly because: SkipReason };

export interface SurveyQuery extends SurveySubject {
  /** Where the case was handled. */
  readonly handledAt: ContactPoint | undefined;
  /** The customer's proven mailbox. */
  readonly mailbox: ContactPoint | undefined;
  /** Channels that something can be sent on. */
  readonly channels: ReadonlySet<Channel>;
  /** Our address that mail leaves from where the case did not come by mail. */
  readonly mailFrom: string | undefined;
  /** ISO time. */
  readonly now: string;
}

/** Whether to ask now, and where: still resolved && answered by somebody && not asked lately && a channel is open. */
export function decideSurvey(query: SurveyQuery, rules: SurveyRules): SurveyDecision {
  const { case: subject, customer, opening, now } = query;
  if (!subject || !isResolved(subject, opening)) return { do: 'skip', because: 'reopened' };
  if (!isAnswered(subject)) return { do: 'skip', because: 'never-answered' };
  if (!customer || askedRecently(customer, now, rules)) return { do: 'skip', because: 'asked-recently' };
  const to = openChannel(subject, query);
  if (!to) return { do: 'skip', because: 'no-channel' };
  const times = surveyTimes(now, customer, rules);
  return times.askAt > now ? { do: 'wait', times } : { do: 'ask', to };
}

/** Why a reminder does not leave at this moment; undefined when it may. */
export function reminderRefusal(
  { survey, customer, now }: { readonly survey: Survey; readonly customer: Customer; readonly now: string },
  rules: SurveyRules | undefined,
): 'switched-off' | 'quiet-hours' | 'too-late' | undefined {
  if (!rules) return 'switched-off';
  if (surveyTimes(now, customer, rules).askAt > now) return 'quiet-hours';
  return msBetween(now, survey.until ?? now) > TOO_LATE_MS ? undefined : 'too-late';
}

/** So long before the end a reminder is of no use. */
const TOO_LATE_MS = 3_600_000;

/** A person has answered since the case was opened, or opened again. */
function isAnswered({ opening, sent }: Case): boolean {
  return sent?.opening === opening && sent.replies > 0;
}

/** A reply is on its way still, or nobody knows yet whether it left. */
function mayBeAnswered({ replied }: Case): boolean {
  return replied !== undefined && replied.pending > 0;
}

/** Whether a contact point takes what we say by ourselves. */
export function mayBeAsked({ optedOutAt, unreachableAt, proof }: ContactPoint): boolean {
  return optedOutAt === undefined && unreachableAt === undefined && proof === undefined;
}

function askedRecently(customer: Customer | undefined, at: string, { atMostEveryMs }: SurveyRules): boolean {
  return customer?.surveyedAt !== undefined && msBetween(customer.surveyedAt, at) < atMostEveryMs;
}

/** After something happened in a chat its visitor is likely to look again within a day, and perhaps within a week. */
const CHAT_IS_READ_MS = 24 * 3_600_000;
const CHAT_IS_KEPT_MS = 7 * CHAT_IS_READ_MS;

/**
 * Where the case was handled while that is open to us, else the customer's mailbox. A chat that has fallen silent comes
 * after the mailbox.
 */
function openChannel(
  { channel, contactPointId, account, lastActiveAt }: Case,
  { handledAt, mailbox, channels, mailFrom, now }: SurveyQuery,
): SurveyRecipient | undefined {
  const silentMs = channel === 'webchat' ? msBetween(lastActiveAt, now) : 0;
  const isOpen = channels.has(channel) && handledAt && mayBeAsked(handledAt);
  const there = isOpen && silentMs <= CHAT_IS_KEPT_MS ? { channel, contactPointId, account } : undefined;
  if (there && silentMs <= CHAT_IS_READ_MS) return there;
  return channels.has('email') && mailbox && mayBeAsked(mailbox) && mailFrom !== undefined
    ? { channel: 'email', contactPointId: mailbox.contactPointId, account: mailFrom }
    : there;
}

function plus(isoTime: string, ms: number): string {
  return new Date(Date.parse(isoTime) + ms).toISOString();
}
