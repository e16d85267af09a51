import type { SurveyReplied } from '../../shared/events/survey-replied.ts';
import type { TakeSurveyAnswerDependencies } from './dependencies.ts';
import { composeThanks, sendThanks } from './give-thanks.ts';
import { recordAnswer } from './record-answer.ts';

/**
 * Records the number that a customer wrote, and thanks them; the message itself stands on the thread already. The thanks
 * are written in the same transaction as the answer: what does not count draws none, and what counts draws them once.
 */
export async function takeSurveyAnswer(
  { caseId, surveyed, score, via, interactionId, interactionAt }: SurveyReplied,
  dependencies: TakeSurveyAnswerDependencies,
): Promise<void> {
  const ref = { caseId, opening: surveyed };
  const answer = { scores: { csat: score }, via, said: { interactionId, interactionAt } };
  const given = { ref, saidAt: interactionAt, attempt: dependencies.newId() };
  const recorded = await recordAnswer(
    ref,
    async (asked) => ({ ...answer, thanks: await composeThanks(given, asked, dependencies) }),
    dependencies,
  );
  // Known before: an earlier try may have died with the thanks on their way.
  if (recorded === 'recorded' || recorded === 'answered') await sendThanks(given, dependencies);
}
