import type { Channel } from './channel.ts';

/**
 * What an edge puts on the queue `inbox`: one genuine message, still with the payload it came in. Every channel's
 * edge makes this shape; the recorder knows no other.
 */
export interface InboundMessage {
  readonly channel: Channel;
  /** Our address it came to, e.g. the phone number. */
  readonly account: string;
  /** The customer's address in canonical form. */
  readonly from: string;
  readonly providerMessageId: string;
  /** Provider message id of our message it answers, where the provider says so. */
  readonly inReplyTo?: string;
  /** ISO time by the provider. */
  readonly at: string;
  readonly text: string;
  /** The payload as received, archived by the recorder. */
  readonly raw: string;
}
