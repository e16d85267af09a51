import type { ContactPoint } from '../domain/contact-point.ts';
import type { Interaction } from '../domain/interaction.ts';
import type { InteractionRef } from '../domain/outbox.ts';
import type { SendOutcome } from '../gateways/send-outcome.ts';

/** A message that is to leave, and who it goes to. */
export interface Outgoing {
  readonly interaction: Interaction & { readonly account: string };
  readonly recipient: ContactPoint;
  /** Goes with it to the provider and comes back in its reports. Ids only. */
  readonly context: InteractionRef & { readonly caseId: string };
}

/** How one channel sends. */
export interface ChannelSender {
  /**
   * Gathers all that the message needs. May throw, for nothing has left yet; what it returns asks the provider, once,
   * and never throws for an answer of the provider.
   */
  prepare(outgoing: Outgoing): Promise<() => Promise<SendOutcome>>;
  /** To send the same message twice is to send it once: it needs not count as unknown when a sender has died. */
  readonly repeatable?: true;
}

/** The message of an interaction; undefined when it has no address of ours to leave from. */
export function outgoingOf(interaction: Interaction, recipient: ContactPoint): Outgoing | undefined {
  const { caseId, interactionId, at, account } = interaction;
  if (account === undefined) return undefined;
  return {
    interaction: { ...interaction, account },
    recipient,
    context: { caseId, interactionId, interactionAt: at },
  };
}
