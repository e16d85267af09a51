import { prices } from '../../local/core/prices.ts';
import { atMost, type Figure } from './figure.ts';
import { type UnmeteredUse, unmeteredUse } from './unmetered.ts';
import type { Leg, Way } from './way.ts';

/** Functions that a schedule calls, whether anything happens or not: they stand in the monthly cost. */
const CALLED_BY_THE_CLOCK = ['check-promises'];

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

const isOfTheClock = (caller: string) => CALLED_BY_THE_CLOCK.some((name) => caller.endsWith(`-${name}`));

/** What schedules do in a leg, or all the rest of it. */
export function partOf(leg: Leg, part: 'clock' | 'rest'): Leg {
  const isWanted = (ofTheClock: boolean) => ofTheClock === (part === 'clock');
  return {
    name: leg.name,
    invocations: leg.invocations.filter(({ name }) => isWanted(CALLED_BY_THE_CLOCK.includes(name))),
    logLines: leg.logLines.filter(({ service }) => isWanted(CALLED_BY_THE_CLOCK.includes(String(service)))),
    bill: {
      ...leg.bill,
      lines: leg.bill.lines.filter(({ service, caller }) =>
        isWanted(service === 'scheduler' || isOfTheClock(caller)),
      ),
    },
  };
}

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

/** The price of every leg of a way. What schedules did meanwhile is not the message's. */
export const pricesOf = (way: Way): Price[] => way.legs.map((leg) => priceOf(partOf(leg, 'rest'), way));

/** P9: AWS charges of a way, all legs together. */
export const costFigure = (prices: readonly Price[], limit: number, detail: string): Figure =>
  atMost('P9', sum(prices), 'USD', limit, `${detail}; without what SES, SMS and Connect charge`);
