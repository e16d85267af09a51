import { decideSend } from '../../shared/domain/delivery.ts';
import type { Interaction } from '../../shared/domain/interaction.ts';
import type { ReplyQueued } from '../../shared/events/reply-queued.ts';
import { PermanentFailure, TransientFailure } from '../../shared/runtime/failure.ts';
import type { SendSmsDependencies } from './dependencies.ts';
import { type Settling, settle } from './settle.ts';

/**
 * Sends a queued reply once. The attempt is written down before the provider is asked, so that whoever comes later
 * knows that it may have been sent: such a reply becomes `unknown`, is shown, and is never sent again by itself.
 *
 * @throws TransientFailure when the provider did not take it, or another sender may be at work on it.
 */
export async function sendSms(event: ReplyQueued, dependencies: SendSmsDependencies): Promise<void> {
  const { replies, now, newId, log } = dependencies;
  const attempt = newId();
  const { interaction, case: subject } = await replies.read(event);
  if (!interaction?.delivery || !subject) throw new PermanentFailure('The reply to be sent does not exist.');
  const settling: Settling = { event, interaction, case: subject };

  const decision = decideSend(interaction.delivery, attempt, now().toISOString());
  switch (decision.do) {
    case 'nothing':
      return log('TL1006', { eventId: event.eventId, reason: decision.because });
    case 'wait':
      throw new TransientFailure('Another sender may be at work on this reply.');
    case 'give-up':
      return settle(settling, { kind: 'unknown', attempt: decision.attempt }, dependencies);
    case 'send':
      return send(settling, attempt, dependencies);
  }
}

async function send(settling: Settling, attempt: string, dependencies: SendSmsDependencies): Promise<void> {
  const { replies, sms } = dependencies;
  const { account, contactPointId, text } = settling.interaction;
  const recipient = await replies.recipient(contactPointId ?? '');
  if (!recipient || !account)
    return settle(settling, { kind: 'refused', reason: 'no-address' }, dependencies);
  if (recipient.optedOutAt) return settle(settling, { kind: 'refused', reason: 'opted-out' }, dependencies);

  const interaction = await begin(settling.interaction, attempt, dependencies);
  const begun = { ...settling, interaction, recipient };
  const { caseId, interactionId, interactionAt } = settling.event;
  const context = { caseId, interactionId, interactionAt };
  const outcome = await sms.send({ from: account, to: recipient.address, text, context });
  if (outcome.kind === 'throttled') return queueAgain(interaction, dependencies);
  return settle(begun, outcome.kind === 'unknown' ? { ...outcome, attempt } : outcome, dependencies);
}

/**
 * Writes the attempt down; only then may it be sent. When the answer to that write is lost, the stored attempt tells
 * whether it applied: so neither nobody sends nor two do.
 */
async function begin(
  interaction: Interaction,
  attempt: string,
  { replies, now }: SendSmsDependencies,
): Promise<Interaction> {
  const next = { state: 'sending', attempt, since: now().toISOString() } as const;
  const outcome = await replies.move({ interaction, next }).catch(async (error: unknown) => {
    const { interaction: stored } = await replies.reread(interaction);
    const { delivery } = stored ?? {};
    if (delivery?.state === 'sending' && delivery.attempt === attempt) return { kind: 'applied' } as const;
    throw error;
  });
  if (outcome.kind === 'conflict') throw new TransientFailure('Another sender has taken this reply.');
  return { ...interaction, delivery: next };
}

/** The provider has not taken it: back to where it was. If even that fails, it will count as unknown. */
async function queueAgain(interaction: Interaction, { replies, log }: SendSmsDependencies): Promise<void> {
  await replies.move({ interaction, next: { state: 'queued' } });
  log('TL4004', { interactionId: interaction.interactionId, caseId: interaction.caseId });
  throw new TransientFailure('The provider is throttling.');
}
