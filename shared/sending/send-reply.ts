import type { Case } from '../domain/case.ts';
import { decideSend } from '../domain/delivery.ts';
import type { Interaction } from '../domain/interaction.ts';
import { msBetween } from '../domain/time.ts';
import type { ReplyQueued } from '../events/reply-queued.ts';
import { PermanentFailure, TransientFailure } from '../runtime/failure.ts';
import type { Tools } from '../runtime/function-tools.ts';
import type { Outside } from '../runtime/outside.ts';
import { beginSending } from './begin-sending.ts';
import { type ChannelSender, outgoingOf } from './channel-sender.ts';
import type { Replies } from './replies.ts';
import { endingOf, type Settling, settle } from './settle.ts';

/** What the sender of a channel is made of. */
export interface SendReplyDependencies extends Tools, Pick<Outside, 'now' | 'newId'> {
  readonly replies: Replies;
  readonly sender: ChannelSender;
}

/**
 * A reply waits this long for a provider that takes nothing for now. Then it fails, and agents see why and can send it
 * again: after four hours its queue would give it up, and nobody would know.
 */
const PATIENCE_MS = 3 * 3_600_000;

/**
 * Sends a queued reply once. The attempt is written down before the provider is asked, so that whoever comes later
 * knows that it may have been sent: such a reply becomes `unknown`, is shown, and is never sent again by itself, unless
 * that is harmless on its channel.
 *
 * @throws TransientFailure when the provider did not take it, or another sender may be at work on it.
 */
export async function sendReply(event: ReplyQueued, dependencies: SendReplyDependencies): Promise<void> {
  const { replies, now, newId, log } = dependencies;
  const attempt = newId();
  const { interaction, case: subject } = await replies.read(event);
  if (!interaction?.delivery || !subject) throw new PermanentFailure('The reply to be sent does not exist.');

  const decision = decideSend(interaction.delivery, attempt, now().toISOString());
  switch (decision.do) {
    case 'nothing':
      return log('TL1006', { eventId: event.eventId, reason: decision.because });
    case 'wait':
      throw new TransientFailure('Another sender may be at work on this reply.');
    case 'give-up': {
      if (dependencies.sender.repeatable) return send(interaction, subject, attempt, dependencies);
      const ending = { kind: 'unknown', attempt: decision.attempt } as const;
      return settle({ interaction, case: subject }, ending, dependencies);
    }
    case 'send':
      return send(interaction, subject, attempt, dependencies);
  }
}

async function send(
  queued: Interaction,
  subject: Case,
  attempt: string,
  dependencies: SendReplyDependencies,
): Promise<void> {
  const { replies, sender, now } = dependencies;
  const recipient = await replies.recipient(queued.contactPointId ?? '');
  const outgoing = recipient && outgoingOf(queued, recipient);
  const refused = (reason: string) =>
    settle({ interaction: queued, case: subject }, { kind: 'refused', reason }, dependencies);
  if (!outgoing) return refused('no-address');
  if (recipient.optedOutAt) return refused('opted-out');

  const ask = await sender.prepare(outgoing);
  const interaction = await beginSending(queued, attempt, dependencies);
  const begun: Settling = { interaction, case: subject, recipient };
  const patient = msBetween(queued.recordedAt, now().toISOString()) < PATIENCE_MS;
  const ending = endingOf(await ask(), attempt, { patient });
  return ending ? settle(begun, ending, dependencies) : queueAgain(interaction, dependencies);
}

/** The provider has not taken it: back to where it was. If even that fails, it will count as unknown. */
async function queueAgain(interaction: Interaction, { replies, log }: SendReplyDependencies): Promise<void> {
  await replies.move({ interaction, next: { state: 'queued' } });
  log('TL4004', { interactionId: interaction.interactionId, caseId: interaction.caseId });
  throw new TransientFailure('The provider is throttling.');
}
