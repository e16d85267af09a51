import type { Cloud } from '../core/cloud.ts';
import { actOnMail } from './act-on-mail.ts';
import { isAddress } from './addresses.ts';
import { splitMail } from './headers.ts';
import { matchingRules } from './receipt-rule.ts';
import type { ReceivedMail } from './received-mail.ts';
import type { Store } from './store.ts';
import { type Verdicts, verdictsFor } from './verdicts.ts';

/** A mail as a foreign server hands it in. */
export interface InboundMail {
  /** Sender in the envelope; '' for bounces and other mail that wants no answer. */
  readonly from: string;
  /** Recipients in the envelope. */
  readonly to: readonly string[];
  /** The MIME message. */
  readonly data: Uint8Array;
  /** What the checks say of it. @default the table of verdicts, where everybody passes */
  readonly verdicts?: Verdicts | undefined;
}

/** Taken in, or refused with what the SMTP server says. */
export type Acceptance =
  | {
      readonly accepted: true;
      /** SES's id of this one delivery. */
      readonly messageId: string;
      /** Those that a receipt rule covers; the others were refused. */
      readonly recipients: readonly string[];
    }
  | { readonly accepted: false; readonly reply: string };

/** Bytes of a mail, headers and attachments included. */
export const LARGEST_MAIL = 40 * 1024 * 1024;
/** Incoming mail is billed in steps of this many bytes. */
const CHUNK_BYTES = 262_144;

const TOO_LARGE = '552 5.3.4 Message size exceeds the limit of 40 MB';
export const NO_SUCH_MAILBOX = '550 5.1.1 Mailbox unavailable: no active receipt rule covers this recipient';

/** Whether a server may name this recipient at all. */
export const acceptsRecipient = (store: Store, recipient: string): boolean =>
  isAddress(recipient) && matchingRules(store, [recipient]).length > 0;

/**
 * Takes a mail in under the active receipt rule set. Tasks of the scheduler then do what the rules say.
 *
 * @returns the id of the delivery, or the refusal in SMTP's words
 */
export function receiveMail(cloud: Cloud, store: Store, mail: InboundMail): Acceptance {
  if (mail.data.length > LARGEST_MAIL) return { accepted: false, reply: TOO_LARGE };
  const recipients = mail.to.filter((recipient) => acceptsRecipient(store, recipient));
  if (recipients.length === 0) return { accepted: false, reply: NO_SUCH_MAILBOX };
  const { headers } = splitMail(mail.data);
  const messageId = deliveryId(cloud);
  const received: ReceivedMail = {
    messageId,
    receivedAt: cloud.clock.now(),
    from: mail.from,
    to: recipients,
    data: mail.data,
    verdicts: mail.verdicts ?? verdictsFor(store.verdicts, mail.from, headers),
  };
  cloud.meter({
    service: 'ses',
    operation: 'ReceiveMail',
    resource: store.active ?? '',
    usage: {
      'ses.received': 1,
      'ses.received-chunk': Math.ceil(Math.max(1, mail.data.length) / CHUNK_BYTES),
    },
  });
  cloud.trace({ service: 'ses', what: 'received', resource: recipients.join(', '), detail: { messageId } });
  for (const match of matchingRules(store, recipients)) actOnMail(cloud, store, match, received);
  return { accepted: true, messageId, recipients };
}

/** 40 small letters and digits, as SES's own ids of received mail are. */
function deliveryId({ random }: Cloud): string {
  return Array.from({ length: 40 }, () => Math.floor(random.next() * 36).toString(36)).join('');
}
