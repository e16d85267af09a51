import type { Customer } from '../../shared/domain/customer.ts';
import type { Survey } from '../../shared/domain/survey.ts';
import {
  type AnswerRefusal,
  type AnswerRules,
  answerSurvey,
  type SurveyAnswer,
} from '../../shared/domain/survey-answer.ts';
import { TransientFailure } from '../../shared/runtime/failure.ts';
import type { Tools } from '../../shared/runtime/function-tools.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import type { SurveyRef, SurveyStore } from '../../shared/stores/survey-store.ts';

export interface RecordAnswerDependencies extends Pick<Tools, 'log'>, Pick<Outside, 'now' | 'newId'> {
  readonly surveys: Pick<SurveyStore, 'read' | 'save'>;
  /** Undefined: surveys are switched off. */
  readonly rules: AnswerRules | undefined;
}

/** What was asked of whom, when the answer is taken. */
export interface Asked {
  readonly survey: Survey;
  readonly customer: Customer;
  /** ISO time. */
  readonly at: string;
}

/** `gone`: there is no such survey any more. */
export type Recorded = 'recorded' | AnswerRefusal | 'gone';

/** Each further round means that somebody has changed the case or the customer in this very moment. */
const ROUNDS = 5;

/**
 * Records an answer, once, wherever it came from.
 *
 * @throws TransientFailure when others kept changing what it is decided on.
 */
export async function recordAnswer(
  ref: SurveyRef,
  answerTo: (asked: Asked) => Promise<SurveyAnswer>,
  { surveys, rules, now, newId, log }: RecordAnswerDependencies,
): Promise<Recorded> {
  const { caseId } = ref;
  const commit = newId();
  for (let round = 0; round < ROUNDS; round += 1) {
    const { survey, case: subject, customer } = await surveys.read(ref);
    if (!survey || !subject || !customer || !rules) return 'gone';
    const at = now().toISOString();
    const answer = await answerTo({ survey, customer, at });
    const outcome = answerSurvey({ survey, case: subject, customer, now: at }, answer, rules);
    if (outcome.kind === 'refused') {
      log('TL5003', { caseId, reason: outcome.because });
      return outcome.because;
    }
    if ((await surveys.save(outcome.change, { commit, at })) === 'saved') {
      log('TL5002', { caseId });
      return 'recorded';
    }
  }
  throw new TransientFailure('Others kept changing the case.');
}
