import { monthlyPrices, prices } from '../../local/core/prices.ts';
import { atMost, type Figure } from './figure.ts';
import type { SmsWay } from './sms-way.ts';
import { type UnmeteredUse, unmeteredUse } from './unmetered.ts';

const LIMIT = 0.0001;

/** One line of the bill. */
export interface CostLine {
  readonly service: string;
  readonly operation: string;
  readonly caller: string;
  readonly calls: number;
  readonly units: Readonly<Record<string, number>>;
  /** Dollars. */
  readonly usd: number;
}

/** What one answered SMS costs, in dollars. */
export interface SmsPrice {
  readonly figure: Figure;
  readonly lines: readonly CostLine[];
  readonly unmetered: readonly (UnmeteredUse & { readonly usd: number })[];
  /** What providers take: the SMS parts and the Connect task. */
  readonly channelUsd: number;
}

const usdOf = (units: Readonly<Record<string, number>>): number =>
  Object.entries(units).reduce((sum, [unit, amount]) => sum + (prices[unit]?.usd ?? 0) * amount, 0);

/** Time that functions ran is priced by assumption, since the virtual clock of the local cloud stands still meanwhile. */
const withoutSeconds = (units: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(units).filter(([unit]) => !unit.startsWith('lambda.gb-second')));

type BillLine = SmsWay['bill']['lines'][number];

/**
 * Of the polls of a function's queue, those that brought a batch: each such poll is one invocation. The others are the
 * waiting of pollers, which stands in the monthly cost (AWS polls an idle queue 15 times a minute, all day); the local
 * cloud does not wait, and asks a few times in vain around every batch instead.
 */
function withoutVainPolls(line: BillLine, lines: readonly BillLine[]): BillLine {
  if (line.operation !== 'ReceiveMessage') return line;
  const invoked = lines.find(({ operation, caller }) => operation === 'Invoke' && caller === line.caller);
  const calls = Math.min(line.calls, invoked?.calls ?? line.calls);
  const units = Object.entries(line.units).map(([unit, amount]) => [unit, (amount * calls) / line.calls]);
  return { ...line, calls, units: Object.fromEntries(units) };
}

/** @throws Error when a call was counted in a unit that has no price */
export function priceOfSms(way: SmsWay): SmsPrice {
  const { bill } = way;
  if (bill.unpriced.length > 0) throw new Error(`No price is known of ${bill.unpriced.join(', ')}.`);
  const lines = bill.lines
    .map((line) => withoutVainPolls(line, bill.lines))
    .map(({ service, operation, caller, calls, units }) => {
      const counted = withoutSeconds(units);
      return { service, operation, caller, calls, units: counted, usd: usdOf(counted) };
    })
    .sort((one, other) => other.usd - one.usd);
  const unmetered = unmeteredUse(way).map((use) => ({
    ...use,
    usd: (prices[use.price]?.usd ?? 0) * use.amount,
  }));
  const sum = (values: readonly { usd: number }[]) => values.reduce((total, { usd }) => total + usd, 0);
  const total = sum(lines) - bill.channelCost + sum(unmetered);
  const detail =
    'AWS charges of an SMS of a new customer: recorded, routed, handed over, claimed, answered, resolved; without SMS and Connect charges';
  return {
    figure: atMost('P9', total, 'USD', LIMIT, detail),
    lines,
    unmetered,
    channelUsd: bill.channelCost,
  };
}

/** One line of what stands on the bill every month although nothing happens. */
export interface FixedLine {
  readonly what: string;
  readonly count: number;
  readonly usd: number;
  readonly kind: 'infrastructure' | 'channel';
  readonly confidence: string;
}

/** The fixed monthly cost of what the templates deploy, dollars. */
export function fixedMonthly({ resources }: SmsWay): FixedLine[] {
  const count = (of: (resource: { type: string; path: string }) => boolean) => resources.filter(of).length;
  const counts: Readonly<Record<string, number>> = {
    'idle-queue-poller': count(
      ({ type, path }) => type === 'AWS::Lambda::EventSourceMapping' && !path.includes('/Stream/'),
    ),
    'sms-voice.number': count(({ type }) => type === 'AWS::SMSVOICE::PhoneNumber'),
  };
  return Object.entries(monthlyPrices)
    .map(([key, { usd, unit, kind, confidence }]) => {
      const many = counts[key] ?? count(({ type }) => type === key);
      return { what: unit, count: many, usd: usd * many, kind, confidence };
    })
    .filter((line) => line.count > 0);
}

/** What every GB kept costs a month. */
export function perGigabyte(): { what: string; usd: number }[] {
  return Object.entries(monthlyPrices)
    .filter(([key]) => key.endsWith('-gb'))
    .map(([, { unit, usd }]) => ({ what: unit, usd }));
}
