import type { Case } from './case.ts';
import { type Customer, withOpenCase } from './customer.ts';
import { hashOf } from './identity.ts';
import type { Interaction } from './interaction.ts';
import { step } from './lifecycle.ts';
import type { InteractionRef, OutboxEntry } from './outbox.ts';
import { reopened } from './resolution.ts';
import {
  isResolved,
  SCALES,
  type SkipReason,
  type Survey,
  type SurveyRecipient,
  type SurveyRules,
  type SurveyScores,
  type SurveyState,
} from './survey.ts';

/** What a step of a survey changes, to be written together or not at all. */
export interface SurveyChange {
  readonly survey: { readonly previous?: Survey; readonly next: Survey };
  readonly case: { readonly previous: Case; readonly next: Case };
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
  const { survey, case: subject, now } = request;
  if (survey.state !== 'asked') return undefined;
  return {
    survey: { previous: survey, next: ended(survey, 'expired', now) },
    case: { previous: subject, next: withSurvey(subject, survey.opening, 'expired') },
    ...customerWithout(request),
    events: [{ type: 'SurveyExpired', surveyed: survey.opening }],
  };
}

export interface SurveyAnswer {
  readonly scores: SurveyScores;
  /** In the customer's words; cleaned. */
  readonly comment?: string | undefined;
  /** The channel it came on, or `page`. */
  readonly via: string;
}

export type AnswerRefusal = 'answered' | 'expired' | 'not-asked';

export type AnswerOutcome =
  | { readonly kind: 'recorded'; readonly change: SurveyChange }
  | { readonly kind: 'refused'; readonly because: AnswerRefusal };

/**
 * Records an answer, once. A low score opens the case again, with the comment as the arrival that waits, and for another
 * agent where the company wants that.
 */
export function answerSurvey(request: SurveyStep, answer: SurveyAnswer, rules: SurveyRules): AnswerOutcome {
  const { survey, case: subject, now } = request;
  const refusal = answerRefusal(survey, now);
  if (refusal) return { kind: 'refused', because: refusal };
  const { opening } = survey;
  const { csat } = answer.scores;
  const isLow = csat <= rules.lowScore && isResolved(subject, opening);
  const surveyed = withSurvey(subject, opening, 'answered', csat);
  const interaction = answerOnThread(request, answer, isLow);
  const opened = isLow ? openedForAnother(surveyed, interaction, now, rules) : surveyed;
  const customer = customerWithout(request, isLow ? opened.caseId : undefined);
  return {
    kind: 'recorded',
    change: {
      survey: {
        previous: survey,
        next: { ...ended(survey, 'answered', now), scores: answer.scores },
      },
      // One write, one version.
      case: { previous: subject, next: { ...opened, version: surveyed.version } },
      ...customer,
      interaction,
      events: [
        { type: 'SurveyAnswered', surveyed: opening, scores: answer.scores, via: answer.via },
        ...(isLow ? [{ type: 'CaseReopened', reason: 'low-score', ...refOf(interaction) } as const] : []),
      ],
    },
  };
}

function answerRefusal({ state, until = '' }: Survey, now: string): AnswerRefusal | undefined {
  switch (state) {
    case 'asked':
      return now < until ? undefined : 'expired';
    case 'answered':
    case 'expired':
      return state;
    case 'skipped':
      return 'not-asked';
  }
}

function ended({ taskToken: _, ...survey }: Survey, state: SurveyState, now: string): Survey {
  return { ...survey, version: survey.version + 1, state, at: now };
}

/** What the case says of its survey; a case that has been opened again since keeps to its newer one. */
function withSurvey(subject: Case, opening: number, state: SurveyState, score?: number): Case {
  const isOlder = (subject.survey?.opening ?? 0) > opening;
  return step(
    'survey',
    subject,
    isOlder ? {} : { survey: { opening, state, ...(score !== undefined && { score }) } },
  );
}

/** The customer is no longer waited for; with one more open case, if it is opened again. */
function customerWithout({ customer, survey }: SurveyStep, opens?: string): Pick<SurveyChange, 'customer'> {
  const { openSurvey, ...rest } = customer;
  const isThis = openSurvey?.caseId === survey.caseId && openSurvey.opening === survey.opening;
  if (!isThis && opens === undefined) return {};
  const without: Customer = isThis ? rest : customer;
  const next =
    opens === undefined ? { ...without, version: without.version + 1 } : withOpenCase(without, opens);
  return { customer: { previous: customer, next } };
}

/** An answer as agents read it: the score, then the comment. */
function answerOnThread(
  { survey, case: subject, now }: SurveyStep,
  { scores, comment }: SurveyAnswer,
  isArrival: boolean,
): Interaction {
  const said = `${scores.csat}/${SCALES.csat.highest}`;
  const { caseId, customerId, opening, channel = subject.channel, contactPointId, account } = survey;
  return {
    interactionId: surveyMessageId(caseId, opening, 'answer'),
    caseId,
    customerId,
    channel,
    direction: 'inbound',
    kind: 'survey-answer',
    at: now,
    recordedAt: now,
    text: comment === undefined || comment === '' ? said : `${said}\n${comment}`,
    ...(contactPointId !== undefined && { contactPointId }),
    ...(account !== undefined && { account }),
    ...(isArrival && { arrival: subject.arrivals + 1 }),
  };
}

function openedForAnother(subject: Case, interaction: Interaction, now: string, rules: SurveyRules): Case {
  const arrivals = subject.arrivals + 1;
  return {
    ...reopened(subject, now),
    arrivals,
    answered: subject.arrivals,
    waitingSince: now,
    newest: refOf(interaction),
    ...(rules.lowScoreToAnotherAgent && subject.resolvedBy && { avoidAgent: subject.resolvedBy }),
  };
}

function refOf({ interactionId, at }: Interaction): InteractionRef {
  return { interactionId, interactionAt: at };
}
