import type { ConfigurationSet } from './configuration-set.ts';
import type { MailHeader } from './headers.ts';
import type { Identity } from './identities.ts';
import type { SesOptions } from './options.ts';
import type { RuleSet } from './receipt-rule.ts';
import type { Verdicts } from './verdicts.ts';

/** What becomes of mail to an address. */
export const FATES = ['deliver', 'bounce', 'bounce-for-now', 'complain', 'delay', 'reject', 'reply'] as const;
export type Fate = (typeof FATES)[number];

/** A mail as it lies in a recipient's mailbox. */
export interface MailboxMail {
  readonly at: number;
  /** SES's id, as SendEmail answered it. */
  readonly messageId: string;
  /** Sender in the envelope, where bounces would go. */
  readonly envelopeFrom: string;
  /** From as the reader sees it. */
  readonly from: string;
  /** Whose mailbox it is. */
  readonly to: string;
  readonly subject: string;
  readonly headers: readonly MailHeader[];
  /** The plain text, decoded; '' when there is none. */
  readonly text: string;
  /** The whole MIME message. */
  readonly data: Uint8Array;
}

/** What the service of one cloud holds. */
export interface Store {
  readonly options: SesOptions;
  readonly ruleSets: Map<string, RuleSet>;
  /** Name of the active rule set. */
  active: string | undefined;
  readonly configurationSets: Map<string, ConfigurationSet>;
  /** By domain or address in lower case. */
  readonly identities: Map<string, Identity>;
  /** By recipient in lower case. */
  readonly mailboxes: Map<string, MailboxMail[]>;
  /** The account's suppression list: address → why. */
  readonly suppressed: Map<string, 'BOUNCE' | 'COMPLAINT'>;
  /** By address or domain in lower case. */
  readonly verdicts: Map<string, Verdicts>;
  readonly fates: Map<string, Fate>;
  /** When the mails of the last second were sent, one entry for every recipient. */
  sentAt: readonly number[];
  /** Mails sent, one for every recipient. */
  sent: number;
  /** Counts resets: what was under way before one goes no further. */
  generation: number;
}
