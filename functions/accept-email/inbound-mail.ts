import { createHash } from 'node:crypto';
import { hashOf, interactionIdOf, markerHashOf } from '../../shared/domain/identity.ts';
import { addressOf, type InboundMessage } from '../../shared/domain/inbound-message.ts';
import { automaticReason, mailSystemReason } from '../../shared/domain/mail/automatic.ts';
import { proofGapOf } from '../../shared/domain/mail/proof.ts';
import { type Mailbox, mailboxOf } from '../../shared/domain/mail/recipient.ts';
import { sentAt } from '../../shared/domain/mail/sent-at.ts';
import type { Mail } from '../../shared/mail/read-mail.ts';
import { canonicalMailbox } from '../../shared/mail/sender.ts';
import { PermanentFailure } from '../../shared/runtime/failure.ts';
import type { Arrival } from './arrival.ts';

/** Longer ids are none a mail program made; they are told apart by their hash. */
const LONGEST_ID = 500;

/**
 * The message that a mail is, without what has to be stored or verified first.
 *
 * @throws PermanentFailure when it came to no mailbox of ours, or from nobody.
 */
export function inboundMail(
  mail: Mail,
  arrival: Arrival,
  bytes: Uint8Array,
  mailboxes: readonly Mailbox[],
): InboundMessage {
  const mailbox = mailboxOf({ envelope: arrival.recipients, headers: mail.recipients }, mailboxes);
  if (!mailbox) throw new PermanentFailure('The mail came to none of the mailboxes in the configuration.');
  const from = mail.sender.address ?? canonicalMailbox(arrival.envelopeSender ?? '');
  if (from === undefined)
    throw new PermanentFailure('The mail names no sender, neither on its envelope nor inside.');
  const { dmarc, dkim } = arrival.verdicts;
  const proof = proofGapOf({ oneSender: mail.sender.isSingle, dmarc, dkim });
  const addresses = mailboxes.map(({ address }) => address);
  const { headers, type, references, subject, folded } = mail;
  const facts = { headers, type, envelopeSender: arrival.envelopeSender, from, mailboxes: addresses };
  return {
    channel: 'email',
    account: mailbox.address,
    from,
    providerMessageId: providerMessageIdOf(mail, bytes),
    ...(proof && { proof }),
    ...(references.length > 0 && { references }),
    at: sentAt(mail.date, arrival.arrivedAt),
    ...(subject !== '' && { subject }),
    text: mail.text,
    ...(folded !== undefined && { folded }),
    ...(automaticReason(facts) && { automatic: true }),
    ...(mailSystemReason(facts) && { notice: true }),
    ...(mail.sender.name !== undefined && { name: mail.sender.name }),
    ...(mailbox.topic !== undefined && { topic: mailbox.topic }),
    rawKey: arrival.key,
  };
}

/** Its Message-ID; without one, what stays the same however often a mail is delivered. */
function providerMessageIdOf({ messageId, date = '', bodyStart }: Mail, bytes: Uint8Array): string {
  if (messageId === undefined) {
    const body = createHash('sha256').update(bytes.subarray(bodyStart)).digest('hex');
    return `hash:${hashOf(date, body)}`;
  }
  return messageId.length <= LONGEST_ID ? messageId : `hash:${hashOf(messageId)}`;
}

/** Folder of a message in the archive: eight deliveries of one mail share it. */
export function folderOf(message: InboundMessage): string {
  const { account, providerMessageId } = message;
  const marker = markerHashOf({ direction: 'in', ...addressOf(message), account, providerMessageId });
  return `inbound/email/${interactionIdOf(marker)}`;
}
