import { outOfQuietHours } from '../../shared/domain/quiet-hours.ts';
import { isResolved, type Survey } from '../../shared/domain/survey.ts';
import { answerRefusal } from '../../shared/domain/survey-answer.ts';
import { mayBeAsked } from '../../shared/domain/survey-decision.ts';
import { expireSurvey, waitOn } from '../../shared/domain/survey-steps.ts';
import type { SurveySnapshot } from '../../shared/stores/survey-store.ts';
import type { SurveyStepDependencies } from './dependencies.ts';
import { inRounds } from './in-rounds.ts';
import { resumeSurvey } from './resume-survey.ts';
import { saveWaiting, sendBegun } from './send-survey.ts';
import type { Try, WaitingStep } from './step-request.ts';
import { composeSurvey } from './write-survey.ts';

/** So long before the end a reminder is of no use. */
const TOO_LATE_MS = 3_600_000;

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
    const change = expireSurvey({ survey, case: subject, customer, now: at });
    if (change && (await surveys.save(change, { commit: ids.commit, at })) === 'conflict') return 'again';
  }
  if (refusal) return over(refusal === 'not-asked' ? 'gone' : refusal);
  if (!isResolved(subject, opening)) return over('reopened');
  return survey.reminded
    ? resumeSurvey({ survey, subject, message: survey.reminded }, { token, ...ids }, dependencies)
    : remind(step, { snapshot, at, ids }, dependencies);
}

async function remind(
  { token }: WaitingStep,
  { snapshot, at, ids }: { readonly snapshot: SurveySnapshot; readonly at: string; readonly ids: Try },
  dependencies: SurveyStepDependencies,
): Promise<'done' | 'again'> {
  const { surveys, replies, senders, config } = dependencies;
  const { survey, case: subject, customer } = snapshot;
  const { channel, contactPointId, account, until } = survey ?? {};
  const zone = customer?.timeZone ?? config.survey?.zone ?? 'UTC';
  const isWelcome =
    config.survey !== undefined &&
    outOfQuietHours(at, config.survey.quietHours, zone) === at &&
    Date.parse(until ?? at) - Date.parse(at) > TOO_LATE_MS;
  const recipient = contactPointId === undefined ? undefined : await replies.recipient(contactPointId);
  if (!survey || !subject || !customer || !channel || !recipient || account === undefined || !until)
    return waitSilently(survey);
  if (!isWelcome || !mayBeAsked(recipient) || !senders[channel]) return waitSilently(survey);
  const to = { channel, contactPointId: recipient.contactPointId, account };
  const { newest } = await surveys.readWays(subject, undefined);
  const brief = { which: 'remind', subject, customer, newest, to, until, at } as const;
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
