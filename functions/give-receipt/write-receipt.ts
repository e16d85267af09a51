import type { CompiledConfig } from '../../shared/config/config.ts';
import type { Customer } from '../../shared/domain/customer.ts';
import type { Interaction } from '../../shared/domain/interaction.ts';
import type { ReceiptTerms } from '../../shared/domain/receipt.ts';
import { detectLanguage } from '../../shared/texts/detect-language.ts';
import { chooseLanguage, localeFor } from '../../shared/texts/language.ts';
import { formatMoment, isZone } from '../../shared/texts/moment.ts';
import { text } from '../../shared/texts/text.ts';

/** Whom a receipt is written for, and what it says. */
export interface ReceiptBrief {
  readonly interaction: Pick<Interaction, 'channel' | 'caseId' | 'text' | 'subject'>;
  readonly customer: Pick<Customer, 'language' | 'timeZone'> | undefined;
  readonly terms: ReceiptTerms;
}

export type CompanyFacts = Pick<CompiledConfig, 'company' | 'languages' | 'calendars'>;

/** The words of a receipt, in the customer's language; a moment in the customer's zone, or else in ours, always with its name. */
export function writeReceipt(
  { interaction, customer, terms }: ReceiptBrief,
  { company, languages, calendars }: CompanyFacts,
): Pick<Interaction, 'text' | 'subject'> {
  const profile = customer?.language;
  const language = chooseLanguage({
    profile,
    detected: detectLanguage(`${interaction.subject ?? ''} ${interaction.text}`, languages),
    supported: languages,
  });
  const common = { company: company.name, reference: interaction.caseId };
  if (interaction.channel === 'sms') return { text: smsText() };
  // A mail that has a subject is answered under it; not so one that may be of somebody else, or strangers' words would
  // reach whomever they name as the sender.
  const hasSubject = interaction.subject !== undefined && interaction.subject.trim() !== '';
  const isUnderIt = hasSubject && terms.says !== 'bare';
  return { text: mailText(), ...(!isUnderIt && { subject: text(language, 'receipt.email.subject') }) };

  function smsText(): string {
    switch (terms.says) {
      case 'promised':
        return text(language, 'receipt.sms.promised', { ...common, moment: moment(terms) });
      case 'closed':
        return text(language, 'receipt.sms.closed', { ...common, moment: moment(terms) });
      case 'late':
        return text(language, 'receipt.sms.late', common);
      case 'bare':
        return text(language, 'receipt.sms.bare', common);
    }
  }

  function mailText(): string {
    switch (terms.says) {
      case 'promised':
        return text(language, 'receipt.email.promised', { ...common, moment: moment(terms) });
      case 'closed':
        return text(language, 'receipt.email.closed', { ...common, moment: moment(terms) });
      case 'late':
        return text(language, 'receipt.email.late', common);
      case 'bare':
        return text(language, 'receipt.email.bare', common);
    }
  }

  function moment({ due, calendar }: Extract<ReceiptTerms, { due: string }>): string {
    const zones = [customer?.timeZone, calendar?.zone, ...Object.values(calendars).map(({ zone }) => zone)];
    return formatMoment(due, {
      zone: zones.find((zone) => zone !== undefined && isZone(zone)) ?? 'UTC',
      language: localeFor(language, profile),
      form: interaction.channel === 'sms' ? 'short' : 'full',
    });
  }
}
