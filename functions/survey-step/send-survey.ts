import type { ContactPoint } from '../../shared/domain/contact-point.ts';
import type { Interaction } from '../../shared/domain/interaction.ts';
import type { SurveyChange } from '../../shared/domain/survey-steps.ts';
import { PermanentFailure } from '../../shared/runtime/failure.ts';
import { askProvider } from '../../shared/sending/ask-provider.ts';
import { outgoingOf } from '../../shared/sending/channel-sender.ts';
import type { SurveyStepDependencies } from './dependencies.ts';
import type { Try } from './step-request.ts';

interface Beginning {
  /** The message with its attempt, as it is to be written. */
  readonly interaction: Interaction;
  readonly recipient: ContactPoint;
  readonly attempt: string;
  /** Writes it down; only then may it be sent. */
  readonly save: () => Promise<'saved' | 'conflict'>;
}

/**
 * Sends a message once. All that may fail harmlessly comes first, then it is written down, then the provider is asked,
 * unless it has arrived with being written down.
 *
 * @returns `again` when what it was decided on has changed; nothing has left then
 * @throws TransientFailure when the provider did not take it: the next try sends it
 */
export async function sendBegun(
  { interaction, recipient, attempt, save }: Beginning,
  dependencies: SurveyStepDependencies,
): Promise<'done' | 'again'> {
  const outgoing = outgoingOf(interaction, recipient);
  const ask = outgoing && (await dependencies.senders[interaction.channel]?.prepare(outgoing));
  if (!ask) throw new PermanentFailure('Nothing sends on the channel of this survey any more.');
  if ((await save()) === 'conflict') return 'again';
  if (interaction.delivery?.state === 'sent') return 'done';
  await askProvider({ interaction, recipient, attempt, ask }, dependencies);
  return 'done';
}

/** Saves a step that the workflow waits after. When the answer to the write is lost, the stored token tells whether it applied. */
export async function saveWaiting(
  change: SurveyChange,
  { attempt: _, ...how }: Try & { readonly at: string },
  { surveys }: Pick<SurveyStepDependencies, 'surveys'>,
): Promise<'saved' | 'conflict'> {
  const { caseId, opening, taskToken } = change.survey.next;
  return surveys.save(change, how).catch(async (error: unknown) => {
    const { survey } = await surveys.read({ caseId, opening });
    if (survey?.taskToken === taskToken) return 'saved' as const;
    throw error;
  });
}
