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
  /** The message that asks, the answer with its comment, or the thanks for one that came as a message. */
  readonly interaction?: Interaction;
  /** A message on the thread that waits for an answer after all, with its number in the case's arrival sequence. */
  readonly arrived?: InteractionRef & { readonly arrival: number };
  readonly events: readonly OutboxEntry[];
}

/** Id of a message of the survey about one resolution: a repeated step finds it. */
export function surveyMessageId(
  caseId: string,
  opening: number,
  which: 'ask' | 'remind' | 'answer' | 'thanks',
): string {
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
    language,
    taskToken,
  }: {
    readonly to: SurveyRecipient;
    readonly interaction: Interaction;
    readonly language: string;
    readonly taskToken: string;
  },
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
        language,
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
  return endAsked(request, 'expired', 'SurveyExpired');
}

/**
 * The case is open again: nobody is reminded, and a number is a message like any other. Who has the link may answer it
 * still. Undefined when the survey has ended already.
 */
export function stopAsking(request: SurveyStep): SurveyChange | undefined {
  return endAsked(request, 'stopped', 'SurveyStopped');
}

function endAsked(
  request: SurveyStep,
  state: 'expired' | 'stopped',
  type: 'SurveyExpired' | 'SurveyStopped',
): SurveyChange | undefined {
  const { survey, case: subject, customer, now } = request;
  if (survey.state !== 'asked') return undefined;
  const freed = noLongerAsked(request);
  return {
    survey: { previous: survey, next: ended(survey, state, now) },
    case: { previous: subject, next: withSurvey(subject, survey.opening, state) },
    ...(freed !== customer && { customer: { previous: customer, next: freed } }),
    events: [{ type, surveyed: survey.opening }],
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
