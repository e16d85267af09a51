import { prices } from './prices.ts';
import type { Usage } from './service.ts';

/** One line of the bill: an operation as one caller used it. */
export interface BillLine {
  readonly service: string;
  readonly operation: string;
  /** The calling function, `developer`, or the AWS service that acted, e.g. `sns.amazonaws.com`. */
  readonly caller: string;
  readonly calls: number;
  /** Counts by price unit. */
  readonly units: Usage;
  /** Dollars. */
  readonly cost: number;
}

export interface Bill {
  readonly calls: number;
  /** Dollars of running the system; what providers take per message or task stands in `channelCost`. */
  readonly cost: number;
  readonly channelCost: number;
  readonly byService: Readonly<Record<string, { readonly calls: number; readonly cost: number }>>;
  readonly byFunction: Readonly<Record<string, { readonly calls: number; readonly cost: number }>>;
  readonly lines: readonly BillLine[];
  /** Units that `prices.ts` lacks; they are counted and cost nothing here, so this should be empty. */
  readonly unpriced: readonly string[];
}

interface Line {
  readonly service: string;
  readonly operation: string;
  readonly caller: string;
  calls: number;
  readonly units: Map<string, number>;
}

function costOf(units: ReadonlyMap<string, number>, kind: 'infrastructure' | 'channel'): number {
  let cost = 0;
  for (const [unit, count] of units) {
    const price = prices[unit];
    if (price?.kind === kind) cost += price.usd * count;
  }
  return cost;
}

/** Counts what would be billed. */
export class Meter {
  readonly #lines = new Map<string, Line>();

  count(service: string, operation: string, caller: string, usage: Usage): void {
    const key = `${service}\n${operation}\n${caller}`;
    let line = this.#lines.get(key);
    if (line === undefined) {
      line = { service, operation, caller, calls: 0, units: new Map() };
      this.#lines.set(key, line);
    }
    line.calls++;
    for (const [unit, amount] of Object.entries(usage)) {
      line.units.set(unit, (line.units.get(unit) ?? 0) + amount);
    }
  }

  bill(): Bill {
    const byService: Record<string, { calls: number; cost: number }> = {};
    const byFunction: Record<string, { calls: number; cost: number }> = {};
    const unpriced = new Set<string>();
    const lines: BillLine[] = [];
    let calls = 0;
    let cost = 0;
    let channelCost = 0;
    for (const line of this.#lines.values()) {
      const infrastructure = costOf(line.units, 'infrastructure');
      const provider = costOf(line.units, 'channel');
      calls += line.calls;
      cost += infrastructure;
      channelCost += provider;
      add(byService, line.service, line.calls, infrastructure + provider);
      add(byFunction, line.caller, line.calls, infrastructure + provider);
      for (const unit of line.units.keys()) if (prices[unit] === undefined) unpriced.add(unit);
      lines.push({ ...line, units: Object.fromEntries(line.units), cost: infrastructure + provider });
    }
    return { calls, cost, channelCost, byService, byFunction, lines, unpriced: [...unpriced].sort() };
  }

  reset(): void {
    this.#lines.clear();
  }
}

function add(
  sums: Record<string, { calls: number; cost: number }>,
  name: string,
  calls: number,
  cost: number,
) {
  const sum = sums[name] ?? { calls: 0, cost: 0 };
  sums[name] = { calls: sum.calls + calls, cost: sum.cost + cost };
}
