import type { Case } from './case.ts';
import type { Customer } from './customer.ts';
import { hashOf } from './identity.ts';
import type { Interaction } from './interaction.ts';
import { step } from './lifecycle.ts';
import type { InteractionRef, OutboxEntry } from './outbox.ts';
import type { SkipReason, Survey, SurveyRecipient, SurveyRules, SurveyState } from './survey.ts';

/** What a step of a survey changes, to be written together or not at all. */
export interface SurveyChange {
  readonly survey: { readonly previous?: Survey; readonly next: Survey };
  readonly case?: { readonly previous: Case; readonly next: Case };
  /** A case that is not changed, but must still be at this very version. */
  readonly standing?: Case;
  readonly customer?: { readonly previous: Customer; readonly next: Customer };
  /** The message that asks, or the answer with its comment. */
  readonly interaction?: Interaction;
  readonly events: readonly OutboxEntry[];
}

/** Id of the message that asks, or asks again, about one resolution: a repeated step finds it. */
export function surveyMessageId(caseId: string, opening: number, which: 'ask' | 'remind' | 'answer'): string {
  return hashOf('survey', caseId, String(opening), which).slice(0, 32);
}

interface Asking {
  readonly case: Case;
  readonly customer: Customer;
  /** ISO time. */
  readonly now: string;
}

/** The customer is asked; from now on they count as asked on every channel. */
export function askSurvey(
  { case: subject, customer, now }: Asking,
  {
    to,
    interaction,
    taskToken,
  }: { readonly to: SurveyRecipient; readonly interaction: Interaction; readonly taskToken: string },
  { expireAfterMs }: Pick<SurveyRules, 'expireAfterMs'>,
): SurveyChange {
  const { caseId, customerId, opening } = subject;
  const asked = refOf(interaction);
  const until = new Date(Date.parse(now) + expireAfterMs).toISOString();
  const { channel, contactPointId } = to;
  const openSurvey = { caseId, opening, channel, contactPointId, until };
  const next = { ...customer, version: customer.version + 1, surveyedAt: now, openSurvey };
  return {
    survey: {
      next: {
        caseId,
        customerId,
        opening,
        version: 1,
        state: 'asked',
        at: now,
        ...to,
        until,
        asked,
        taskToken,
      },
    },
    case: { previous: subject, next: withSurvey(subject, opening, 'asked') },
    customer: { previous: customer, next },
    interaction,
    events: [{ type: 'SurveyAsked', surveyed: opening, via: channel, ...asked }],
  };
}

/**
 * The workflow waits on with another token, for its step was begun anew or is the next one; with a message the customer
 * is reminded. Only while the case is what it was: what leaves afterwards leaves for a resolution that stands.
 */
export function waitOn(
  { survey, case: subject }: Pick<SurveyStep, 'survey' | 'case'>,
  { taskToken, reminder }: { readonly taskToken: string; readonly reminder?: Interaction | undefined },
): SurveyChange {
  const next = { ...survey, version: survey.version + 1, taskToken };
  return {
    survey: { previous: survey, next: { ...next, ...(reminder && { reminded: refOf(reminder) }) } },
    standing: subject,
    ...(reminder && { interaction: reminder }),
    events: [],
  };
}

/** Nobody is asked, and why. A case that was opened again says nothing: its next resolution is asked about. */
export function skipSurvey(
  { case: subject, now }: Omit<Asking, 'customer'>,
  because: Exclude<SkipReason, 'reopened'>,
): SurveyChange {
  const { caseId, customerId, opening } = subject;
  return {
    survey: {
      next: { caseId, customerId, opening, version: 1, state: 'skipped', at: now, reason: because },
    },
    case: { previous: subject, next: withSurvey(subject, opening, 'skipped') },
    events: [{ type: 'SurveySkipped', surveyed: opening, reason: because }],
  };
}

/** What a step on a survey that was asked is decided on. */
export interface SurveyStep extends Asking {
  readonly survey: Survey;
}

/** The survey ends without an answer; undefined when it has ended already. */
export function expireSurvey(request: SurveyStep): SurveyChange | undefined {
  const { survey, case: subject, customer, now } = request;
  if (survey.state !== 'asked') return undefined;
  const freed = noLongerAsked(request);
  return {
    survey: { previous: survey, next: ended(survey, 'expired', now) },
    case: { previous: subject, next: withSurvey(subject, survey.opening, 'expired') },
    ...(freed !== customer && { customer: { previous: customer, next: freed } }),
    events: [{ type: 'SurveyExpired', surveyed: survey.opening }],
  };
}

/** A survey that is over, one way or the other. */
export function ended(survey: Survey, state: SurveyState, now: string): Survey {
  return { ...survey, version: survey.version + 1, state, at: now };
}

/** What the case says of its survey; a case that has been opened again since keeps to its newer one. */
export function withSurvey(subject: Case, opening: number, state: SurveyState, score?: number): Case {
  const isOlder = (subject.survey?.opening ?? 0) > opening;
  return step(
    'survey',
    subject,
    isOlder ? {} : { survey: { opening, state, ...(score !== undefined && { score }) } },
  );
}

/** The customer as they are once they are no longer waited for; the very same when it was about another survey. */
export function noLongerAsked({ customer, survey }: Pick<SurveyStep, 'customer' | 'survey'>): Customer {
  const { openSurvey, ...rest } = customer;
  const isThis = openSurvey?.caseId === survey.caseId && openSurvey.opening === survey.opening;
  return isThis ? { ...rest, version: rest.version + 1 } : customer;
}

export function refOf({ interactionId, at }: Interaction): InteractionRef {
  return { interactionId, interactionAt: at };
}
