import type { Survey } from '../../shared/domain/survey.ts';
import { expireSurvey } from '../../shared/domain/survey-steps.ts';
import { endSurveyMessages } from '../../shared/sending/end-survey-messages.ts';
import type { SurveyRef } from '../../shared/stores/survey-store.ts';
import type { SurveyStepDependencies } from './dependencies.ts';
import { inRounds } from './in-rounds.ts';

/**
 * State Expire: nobody is waited for any more, and no message is left on its way.
 *
 * @throws TransientFailure when another try may be at work on a message.
 */
export async function endUnanswered(ref: SurveyRef, dependencies: SurveyStepDependencies): Promise<void> {
  const { surveys, now, newId } = dependencies;
  const commit = newId();
  let over: Survey | undefined;
  await inRounds(async () => {
    const { survey, case: subject, customer } = await surveys.read(ref);
    if (!survey || !subject || !customer) return 'done';
    over = survey;
    const at = now().toISOString();
    const change = expireSurvey({ survey, case: subject, customer, now: at });
    if (!change) return 'done';
    return (await surveys.save(change, { commit, at })) === 'conflict' ? 'again' : 'done';
  });
  if (over) await endSurveyMessages(over, 'expired', dependencies);
}
