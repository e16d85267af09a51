import type { SurveyReplied } from '../../shared/events/survey-replied.ts';
import type { TakeSurveyAnswerDependencies } from './dependencies.ts';
import { recordAnswer } from './record-answer.ts';

/** Records the number that a customer wrote; the message itself stands on the thread already. */
export async function takeSurveyAnswer(
  { caseId, surveyed, score, via, interactionId, interactionAt }: SurveyReplied,
  dependencies: TakeSurveyAnswerDependencies,
): Promise<void> {
  const said = { interactionId, interactionAt };
  const answer = { scores: { csat: score }, via, said };
  await recordAnswer({ caseId, opening: surveyed }, answer, dependencies);
}
