import { monthlyPrices } from '../../local/core/prices.ts';
import { partOf, priceOf } from './price.ts';
import type { Way } from './way.ts';

const MINUTES_OF_A_MONTH = (365 / 12) * 24 * 60;

/** One line of what stands on the bill every month although nothing happens. */
export interface MonthlyLine {
  readonly what: string;
  readonly count: number;
  readonly usd: number;
  readonly kind: 'infrastructure' | 'channel';
  readonly confidence: string;
}

/** What stands on the bill every month although nothing happens: what the templates deploy, and what the clock calls. */
export function monthlyLines(way: Way): MonthlyLine[] {
  const count = (of: (resource: { type: string; path: string }) => boolean) =>
    way.resources.filter(of).length;
  const counts: Readonly<Record<string, number>> = {
    'idle-queue-poller': count(
      ({ type, path }) => type === 'AWS::Lambda::EventSourceMapping' && !path.includes('/Stream/'),
    ),
    'sms-voice.number': count(({ type }) => type === 'AWS::SMSVOICE::PhoneNumber'),
  };
  const deployed = Object.entries(monthlyPrices).map(([key, { usd, unit, kind, confidence }]) => {
    const many = counts[key] ?? count(({ type }) => type === key);
    return { what: unit, count: many, usd: usd * many, kind, confidence };
  });
  return [...deployed.filter((line) => line.count > 0), everyMinute(way)];
}

/** The schedule by the minute, from the runs of an idle deployment. */
function everyMinute(way: Way): MonthlyLine {
  const idle = partOf(way.idle, 'clock');
  const runs = idle.bill.lines.find(({ service }) => service === 'scheduler')?.calls ?? 0;
  const run = priceOf(idle, way);
  const queries = run.lines.find(({ operation }) => operation === 'Query')?.calls ?? 0;
  return {
    what: `run of the watch over promises, one a minute: schedule, function, ${queries / runs} queries, log`,
    count: MINUTES_OF_A_MONTH,
    usd: (run.usd / runs) * MINUTES_OF_A_MONTH,
    kind: 'infrastructure',
    confidence: 'medium',
  };
}

export const monthlyUsd = (lines: readonly MonthlyLine[], kind: MonthlyLine['kind']): number =>
  lines.filter((line) => line.kind === kind).reduce((sum, { usd }) => sum + usd, 0);

/** What every GB kept costs a month. */
export function perGigabyte(): { what: string; usd: number }[] {
  return Object.entries(monthlyPrices)
    .filter(([key]) => key.endsWith('-gb'))
    .map(([, { unit, usd }]) => ({ what: unit, usd }));
}
