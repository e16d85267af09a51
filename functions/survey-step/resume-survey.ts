import type { Case } from '../../shared/domain/case.ts';
import type { Customer } from '../../shared/domain/customer.ts';
import type { Survey } from '../../shared/domain/survey.ts';
import { reminderRefusal, surveyTimes } from '../../shared/domain/survey-decision.ts';
import { waitOn } from '../../shared/domain/survey-steps.ts';
import { resumeMessage } from '../../shared/sending/resume-message.ts';
import type { SurveyStepDependencies } from './dependencies.ts';
import { saveWaiting } from './send-survey.ts';
import type { Try } from './step-request.ts';

/** What an earlier try of this step has begun. */
interface Earlier {
  readonly which: 'ask' | 'remind';
  readonly survey: Survey;
  readonly subject: Case;
  readonly customer: Customer;
}

/**
 * Goes on with a step that an earlier try has begun: the workflow now waits with the newer token, which is stored first.
 * The message is sent when it is known not to have left, and given up as unknown when it may have. In the night a
 * question that has not left is put off until the morning; a reminder does not leave then at all.
 *
 * @throws TransientFailure when another may be at work on the message
 */
export async function resumeSurvey(
  { which, survey, subject, customer }: Earlier,
  { token, attempt, commit }: Try & { readonly token: string },
  dependencies: SurveyStepDependencies,
): Promise<'done' | 'again'> {
  const { replies, goOn, config, now } = dependencies;
  const at = now().toISOString();
  const change = waitOn({ survey, case: subject }, { taskToken: token });
  const saved = await saveWaiting(change, { attempt, commit, at }, dependencies);
  if (saved === 'conflict') return 'again';
  const { caseId, customerId } = survey;
  const message = which === 'ask' ? survey.asked : survey.reminded;
  const { interaction } = message ? await replies.read({ caseId, customerId, ...message }) : {};
  if (!interaction?.delivery) return 'done';
  if (which === 'remind') {
    const refusal = reminderRefusal({ survey, customer, now: at }, config.survey);
    await resumeMessage({ interaction, attempt, refusal }, dependencies);
    return 'done';
  }
  const times = config.survey && surveyTimes(at, customer, config.survey);
  if (times && times.askAt > at && interaction.delivery.state === 'queued') {
    await goOn(token, { outcome: 'later', ...times });
    return 'done';
  }
  await resumeMessage(
    { interaction, attempt, refusal: config.survey ? undefined : 'switched-off' },
    dependencies,
  );
  return 'done';
}
