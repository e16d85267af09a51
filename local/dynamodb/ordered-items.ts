import type { Item } from './attribute-value.ts';

/** Where an item stands: its partition, its place in it, and what tells apart items of an index with equal keys. */
export interface Position {
  readonly partition: string;
  readonly sort: string;
  readonly tie: string;
}

export interface Entry extends Position {
  readonly item: Item;
}

/** Bounds of a sort key, both inclusive unless `exclusive`; an absent one is open. */
export interface SortRange {
  readonly from?: { readonly sort: string; readonly exclusive: boolean };
  readonly to?: { readonly sort: string; readonly exclusive: boolean };
  /** `begins_with`, instead of bounds. */
  readonly prefix?: string;
}

interface Partition {
  readonly hash: number;
  readonly entries: Entry[];
}

/** Items by partition, in order within each: the body of a table or of an index. */
export class OrderedItems {
  readonly #partitions = new Map<string, Partition>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(position: Position): Item | undefined {
    const entries = this.#partitions.get(position.partition)?.entries;
    const found = entries?.[lowerBound(entries, position)];
    return found !== undefined && compare(found, position) === 0 ? found.item : undefined;
  }

  put(entry: Entry): void {
    let partition = this.#partitions.get(entry.partition);
    if (partition === undefined) {
      partition = { hash: partitionHash(entry.partition), entries: [] };
      this.#partitions.set(entry.partition, partition);
    }
    const { entries } = partition;
    const index = lowerBound(entries, entry);
    const found = entries[index];
    if (found !== undefined && compare(found, entry) === 0) {
      entries[index] = entry;
      return;
    }
    entries.splice(index, 0, entry);
    this.#size += 1;
  }

  delete(position: Position): void {
    const entries = this.#partitions.get(position.partition)?.entries;
    if (entries === undefined) return;
    const index = lowerBound(entries, position);
    const found = entries[index];
    if (found === undefined || compare(found, position) !== 0) return;
    entries.splice(index, 1);
    this.#size -= 1;
    if (entries.length === 0) this.#partitions.delete(position.partition);
  }

  clear(): void {
    this.#partitions.clear();
    this.#size = 0;
  }

  /** Entries of one partition; do not change the answer. */
  partition(partition: string): readonly Entry[] {
    return this.#partitions.get(partition)?.entries ?? [];
  }

  /** All entries in scan order, which is by the hash of the partition and so unlike the order of the keys, as on AWS. */
  *scan(segment = 0, segments = 1): Generator<Entry> {
    const partitions = [...this.#partitions].filter(([, { hash }]) => hash % segments === segment);
    partitions.sort(
      ([leftKey, left], [rightKey, right]) => left.hash - right.hash || (leftKey < rightKey ? -1 : 1),
    );
    for (const [, { entries }] of partitions) yield* entries;
  }
}

/** The part of a partition that a range selects, in ascending order. */
export function selectRange(entries: readonly Entry[], range: SortRange): readonly Entry[] {
  const { from, to, prefix } = range;
  if (prefix !== undefined) {
    const first = firstWhere(entries, (entry) => entry.sort >= prefix);
    const end = firstWhere(entries, (entry) => entry.sort >= prefix && !entry.sort.startsWith(prefix));
    return entries.slice(first, end);
  }
  const first =
    from === undefined
      ? 0
      : firstWhere(entries, ({ sort }) => (from.exclusive ? sort > from.sort : sort >= from.sort));
  const end =
    to === undefined
      ? entries.length
      : firstWhere(entries, ({ sort }) => (to.exclusive ? sort >= to.sort : sort > to.sort));
  return entries.slice(first, end);
}

/** Does `entry` come after `start` in scan order? */
export function afterInScan(entry: Position, start: Position): boolean {
  if (entry.partition === start.partition) return compare(entry, start) > 0;
  const distance = partitionHash(entry.partition) - partitionHash(start.partition);
  return distance === 0 ? entry.partition > start.partition : distance > 0;
}

/** Order within a partition. */
export function compare(left: Position, right: Position): number {
  if (left.sort !== right.sort) return left.sort < right.sort ? -1 : 1;
  if (left.tie === right.tie) return 0;
  return left.tie < right.tie ? -1 : 1;
}

/** FNV-1a, 32 bits: the same on every machine. */
export function partitionHash(partition: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < partition.length; index++) {
    hash = Math.imul(hash ^ partition.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

function lowerBound(entries: readonly Entry[], position: Position): number {
  return firstWhere(entries, (entry) => compare(entry, position) >= 0);
}

/** Index of the first entry for which `holds`, which must stay true from there on. */
function firstWhere(entries: readonly Entry[], holds: (entry: Entry) => boolean): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry !== undefined && holds(entry)) high = middle;
    else low = middle + 1;
  }
  return low;
}
