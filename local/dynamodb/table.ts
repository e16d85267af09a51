import type { Cloud } from '../core/cloud.ts';
import type { Item } from './attribute-value.ts';
import { checkIndexKey, checkItemKey, type KeySchema, keyOf, positionOf } from './key-schema.ts';
import { OrderedItems, type Position, partitionHash } from './ordered-items.ts';
import type { SecondaryIndex } from './secondary-index.ts';
import type { TableStream } from './stream.ts';
import { TimeToLive } from './time-to-live.ts';

interface TableDefinition {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly createdAt: number;
  readonly schema: KeySchema;
  readonly attributeDefinitions: readonly {
    readonly AttributeName: string;
    readonly AttributeType: string;
  }[];
  readonly indexes: readonly SecondaryIndex[];
  readonly stream: TableStream | undefined;
  readonly timeToLiveAttribute: string | undefined;
  /** ARN of a customer-managed key: whoever reads or writes the table must be allowed to use it. */
  readonly kmsKeyArn: string | undefined;
  readonly deletionProtection: boolean;
}

/** An item about to change: from `before` to `after`, either of which may be absent. */
export interface Write {
  readonly position: Position;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** Deleted by time to live. */
  readonly expired?: boolean;
}

/** One table with its indexes, its stream and its time to live. Every method is synchronous, so nothing interleaves. */
export class Table {
  readonly definition: TableDefinition;
  readonly items = new OrderedItems();
  readonly #cloud: Cloud;
  readonly #timeToLive: TimeToLive | undefined;

  constructor(definition: TableDefinition, cloud: Cloud) {
    this.definition = definition;
    this.#cloud = cloud;
    const attribute = definition.timeToLiveAttribute;
    this.#timeToLive = attribute === undefined ? undefined : new TimeToLive(this, attribute, cloud);
  }

  get name(): string {
    return this.definition.name;
  }

  /** Where a key or an item stands; call it with checked keys only. */
  position(key: Item): Position {
    const position = positionOf(key, this.definition.schema);
    if (position === undefined) throw new TypeError(`A key of table ${this.name} lacks an attribute`);
    return position;
  }

  index(name: string): SecondaryIndex | undefined {
    return this.definition.indexes.find((index) => index.name === name);
  }

  /** Throws ValidationException unless the item's keys fit the table and its indexes. */
  checkItem(item: Item): void {
    checkItemKey(item, this.definition.schema);
    for (const index of this.definition.indexes) checkIndexKey(item, index.name, index.schema);
  }

  /** Makes a write, lets indexes, stream and time to live follow, and returns the write units of each index. */
  commit(write: Write): ReadonlyMap<string, number> {
    const { position, before, after } = write;
    const now = this.#cloud.clock.now();
    if (after === undefined) this.items.delete(position);
    else this.items.put({ ...position, item: after });

    const tie = tieOf(position);
    const indexUnits = new Map<string, number>();
    for (const index of this.definition.indexes) {
      const units = index.follow(tie, before, after, now);
      if (units > 0) indexUnits.set(index.name, units);
    }
    const image = after ?? before;
    if (image !== undefined) {
      this.definition.stream?.append(
        {
          partitionHash: partitionHash(position.partition),
          keys: keyOf(image, this.definition.schema),
          before,
          after,
          expired: write.expired ?? false,
        },
        now,
      );
    }
    this.#timeToLive?.follow(after);
    return indexUnits;
  }

  /** Forgets every item and stream record. */
  clear(): void {
    this.items.clear();
    for (const index of this.definition.indexes) index.clear();
    this.definition.stream?.clear();
    this.#timeToLive?.clear();
  }
}

/** Tells apart items of an index whose index keys are equal: the place of each in the table. */
export function tieOf({ partition, sort }: Position): string {
  return `${partition.length}:${partition}${sort}`;
}
