import type { ContactPoint } from '../domain/contact-point.ts';
import type { Interaction } from '../domain/interaction.ts';
import type { SendOutcome } from '../gateways/send-outcome.ts';
import { TransientFailure } from '../runtime/failure.ts';
import type { Replies } from './replies.ts';
import { endingOf, type SettleDependencies, settle } from './settle.ts';

/** A message that nobody wrote by hand, and whose attempt is written down: now it may be sent. */
export interface BegunMessage {
  readonly interaction: Interaction;
  readonly recipient: ContactPoint;
  readonly attempt: string;
  readonly ask: () => Promise<SendOutcome>;
}

export interface AskProviderDependencies extends SettleDependencies {
  readonly replies: Pick<Replies, 'settle' | 'reread' | 'recipient' | 'move'>;
}

/**
 * Asks the provider, once, and writes down what came of it. What may last ends the matter, for nobody waits for such a
 * message, and what is left of a quota is for replies.
 *
 * @throws TransientFailure when the provider did not take it: it is queued and may be tried again.
 */
export async function askProvider(
  { interaction, recipient, attempt, ask }: BegunMessage,
  dependencies: AskProviderDependencies,
): Promise<void> {
  const { replies, log } = dependencies;
  const outcome = await ask();
  const ending = endingOf(outcome, attempt, { patient: false });
  if (ending) return settle({ interaction, recipient }, ending, dependencies);
  // If even that fails, it will count as unknown.
  await replies.move({ interaction, next: { state: 'queued' } });
  log('TL4004', { interactionId: interaction.interactionId, caseId: interaction.caseId });
  throw new TransientFailure('The provider is throttling.');
}
