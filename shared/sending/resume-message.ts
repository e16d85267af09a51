import type { Channel } from '../domain/channel.ts';
import { decideSend } from '../domain/delivery.ts';
import type { Interaction } from '../domain/interaction.ts';
import { mayBeAsked } from '../domain/survey-decision.ts';
import { PermanentFailure, TransientFailure } from '../runtime/failure.ts';
import { type AskProviderDependencies, askProvider } from './ask-provider.ts';
import { beginSending } from './begin-sending.ts';
import { type ChannelSender, outgoingOf } from './channel-sender.ts';
import { settle } from './settle.ts';

/** A message that nobody wrote by hand, as it stands on the thread. */
export interface BegunBefore {
  readonly interaction: Interaction;
  readonly attempt: string;
  /** Why it is not to leave any more, had it not yet. */
  readonly refusal?: string | undefined;
}

export interface ResumeMessageDependencies extends AskProviderDependencies {
  /** How each channel sends; a channel that is not set up is left out. */
  readonly senders: Readonly<Partial<Record<Channel, ChannelSender>>>;
}

/**
 * Goes on with a message that is written down: sends it when it is known not to have left, gives it up as unknown when
 * it may have.
 *
 * @throws TransientFailure when the provider did not take it, or another may be at work on it.
 */
export async function resumeMessage(
  { interaction, attempt, refusal }: BegunBefore,
  dependencies: ResumeMessageDependencies,
): Promise<void> {
  const { now } = dependencies;
  const step = decideSend(interaction.delivery ?? { state: 'queued' }, attempt, now().toISOString());
  switch (step.do) {
    case 'nothing':
      return;
    case 'wait':
      throw new TransientFailure('Another may be at work on this message.');
    case 'give-up':
      return settle({ interaction }, { kind: 'unknown', attempt: step.attempt }, dependencies);
    case 'send':
      return send({ interaction, attempt, refusal }, dependencies);
  }
}

async function send(
  { interaction, attempt, refusal }: BegunBefore,
  dependencies: ResumeMessageDependencies,
): Promise<void> {
  const { replies, senders } = dependencies;
  const recipient = await replies.recipient(interaction.contactPointId ?? '');
  if (refusal !== undefined || !recipient || !mayBeAsked(recipient)) {
    return settle({ interaction }, { kind: 'refused', reason: refusal ?? 'closed' }, dependencies);
  }
  const outgoing = outgoingOf(interaction, recipient);
  const ask = outgoing && (await senders[interaction.channel]?.prepare(outgoing));
  if (!ask) throw new PermanentFailure('Nothing sends on the channel of this message any more.');
  const isBegun = interaction.delivery?.state === 'sending';
  const begun = isBegun ? interaction : await beginSending(interaction, attempt, dependencies);
  await askProvider({ interaction: begun, recipient, attempt, ask }, dependencies);
}
