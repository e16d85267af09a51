import type { Usage } from '../core/service.ts';
import type { Item } from './attribute-value.ts';
import { itemSize } from './item-size.ts';

/** Transactions prepare and commit every item, and pay for both. An index pays as for any write. */
export const TRANSACTIONAL = 2;

/** Units an operation consumed on one table. */
export class TableCapacity {
  readonly tableName: string;
  read = 0;
  write = 0;
  readonly indexRead = new Map<string, number>();
  readonly indexWrite = new Map<string, number>();

  constructor(tableName: string) {
    this.tableName = tableName;
  }

  addIndexRead(indexName: string, units: number): void {
    this.indexRead.set(indexName, (this.indexRead.get(indexName) ?? 0) + units);
  }

  addIndexWrite(indexName: string, units: number): void {
    if (units > 0) this.indexWrite.set(indexName, (this.indexWrite.get(indexName) ?? 0) + units);
  }
}

/** Write units of an item's change: a unit per started KB of the larger image, at least one. */
export function writeUnits(before: Item | undefined, after: Item | undefined): number {
  const size = Math.max(
    before === undefined ? 0 : itemSize(before),
    after === undefined ? 0 : itemSize(after),
  );
  return Math.max(1, Math.ceil(size / 1024));
}

/** Read units of so many bytes: one per started 4 KB, at least one; half when eventually consistent. */
export function readUnits(bytes: number, consistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5);
}

/** What goes on the bill; indexes apart, though they cost the same, so that a budget can tell them apart. */
export function usageOf(capacities: Iterable<TableCapacity>): Usage {
  const usage = { 'dynamodb.rru': 0, 'dynamodb.wru': 0, 'dynamodb.index.rru': 0, 'dynamodb.index.wru': 0 };
  for (const { read, write, indexRead, indexWrite } of capacities) {
    usage['dynamodb.rru'] += read;
    usage['dynamodb.wru'] += write;
    usage['dynamodb.index.rru'] += total(indexRead);
    usage['dynamodb.index.wru'] += total(indexWrite);
  }
  return Object.fromEntries(Object.entries(usage).filter(([, units]) => units > 0));
}

/**
 * `ConsumedCapacity` of an answer; undefined when the request asked for none. Transactions name reads and writes apart
 * besides their sum.
 */
export function consumedCapacity(
  capacity: TableCapacity,
  asked: string | undefined,
  transactional = false,
): Record<string, unknown> | undefined {
  if (asked !== 'TOTAL' && asked !== 'INDEXES') return undefined;
  const indexes = [...names(capacity)].map((name) => {
    const units = (capacity.indexRead.get(name) ?? 0) + (capacity.indexWrite.get(name) ?? 0);
    return [name, { CapacityUnits: units }] as const;
  });
  const read = capacity.read + total(capacity.indexRead);
  const write = capacity.write + total(capacity.indexWrite);
  return {
    TableName: capacity.tableName,
    CapacityUnits: read + write,
    ...(transactional ? splitUnits(read, write) : {}),
    ...(asked === 'INDEXES'
      ? {
          Table: {
            CapacityUnits: capacity.read + capacity.write,
            ...(transactional ? splitUnits(capacity.read, capacity.write) : {}),
          },
          ...(indexes.length > 0 ? { GlobalSecondaryIndexes: Object.fromEntries(indexes) } : {}),
        }
      : {}),
  };
}

function splitUnits(read: number, write: number): Record<string, number> {
  return {
    ...(read > 0 ? { ReadCapacityUnits: read } : {}),
    ...(write > 0 ? { WriteCapacityUnits: write } : {}),
  };
}

function names(capacity: TableCapacity): Set<string> {
  return new Set([...capacity.indexRead.keys(), ...capacity.indexWrite.keys()]);
}

function total(units: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const value of units.values()) sum += value;
  return sum;
}

/** What each answer given out consumed: the same numbers for the caller and for the bill. */
const consumedBy = new WeakMap<object, Usage>();

/** Notes what an answer consumed and gives it back. */
export function answer<Output extends object>(output: Output, capacities: Iterable<TableCapacity>): Output {
  consumedBy.set(output, usageOf(capacities));
  return output;
}

/** The usage of an answer made by `answer`. */
export function usageOfAnswer(output: object): Usage {
  return consumedBy.get(output) ?? {};
}
