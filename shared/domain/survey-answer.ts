import type { Case } from './case.ts';
import { promisesAfterArrival } from './case-promise.ts';
import { withOpenCase } from './customer.ts';
import type { Interaction } from './interaction.ts';
import { step } from './lifecycle.ts';
import type { InteractionRef } from './outbox.ts';
import type { PromiseTable } from './promise.ts';
import { reopened } from './resolution.ts';
import { isResolved, SCALES, type Survey, type SurveyRules, type SurveyScores } from './survey.ts';
import {
  ended,
  noLongerAsked,
  refOf,
  type SurveyChange,
  type SurveyStep,
  surveyMessageId,
  withSurvey,
} from './survey-steps.ts';

export interface SurveyAnswer {
  readonly scores: SurveyScores;
  /** In the customer's words; cleaned. */
  readonly comment?: string | undefined;
  /** The channel it came on, or `page`. */
  readonly via: string;
  /** The message it came as, which stands on the thread already. */
  readonly said?: InteractionRef | undefined;
  /** What is said in return; the page says it by itself. */
  readonly thanks?: Interaction | undefined;
}

/** What follows from an answer. */
export interface AnswerRules extends Pick<SurveyRules, 'lowScore' | 'lowScoreToAnotherAgent'> {
  readonly promises: PromiseTable;
}

export type AnswerRefusal = 'answered' | 'expired' | 'not-asked';

export type AnswerOutcome =
  | { readonly kind: 'recorded'; readonly change: SurveyChange }
  | { readonly kind: 'refused'; readonly because: AnswerRefusal };

/**
 * Records an answer, once. A low score opens the case again, with the answer as the arrival that waits, promised an
 * answer as every other is, and for another agent where the company wants that.
 */
export function answerSurvey(request: SurveyStep, answer: SurveyAnswer, rules: AnswerRules): AnswerOutcome {
  const { survey, case: subject, customer, now } = request;
  const refusal = answerRefusal(survey, now);
  if (refusal) return { kind: 'refused', because: refusal };
  const { opening } = survey;
  const { scores, via, said, thanks } = answer;
  const isLow = scores.csat <= rules.lowScore && isResolved(subject, opening);
  const surveyed = withSurvey(subject, opening, 'answered', scores.csat);
  const interaction = said ? undefined : answerOnThread(request, answer, isLow);
  const arrival = said ?? refOf(interaction ?? answerOnThread(request, answer, isLow));
  const opened = isLow ? openedForAnother(surveyed, arrival, request, rules) : surveyed;
  const freed = noLongerAsked(request);
  const next = isLow ? withOpenCase(freed, opened.caseId) : freed;
  return {
    kind: 'recorded',
    change: {
      survey: {
        previous: survey,
        next: { ...ended(survey, 'answered', now), scores, ...(thanks && { thanked: refOf(thanks) }) },
      },
      // One write, one version.
      case: { previous: subject, next: { ...opened, version: surveyed.version } },
      ...(next !== customer && {
        customer: { previous: customer, next: { ...next, version: customer.version + 1 } },
      }),
      ...((interaction ?? thanks) && { interaction: interaction ?? thanks }),
      ...(isLow && said && { arrived: { ...said, arrival: opened.arrivals } }),
      events: [
        { type: 'SurveyAnswered', surveyed: opening, scores, via },
        ...(isLow ? [{ type: 'CaseReopened', reason: 'low-score', ...arrival } as const] : []),
      ],
    },
  };
}

/** Why an answer does not count; undefined while it does. */
export function answerRefusal({ state, until = '' }: Survey, now: string): AnswerRefusal | undefined {
  switch (state) {
    case 'asked':
    case 'stopped':
      return now < until ? undefined : 'expired';
    case 'answered':
    case 'expired':
      return state;
    case 'skipped':
      return 'not-asked';
  }
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

/** The customer waits again, and is answered where they were asked. */
function openedForAnother(
  subject: Case,
  arrival: InteractionRef,
  { survey, customer, now }: SurveyStep,
  rules: AnswerRules,
): Case {
  const {
    channel = subject.channel,
    contactPointId = subject.contactPointId,
    account = subject.account,
  } = survey;
  const opened = reopened(subject, now);
  return step('arrive', opened, {
    channel,
    contactPointId,
    account,
    newest: arrival,
    arrivals: subject.arrivals + 1,
    answered: subject.arrivals,
    lastActiveAt: now,
    waitingSince: now,
    ...promisesAfterArrival(opened, { channel, account, at: now, now, customer }, rules.promises),
    ...(rules.lowScoreToAnotherAgent && subject.resolvedBy && { avoidAgent: subject.resolvedBy }),
  });
}
