import type { ReceiptRuleInput } from './receipt-rule.ts';
import type { Verdicts } from './verdicts.ts';

/** What the account's SES is like before the template comes. */
export interface SesOptions {
  /** A receipt rule set that somebody else made and that is active when the template's resources are made. */
  readonly activeRuleSet?: { readonly name: string; readonly rules?: readonly ReceiptRuleInput[] };
  /**
   * Verified identities beside those of the template: domains or addresses. Where there are neither, every sender counts
   * as verified.
   */
  readonly identities?: readonly string[];
  /** The account may write to verified identities and the simulator only. @default false */
  readonly sandbox?: boolean;
  /** Mails a second, one for every recipient. @default no limit */
  readonly sendingRate?: number;
  /** What the checks of incoming mail say, by address or domain of the sender. @default PASS for everybody */
  readonly verdicts?: Readonly<Record<string, Verdicts>>;
}
