import type { Instant } from '../core/time.ts';
import { type AttributeValue, type Item, sameItem } from './attribute-value.ts';
import { itemSize } from './item-size.ts';
import { isKeyAttribute, type KeySchema, positionOf } from './key-schema.ts';
import { type Entry, OrderedItems } from './ordered-items.ts';

export type Projection =
  | { readonly type: 'ALL' | 'KEYS_ONLY' }
  | { readonly type: 'INCLUDE'; readonly attributes: readonly string[] };

/** One change of an index, kept for a while so that a read can be served a state before it. */
interface IndexChange {
  readonly at: Instant;
  readonly removed: Entry | undefined;
  readonly added: Entry | undefined;
}

/** No stale read reaches further back than this many changes. */
const CHANGES_KEPT = 256;

/** A global secondary index: sparse, projected, and readable as it was a few changes ago. */
export class SecondaryIndex {
  readonly name: string;
  readonly schema: KeySchema;
  readonly projection: Projection;
  readonly #tableSchema: KeySchema;
  readonly #entries = new OrderedItems();
  readonly #changes: IndexChange[] = [];

  constructor(name: string, schema: KeySchema, projection: Projection, tableSchema: KeySchema) {
    this.name = name;
    this.schema = schema;
    this.projection = projection;
    this.#tableSchema = tableSchema;
  }

  get entries(): OrderedItems {
    return this.#entries;
  }

  /** Is an attribute in the index? */
  holds(name: string): boolean {
    if (this.projection.type === 'ALL') return true;
    if (isKeyAttribute(name, this.#tableSchema) || isKeyAttribute(name, this.schema)) return true;
    return this.projection.type === 'INCLUDE' && this.projection.attributes.includes(name);
  }

  /**
   * Follows a write to the table and returns the write units it takes here. Charged is the change of what the index
   * stores: nothing when that stays the same, the larger entry when it changes in place, and a delete and an insert,
   * each rounded up by itself, when the entry moves.
   */
  follow(tie: string, before: Item | undefined, after: Item | undefined, now: Instant): number {
    const removed = this.#entryOf(before, tie);
    const added = this.#entryOf(after, tie);
    if (sameItem(removed?.item, added?.item)) return 0;
    if (removed !== undefined) this.#entries.delete(removed);
    if (added !== undefined) this.#entries.put(added);
    this.#remember({ at: now, removed, added });
    return writeUnits(removed, added);
  }

  /** How many changes are younger than `lagMs`. */
  changesWithin(lagMs: number, now: Instant): number {
    return this.#changes.filter(({ at }) => at > now - lagMs).length;
  }

  /** The index as it was before its latest `missing` changes. */
  before(missing: number): OrderedItems {
    if (missing <= 0) return this.#entries;
    const older = new OrderedItems();
    for (const entry of this.#entries.scan()) older.put(entry);
    for (const { removed, added } of this.#changes.slice(-missing).reverse()) {
      if (added !== undefined) older.delete(added);
      if (removed !== undefined) older.put(removed);
    }
    return older;
  }

  clear(): void {
    this.#entries.clear();
    this.#changes.length = 0;
  }

  #entryOf(item: Item | undefined, tie: string): Entry | undefined {
    if (item === undefined) return undefined;
    const position = positionOf(item, this.schema, tie);
    return position === undefined ? undefined : { ...position, item: this.#project(item) };
  }

  #project(item: Item): Item {
    if (this.projection.type === 'ALL') return item;
    const projected: Record<string, AttributeValue> = {};
    for (const name in item) {
      const value = item[name];
      if (value !== undefined && this.holds(name)) projected[name] = value;
    }
    return projected;
  }

  #remember(change: IndexChange): void {
    this.#changes.push(change);
    if (this.#changes.length > CHANGES_KEPT) this.#changes.shift();
  }
}

function writeUnits(removed: Entry | undefined, added: Entry | undefined): number {
  if (removed === undefined || added === undefined) return units(removed) + units(added);
  const moved = removed.partition !== added.partition || removed.sort !== added.sort;
  return moved ? units(removed) + units(added) : Math.max(units(removed), units(added));
}

function units(entry: Entry | undefined): number {
  return entry === undefined ? 0 : Math.ceil(itemSize(entry.item) / 1024);
}
