import type { Channel } from './channel.ts';
import type { Address } from './contact-point.ts';
import type { MessageIdentity } from './identity.ts';

/**
 * What is wrong with a sender's proof of being who the message says. `unproven`: nothing proves it. `failed`: the
 * domain's own policy says it is somebody else (DMARC FAIL).
 */
export type ProofGap = 'unproven' | 'failed';

/** A file that came with a message. */
export interface Attachment {
  readonly name: string;
  /** Media type as the sender stated it. */
  readonly type: string;
  readonly bytes: number;
  /** In the archive bucket. */
  readonly key: string;
}

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
  /** Absent: the sender is proven, by the carrier, a signed session or the mail's domain. */
  readonly proof?: ProofGap | undefined;
  /** Provider message ids it answers, ours or the customer's own, the nearest first; at most 5. */
  readonly references?: readonly string[] | undefined;
  /** The case that a verified reply token selects. It proves nobody: copied people hold it too. */
  readonly caseToken?: string | undefined;
  /** ISO time by the provider. */
  readonly at: string;
  readonly subject?: string | undefined;
  readonly text: string;
  /** Quoted text and signature, folded away for display. */
  readonly folded?: string | undefined;
  readonly attachments?: readonly Attachment[] | undefined;
  /** HTML made safe, in the archive bucket. */
  readonly htmlKey?: string | undefined;
  /** Sent by a machine (RFC 3834 and relatives): it is never answered by one. */
  readonly automatic?: true | undefined;
  /** A mail system tells of another mail, e.g. that it bounced; automatic too. Where it answers no case, nobody is called. */
  readonly notice?: true | undefined;
  /** The provider takes it for spam, or found a virus in it: nothing answers it by itself. */
  readonly suspicious?: true | undefined;
  /** What the message says of its sender: BCP 47 tag, IANA zone, a name. */
  readonly language?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly name?: string | undefined;
  /** What it is about, by the mailbox or the form it came through. */
  readonly topic?: string | undefined;
  /** The payload as received, archived by the recorder; absent when it lies under `rawKey` already. */
  readonly raw?: string | undefined;
  readonly rawKey?: string | undefined;
}

/** Where a message came from: an unproven sender's address is a contact point of its own. */
export function addressOf({
  channel,
  from,
  proof,
}: Pick<InboundMessage, 'channel' | 'from' | 'proof'>): Address {
  return { channel, address: from, ...(proof && { proof: 'unproven' }) };
}

/** What makes it that one message. */
export function identityOf(
  message: Pick<InboundMessage, 'channel' | 'from' | 'proof' | 'account' | 'providerMessageId'>,
): MessageIdentity {
  const { account, providerMessageId } = message;
  return { direction: 'in', account, providerMessageId, ...addressOf(message) };
}
