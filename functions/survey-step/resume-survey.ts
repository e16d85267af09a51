import type { Case } from '../../shared/domain/case.ts';
import { decideSend } from '../../shared/domain/delivery.ts';
import type { Interaction } from '../../shared/domain/interaction.ts';
import type { InteractionRef } from '../../shared/domain/outbox.ts';
import type { Survey } from '../../shared/domain/survey.ts';
import { mayBeAsked } from '../../shared/domain/survey-decision.ts';
import { waitOn } from '../../shared/domain/survey-steps.ts';
import { TransientFailure } from '../../shared/runtime/failure.ts';
import { settle } from '../../shared/sending/settle.ts';
import type { SurveyStepDependencies } from './dependencies.ts';
import { saveWaiting, sendBegun } from './send-survey.ts';
import type { Try } from './step-request.ts';

/** What an earlier try of this step has begun. */
interface Earlier {
  readonly survey: Survey;
  readonly subject: Case;
  /** Its message on the thread. */
  readonly message: InteractionRef | undefined;
}

/**
 * Goes on with a step that an earlier try has begun: the workflow now waits with the newer token, which is stored first.
 * The message is sent when it is known not to have left, and given up as unknown when it may have.
 *
 * @throws TransientFailure when another may be at work on the message
 */
export async function resumeSurvey(
  { survey, subject, message }: Earlier,
  { token, attempt, commit }: Try & { readonly token: string },
  dependencies: SurveyStepDependencies,
): Promise<'done' | 'again'> {
  const { replies, now } = dependencies;
  const at = now().toISOString();
  const change = waitOn({ survey, case: subject }, { taskToken: token });
  const saved = await saveWaiting(change, { attempt, commit, at }, dependencies);
  if (saved === 'conflict') return 'again';
  const { caseId, customerId } = survey;
  const { interaction } = message ? await replies.read({ caseId, customerId, ...message }) : {};
  if (interaction?.delivery) await resumeMessage(interaction, attempt, dependencies);
  return 'done';
}

async function resumeMessage(
  interaction: Interaction,
  attempt: string,
  dependencies: SurveyStepDependencies,
): Promise<void> {
  const { replies, senders, now } = dependencies;
  const at = now().toISOString();
  const step = decideSend(interaction.delivery ?? { state: 'queued' }, attempt, at);
  if (step.do === 'nothing') return;
  if (step.do !== 'send' && !senders[interaction.channel]?.repeatable) {
    if (step.do === 'wait') throw new TransientFailure('Another may be at work on this survey.');
    return settle({ interaction }, { kind: 'unknown', attempt: step.attempt }, dependencies);
  }
  const recipient = await replies.recipient(interaction.contactPointId ?? '');
  if (!recipient || !mayBeAsked(recipient)) {
    return settle({ interaction }, { kind: 'refused', reason: 'closed' }, dependencies);
  }
  const next = { state: 'sending', attempt, since: at } as const;
  const save = async () =>
    (await replies.move({ interaction, next })).kind === 'applied' ? 'saved' : 'conflict';
  const sent = await sendBegun(
    { interaction: { ...interaction, delivery: next }, recipient, attempt, save },
    dependencies,
  );
  if (sent === 'again') throw new TransientFailure('Another has taken this survey.');
}
