import { isResolved, type Survey } from '../../shared/domain/survey.ts';
import { answerRefusal } from '../../shared/domain/survey-answer.ts';
import { mayBeAsked, reminderRefusal } from '../../shared/domain/survey-decision.ts';
import { stopAsking, waitOn } from '../../shared/domain/survey-steps.ts';
import type { SurveySnapshot } from '../../shared/stores/survey-store.ts';
import type { SurveyStepDependencies } from './dependencies.ts';
import { endUnanswered } from './end-unanswered.ts';
import { inRounds } from './in-rounds.ts';
import { resumeSurvey } from './resume-survey.ts';
import { saveWaiting, sendBegun } from './send-survey.ts';
import type { Try, WaitingStep } from './step-request.ts';
import { composeSurvey, languageOf } from './write-survey.ts';

/** State Remind: the customer is reminded once, where they were asked, if that is still open to us and still welcome. */
export async function remindOfSurvey(
  { caseId, opening, token }: WaitingStep,
  dependencies: SurveyStepDependencies,
): Promise<void> {
  const { newId } = dependencies;
  const ids = { attempt: newId(), commit: newId() };
  await inRounds(() => remindOnce({ caseId, opening, token }, ids, dependencies));
}

async function remindOnce(
  step: WaitingStep,
  ids: Try,
  dependencies: SurveyStepDependencies,
): Promise<'done' | 'again'> {
  const { surveys, goOn, now } = dependencies;
  const { opening, token } = step;
  const snapshot = await surveys.read(step);
  const { survey, case: subject, customer } = snapshot;
  const over = async (outcome: 'gone' | 'answered' | 'reopened' | 'expired') => {
    await goOn(token, { outcome });
    return 'done' as const;
  };
  if (!survey || !subject || !customer) return over('gone');
  const at = now().toISOString();
  const refusal = answerRefusal(survey, at);
  if (refusal === 'expired') {
    await endUnanswered(step, dependencies);
    return over('expired');
  }
  if (refusal) return over(refusal === 'not-asked' ? 'gone' : refusal);
  if (!isResolved(subject, opening)) {
    const change = stopAsking({ survey, case: subject, customer, now: at });
    if (change && (await surveys.save(change, { commit: ids.commit, at })) === 'conflict') return 'again';
    return over('reopened');
  }
  return survey.reminded
    ? resumeSurvey({ which: 'remind', survey, subject, customer }, { token, ...ids }, dependencies)
    : remind(step, { snapshot, at, ids }, dependencies);
}

async function remind(
  { token }: WaitingStep,
  { snapshot, at, ids }: { readonly snapshot: SurveySnapshot; readonly at: string; readonly ids: Try },
  dependencies: SurveyStepDependencies,
): Promise<'done' | 'again'> {
  const { replies, senders, config } = dependencies;
  const { survey, case: subject, customer } = snapshot;
  const { channel, contactPointId, account, until } = survey ?? {};
  const recipient = contactPointId === undefined ? undefined : await replies.recipient(contactPointId);
  if (!survey || !subject || !customer || !channel || !recipient || account === undefined || !until)
    return waitSilently(survey);
  const refusal = reminderRefusal({ survey, customer, now: at }, config.survey);
  if (refusal || !mayBeAsked(recipient) || !senders[channel]) return waitSilently(survey);
  const to = { channel, contactPointId: recipient.contactPointId, account };
  const language = survey.language ?? languageOf(customer, undefined, config);
  const brief = { which: 'remind', subject, language, to, until, at } as const;
  const reminder = await composeSurvey(brief, ids.attempt, dependencies);
  const change = waitOn({ survey, case: subject }, { taskToken: token, reminder });
  const save = () => saveWaiting(change, { ...ids, at }, dependencies);
  return sendBegun({ interaction: reminder, recipient, ...ids, save }, dependencies);

  /** The link that they have still counts until its end. */
  async function waitSilently(waiting: Survey | undefined): Promise<'done' | 'again'> {
    if (!waiting || !subject) return 'done';
    const silent = waitOn({ survey: waiting, case: subject }, { taskToken: token });
    return (await saveWaiting(silent, { ...ids, at }, dependencies)) === 'conflict' ? 'again' : 'done';
  }
}
