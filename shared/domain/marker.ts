import { markerHashFor } from './identity.ts';
import type { Interaction } from './interaction.ts';

/**
 * Says that a provider's message is recorded, and as which interaction. Written only if absent, so a redelivery
 * changes nothing; also found by threading and by delivery reports. Holds hashes and ids only.
 */
export interface Marker {
  /** Hash of the message's identity; 64 hex characters. */
  readonly hash: string;
  readonly interactionId: string;
  /** Provider time the interaction is stored under. */
  readonly interactionAt: string;
  /** The interaction's partition. */
  readonly customerId: string;
  readonly caseId: string;
}

/** The marker of a message that has left: by it a customer's answer finds the case. */
export function markerOfSent(interaction: Interaction, providerMessageId: string): Marker {
  const { interactionId, at, customerId, caseId, channel, account = '', contactPointId = '' } = interaction;
  const identity = { direction: 'out', channel, account, contactPointId, providerMessageId } as const;
  return { hash: markerHashFor(identity), interactionId, interactionAt: at, customerId, caseId };
}
