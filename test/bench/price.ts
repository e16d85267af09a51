import { prices } from '../../local/core/prices.ts';
import { atMost, type Figure } from './figure.ts';
import { type UnmeteredUse, unmeteredUse } from './unmetered.ts';
import type { Leg, Way } from './way.ts';

/** Parts of what happens that are not the conversation, by the functions that do them. */
const PARTS = {
  /** What a schedule calls, whether anything happens or not: it stands in the monthly cost. */
  clock: ['check-promises'],
  /** What asks customers how we did. */
  survey: ['start-survey', 'stop-survey', 'survey-step', 'survey-page', 'take-survey-answer'],
} as const;

type Part = keyof typeof PARTS | 'conversation';

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

/** What a leg costs, in dollars. */
export interface Price {
  readonly name: string;
  /** AWS charges, what is counted and what is not. */
  readonly usd: number;
  /** What providers take: SMS parts, mails, the Connect task. */
  readonly channelUsd: number;
  readonly lines: readonly CostLine[];
  readonly unmetered: readonly (UnmeteredUse & { readonly usd: number })[];
}

const usdOf = (units: Readonly<Record<string, number>>, kind: 'infrastructure' | 'channel'): number =>
  Object.entries(units).reduce((sum, [unit, amount]) => {
    const price = prices[unit];
    return sum + (price?.kind === kind ? price.usd * amount : 0);
  }, 0);

const sum = (values: readonly { readonly usd: number }[]) =>
  values.reduce((total, { usd }) => total + usd, 0);

/** Time that functions ran is priced by assumption, since the virtual clock of the local cloud stands still meanwhile. */
const withoutSeconds = (units: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(units).filter(([unit]) => !unit.startsWith('lambda.gb-second')));

type BillLine = Leg['bill']['lines'][number];

/**
 * Of the polls of a function's queue, those that brought a batch: each such poll is one invocation. The others are the
 * waiting of pollers, which stands in the monthly cost (AWS polls an idle queue 15 times a minute, all day); the local
 * cloud does not wait, and asks a few times in vain around every batch instead.
 */
function withoutVainPolls(line: BillLine, lines: readonly BillLine[]): BillLine {
  if (line.operation !== 'ReceiveMessage') return line;
  const invoked = lines.find(({ operation, caller }) => operation === 'Invoke' && caller === line.caller);
  const calls = Math.min(line.calls, invoked?.calls ?? 0);
  const units = Object.entries(line.units).map(([unit, amount]) => [unit, (amount * calls) / line.calls]);
  return { ...line, calls, units: Object.fromEntries(units) };
}

function partOfFunction(name: string): Part {
  for (const part of ['clock', 'survey'] as const) {
    if (PARTS[part].some((each) => name === each || name.endsWith(`-${each}`))) return part;
  }
  return 'conversation';
}

function partOfLine({ service, caller }: BillLine): Part {
  if (service === 'scheduler') return 'clock';
  return service === 'states' ? 'survey' : partOfFunction(caller);
}

/** What belongs to a part of a leg. What the bus puts into queues is counted to the conversation, whoever hears it. */
export const partOf = (leg: Leg, part: Part): Leg => ({
  name: leg.name,
  invocations: leg.invocations.filter(({ name }) => partOfFunction(name) === part),
  logLines: leg.logLines.filter(({ service }) => partOfFunction(String(service)) === part),
  bill: { ...leg.bill, lines: leg.bill.lines.filter((line) => partOfLine(line) === part) },
});

/** @throws Error when a call was counted in a unit that has no price */
export function priceOf(leg: Leg, { reported }: Pick<Way, 'reported'>): Price {
  const { bill } = leg;
  if (bill.unpriced.length > 0) throw new Error(`No price is known of ${bill.unpriced.join(', ')}.`);
  const counted = bill.lines
    .map((line) => withoutVainPolls(line, bill.lines))
    .filter(({ calls }) => calls > 0)
    .map(({ service, operation, caller, calls, units }) => {
      return { service, operation, caller, calls, units: withoutSeconds(units) };
    });
  const lines = counted
    .map((line) => ({ ...line, usd: usdOf(line.units, 'infrastructure') + usdOf(line.units, 'channel') }))
    .sort((one, other) => other.usd - one.usd);
  const unmetered = unmeteredUse(leg, reported).map((use) => ({
    ...use,
    usd: (prices[use.price]?.usd ?? 0) * use.amount,
  }));
  const channelUsd = counted.reduce((total, { units }) => total + usdOf(units, 'channel'), 0);
  return { name: leg.name, usd: sum(lines) - channelUsd + sum(unmetered), channelUsd, lines, unmetered };
}

/** What a way costs. What schedules did meanwhile is not the message's. */
export interface WayPrice {
  /** From the message until its case is resolved. */
  readonly answered: Price;
  /** From the resolution on: begun, and where the way goes on, asked, answered, ended. */
  readonly surveyed: Price;
}

export function priceOfWay(way: Way): WayPrice {
  const [first, ...after] = way.legs;
  if (!first) throw new Error('This way goes nowhere.');
  const answered = partOf(first, 'conversation');
  const further = after.flatMap((leg) => [partOf(leg, 'survey'), partOf(leg, 'conversation')]);
  const surveyed = joined('surveyed', [partOf(first, 'survey'), ...further]);
  return { answered: priceOf(answered, way), surveyed: priceOf(surveyed, way) };
}

function joined(name: string, legs: readonly Leg[]): Leg {
  const bills = legs.map(({ bill }) => bill);
  return {
    name,
    invocations: legs.flatMap(({ invocations }) => invocations),
    logLines: legs.flatMap(({ logLines }) => logLines),
    bill: {
      lines: bills.flatMap(({ lines }) => lines),
      unpriced: bills.flatMap(({ unpriced }) => unpriced),
    },
  };
}

/** P9: AWS charges, all of them together. */
export const costFigure = (prices: readonly Price[], limit: number, detail: string): Figure =>
  atMost('P9', sum(prices), 'USD', limit, `${detail}; without what SES, SMS and Connect charge`);
