import type { AttributeValue, Item } from './attribute-value.ts';
import { parseItem, validationError } from './attribute-value.ts';
import { consumedCapacity, readUnits, TableCapacity } from './capacity.ts';
import { meets } from './condition.ts';
import type { Expressions } from './expressions.ts';
import { itemSize } from './item-size.ts';
import { checkItemKey, keyAttributes, keyOf, positionOf } from './key-schema.ts';
import type { Entry, Position } from './ordered-items.ts';
import { project } from './path.ts';
import type { SecondaryIndex } from './secondary-index.ts';
import { type Table, tieOf } from './table.ts';

/** A page ends when it has taken in this much, before filtering. */
const MAX_PAGE_BYTES = 1024 * 1024;

/** What Query and Scan have in common of a request. */
export interface PageRequest {
  readonly Limit?: number | undefined;
  readonly ConsistentRead?: boolean | undefined;
  readonly Select?: string | undefined;
  readonly ExclusiveStartKey?: Readonly<Record<string, unknown>> | undefined;
  readonly ReturnConsumedCapacity?: string | undefined;
}

/** Refuses what an index cannot give: consistent reads, and attributes that are not in it. */
export function checkIndexRead(
  index: SecondaryIndex,
  request: PageRequest,
  { projection = [] }: Expressions,
): void {
  if (request.ConsistentRead) {
    throw validationError('Consistent reads are not supported on global secondary indexes');
  }
  if (request.Select === 'ALL_ATTRIBUTES' && index.projection.type !== 'ALL') {
    throw invalid(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
    );
  }
  const missing = projection.map(([head]) => String(head)).filter((name) => !index.holds(name));
  if (missing.length > 0) {
    throw invalid(
      `Global secondary index ${index.name} does not project [${[...new Set(missing)].join(', ')}]`,
    );
  }
}

/** Where `ExclusiveStartKey` stands among the entries read. */
export function startPosition(
  table: Table,
  index: SecondaryIndex | undefined,
  request: PageRequest,
): Position | undefined {
  if (request.ExclusiveStartKey === undefined) return undefined;
  const key = parseItem(request.ExclusiveStartKey);
  const schemas = index === undefined ? [table.definition.schema] : [table.definition.schema, index.schema];
  const names = new Set(schemas.flatMap((schema) => keyAttributes(schema).map(({ name }) => name)));
  if (Object.keys(key).length !== names.size || ![...names].every((name) => name in key)) {
    throw validationError('The provided starting key is invalid');
  }
  for (const schema of schemas) checkItemKey(key, schema);
  const position = table.position(key);
  return index === undefined ? position : positionOf(key, index.schema, tieOf(position));
}

/** Takes a page off `entries`: at most `Limit` of them and 1 MB, filtered and projected afterwards. */
export function takePage(
  table: Table,
  index: SecondaryIndex | undefined,
  entries: Iterable<Entry>,
  request: PageRequest,
  { filter, projection }: Expressions,
): { output: object; capacity: TableCapacity } {
  const scanned: Item[] = [];
  let bytes = 0;
  let more = false;
  for (const { item } of entries) {
    if (bytes > MAX_PAGE_BYTES) {
      more = true;
      break;
    }
    scanned.push(item);
    bytes += itemSize(item);
    if (scanned.length === request.Limit) {
      // AWS does not look whether anything follows.
      more = true;
      break;
    }
  }
  const found = filter === undefined ? scanned : scanned.filter((item) => meets(item, filter));
  const items = projection === undefined ? found : found.map((item) => project(item, projection));

  const capacity = new TableCapacity(table.name);
  const units = readUnits(bytes, request.ConsistentRead ?? false);
  if (index === undefined) capacity.read = units;
  else capacity.addIndexRead(index.name, units);

  const last = more ? scanned.at(-1) : undefined;
  const consumed = consumedCapacity(capacity, request.ReturnConsumedCapacity);
  return {
    capacity,
    output: {
      ...(request.Select === 'COUNT' ? {} : { Items: items }),
      Count: items.length,
      ScannedCount: scanned.length,
      ...(last === undefined ? {} : { LastEvaluatedKey: lastKey(table, index, last) }),
      ...(consumed ? { ConsumedCapacity: consumed } : {}),
    },
  };
}

function lastKey(
  table: Table,
  index: SecondaryIndex | undefined,
  item: Item,
): Record<string, AttributeValue> {
  return { ...keyOf(item, table.definition.schema), ...(index && keyOf(item, index.schema)) };
}

function invalid(message: string) {
  return validationError(`One or more parameter values were invalid: ${message}`);
}
