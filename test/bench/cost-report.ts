import type { Figure } from './figure.ts';
import { type MonthlyLine, monthlyLines, monthlyUsd, perGigabyte } from './monthly.ts';
import { costFigure, type Price, priceOfWay } from './price.ts';
import type { Way } from './way.ts';
import { type YearPart, type YearShare, yearOf, yearTotal } from './year.ts';

/** AWS charges of an answered SMS, and of a mail answered and surveyed. */
const LIMITS = { sms: 0.0001, mail: 0.0004 };

const STEPS = 'recorded, given a receipt, routed, handed over, claimed, answered, reported back, resolved';

/** What `npm run cost` tells. */
export interface CostReport {
  readonly figures: readonly Figure[];
  readonly ways: readonly { readonly what: string; readonly legs: readonly Price[] }[];
  readonly monthly: {
    readonly usd: number;
    readonly channelUsd: number;
    readonly lines: readonly MonthlyLine[];
    readonly perGigabyte: readonly { readonly what: string; readonly usd: number }[];
  };
  readonly year: YearPart & { readonly shares: readonly YearShare[] };
}

/** Prices the ways that were taken. Only the mail's goes on to its survey; the others end when that is begun. */
export function costReport(taken: { readonly sms: Way; readonly mail: Way; readonly chat: Way }): CostReport {
  const [sms, mail, chat] = [priceOfWay(taken.sms), priceOfWay(taken.mail), priceOfWay(taken.chat)];
  const lines = monthlyLines(taken.mail);
  const monthly = { usd: monthlyUsd(lines, 'infrastructure'), channelUsd: monthlyUsd(lines, 'channel') };
  const shares = yearOf(
    { sms: sms.answered, mail: mail.answered, chat: chat.answered, survey: mail.surveyed },
    monthly,
  );
  return {
    figures: [
      costFigure([sms.answered], LIMITS.sms, `AWS charges of an SMS of a new customer: ${STEPS}`),
      costFigure(
        [mail.answered, mail.surveyed],
        LIMITS.mail,
        `AWS charges of a mail of a new customer: ${STEPS}; surveyed by mail, answered on the page`,
      ),
    ],
    ways: [
      { what: 'SMS', legs: [sms.answered] },
      { what: 'mail', legs: [mail.answered, mail.surveyed] },
      { what: 'web chat', legs: [chat.answered] },
    ],
    monthly: { ...monthly, lines, perGigabyte: perGigabyte() },
    year: { ...yearTotal(shares), shares },
  };
}
