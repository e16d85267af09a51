import { expireSurvey } from '../../shared/domain/survey-steps.ts';
import type { SurveyRef } from '../../shared/stores/survey-store.ts';
import type { SurveyStepDependencies } from './dependencies.ts';
import { inRounds } from './in-rounds.ts';

/** State Expire: nobody is waited for any more. */
export async function endUnanswered(
  ref: SurveyRef,
  { surveys, now, newId }: SurveyStepDependencies,
): Promise<void> {
  const commit = newId();
  await inRounds(async () => {
    const { survey, case: subject, customer } = await surveys.read(ref);
    if (!survey || !subject || !customer) return 'done';
    const at = now().toISOString();
    const change = expireSurvey({ survey, case: subject, customer, now: at });
    if (!change) return 'done';
    return (await surveys.save(change, { commit, at })) === 'conflict' ? 'again' : 'done';
  });
}
