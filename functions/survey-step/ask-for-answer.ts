import { isResolved } from '../../shared/domain/survey.ts';
import { decideSurvey, type SurveyDecision } from '../../shared/domain/survey-decision.ts';
import { askSurvey, skipSurvey, stopAsking } from '../../shared/domain/survey-steps.ts';
import type { SurveySnapshot, SurveyWays } from '../../shared/stores/survey-store.ts';
import type { SurveyStepDependencies } from './dependencies.ts';
import { inRounds } from './in-rounds.ts';
import { resumeSurvey } from './resume-survey.ts';
import { saveWaiting, sendBegun } from './send-survey.ts';
import type { Try, WaitingStep } from './step-request.ts';
import { composeSurvey, languageOf } from './write-survey.ts';

/**
 * State Ask: decides whether and where the customer is asked, and asks. Survey, customer, case, message and token are
 * written before anything leaves, in one transaction; whoever comes later finds them and sends nothing again.
 *
 * Whatever it is that nobody is waited for, the workflow goes on at once.
 */
export async function askForAnswer(
  { caseId, opening, token }: WaitingStep,
  dependencies: SurveyStepDependencies,
): Promise<void> {
  const { newId } = dependencies;
  const ids = { attempt: newId(), commit: newId() };
  await inRounds(() => askOnce({ caseId, opening, token }, ids, dependencies));
}

async function askOnce(
  step: WaitingStep,
  ids: Try,
  dependencies: SurveyStepDependencies,
): Promise<'done' | 'again'> {
  const { surveys, senders, config, goOn, now } = dependencies;
  const { opening, token } = step;
  const snapshot = await surveys.read(step);
  const { survey, case: subject, customer } = snapshot;
  const over = async (...[result]: [Parameters<typeof goOn>[1]]) => {
    await goOn(token, result);
    return 'done' as const;
  };
  // The customer was erased meanwhile.
  if (!subject || !customer) return over({ outcome: 'gone' });
  if (survey) {
    if (survey.state !== 'asked') return over({ outcome: 'gone' });
    if (!isResolved(subject, opening)) {
      const at = now().toISOString();
      const change = stopAsking({ survey, case: subject, customer, now: at });
      if (change && (await surveys.save(change, { commit: ids.commit, at })) === 'conflict') return 'again';
      return over({ outcome: 'reopened' });
    }
    return resumeSurvey({ which: 'ask', survey, subject, customer }, { token, ...ids }, dependencies);
  }
  // Surveys were switched off: nobody is asked any more; one that was asked goes on to its end.
  if (!config.survey) return over({ outcome: 'gone' });
  const ways = await surveys.readWays(subject, customer.mail);
  const at = now().toISOString();
  const mailboxes = config.email?.mailboxes ?? [];
  const mailFrom = (mailboxes.find(({ topic }) => topic === subject.topic) ?? mailboxes[0])?.address;
  const channels = new Set([subject.channel, 'email' as const].filter((channel) => senders[channel]));
  const decision = decideSurvey(
    { case: subject, customer, opening, ...ways, channels, mailFrom, now: at },
    config.survey,
  );
  switch (decision.do) {
    case 'skip':
      return skip(step, decision, { snapshot, at, ids }, dependencies);
    case 'wait':
      return over({ outcome: 'later', ...decision.times });
    case 'ask':
      return beginAsking(step, decision, { snapshot, ways, at, ids }, dependencies);
  }
}

interface Situation {
  readonly snapshot: SurveySnapshot;
  readonly at: string;
  readonly ids: Try;
}

async function skip(
  { caseId, token }: WaitingStep,
  { because }: Extract<SurveyDecision, { do: 'skip' }>,
  { snapshot, at, ids }: Situation,
  { surveys, goOn, log }: SurveyStepDependencies,
): Promise<'done' | 'again'> {
  const { case: subject } = snapshot;
  if (because !== 'reopened' && subject) {
    const change = skipSurvey({ case: subject, now: at }, because);
    if ((await surveys.save(change, { commit: ids.commit, at })) === 'conflict') return 'again';
  }
  log('TL5001', { caseId, reason: because });
  await goOn(token, because === 'reopened' ? { outcome: because } : { outcome: 'skipped', because });
  return 'done';
}

async function beginAsking(
  step: WaitingStep,
  { to }: Extract<SurveyDecision, { do: 'ask' }>,
  { snapshot, ways, at, ids }: Situation & { readonly ways: SurveyWays },
  dependencies: SurveyStepDependencies,
): Promise<'done' | 'again'> {
  const { config } = dependencies;
  const { case: subject, customer } = snapshot;
  const { survey: rules } = config;
  const recipient = [ways.handledAt, ways.mailbox].find((each) => each?.contactPointId === to.contactPointId);
  if (!subject || !customer || !rules || !recipient) throw new Error('What was decided on is not there.');
  const until = new Date(Date.parse(at) + rules.expireAfterMs).toISOString();
  const language = languageOf(customer, ways.newest, config);
  const brief = { which: 'ask', subject, language, to, until, at } as const;
  const interaction = await composeSurvey(brief, ids.attempt, dependencies);
  const change = askSurvey(
    { case: subject, customer, now: at },
    { to, interaction, language, taskToken: step.token },
    rules,
  );
  const save = () => saveWaiting(change, { ...ids, at }, dependencies);
  return sendBegun({ interaction, recipient, ...ids, save }, dependencies);
}
