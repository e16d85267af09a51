import type { CallContext, Operation } from '../core/service.ts';
import { type Item, isRecord, parseItem, validationError } from './attribute-value.ts';
import {
  answer,
  consumedCapacity,
  readUnits,
  TableCapacity,
  TRANSACTIONAL,
  usageOfAnswer,
} from './capacity.ts';
import { CapacityLedger } from './capacity-ledger.ts';
import type { Path } from './expression-tree.ts';
import { parseExpressions } from './expressions.ts';
import { itemSize } from './item-size.ts';
import { checkKey } from './key-schema.ts';
import { type Position, partitionHash } from './ordered-items.ts';
import { project } from './path.ts';
import { batchGetItem, getItem, parseRequest, transactGetItems } from './requests.ts';
import type { Table } from './table.ts';
import type { Tables } from './tables.ts';

const MAX_BATCH_KEYS = 100;
const MAX_BATCH_BYTES = 16 * 1024 * 1024;

/** GetItem, BatchGetItem and TransactGetItems. Reads of the table itself are always fresh here. */
export function reads(tables: Tables): Record<string, Operation> {
  const usage: Operation['usage'] = (_input, output) => usageOfAnswer(output);
  return {
    GetItem: {
      permissions: (input, context) => tables.permissions('GetItem', input.TableName, context, [input.Key]),
      run: (input) => get(tables, input),
      usage,
    },
    BatchGetItem: {
      permissions: (input, context) =>
        Object.entries<{ Keys?: unknown[] }>(input.RequestItems ?? {}).flatMap(([name, request]) =>
          tables.permissions('BatchGetItem', name, context, request?.Keys),
        ),
      run: (input) => batchGet(tables, input),
      usage,
    },
    TransactGetItems: {
      permissions: (input, context) => transactGetPermissions(tables, input, context),
      run: (input) => transactGet(tables, input),
      usage,
    },
  };
}

function get(tables: Tables, input: unknown): object {
  const request = parseRequest(getItem, input);
  const table = tables.get(request.TableName);
  const { item } = lookUp(table, request.Key);
  const { projection } = parseExpressions(request);
  const capacity = new TableCapacity(table.name);
  capacity.read = readUnits(sizeOf(item), request.ConsistentRead ?? false);
  const consumed = consumedCapacity(capacity, request.ReturnConsumedCapacity);
  return answer({ ...member(item, projection), ...(consumed ? { ConsumedCapacity: consumed } : {}) }, [
    capacity,
  ]);
}

function batchGet(tables: Tables, input: unknown): object {
  const request = parseRequest(batchGetItem, input);
  const wanted = Object.entries(request.RequestItems).map(([name, part]) => ({
    name,
    part,
    table: tables.get(name),
    projection: parseExpressions(part).projection,
  }));
  const keyCount = wanted.reduce((sum, { part }) => sum + part.Keys.length, 0);
  if (keyCount < 1 || keyCount > MAX_BATCH_KEYS) {
    throw validationError('Too many items requested for the BatchGetItem call');
  }
  const ledger = new CapacityLedger();
  const responses: Record<string, Item[]> = {};
  const unprocessed: Record<string, object> = {};
  let bytes = 0;
  for (const { name, part, table, projection } of wanted) {
    const found = part.Keys.map((key) => ({ key, ...lookUp(table, key) }));
    refuseDuplicateKeys(found.map(({ position }) => position));
    const items: Item[] = [];
    const left: object[] = [];
    // AWS answers in no particular order; here by hash, so that nobody relies on the order of the request.
    for (const { key, item } of found.toSorted(
      (one, other) => hashOf(one.position) - hashOf(other.position),
    )) {
      bytes += sizeOf(item);
      if (bytes > MAX_BATCH_BYTES) {
        left.push(key);
        continue;
      }
      ledger.of(table).read += readUnits(sizeOf(item), part.ConsistentRead ?? false);
      if (item !== undefined) items.push(projection === undefined ? item : project(item, projection));
    }
    responses[name] = items;
    if (left.length > 0) unprocessed[name] = { ...part, Keys: left };
  }
  return answer(
    {
      Responses: responses,
      UnprocessedKeys: unprocessed,
      ...ledger.consumed(request.ReturnConsumedCapacity),
    },
    ledger.tables,
  );
}

function transactGet(tables: Tables, input: unknown): object {
  const request = parseRequest(transactGetItems, input);
  const ledger = new CapacityLedger();
  const responses = request.TransactItems.map(({ Get }) => {
    const table = tables.get(Get.TableName);
    const { item } = lookUp(table, Get.Key);
    ledger.of(table).read += TRANSACTIONAL * readUnits(sizeOf(item), true);
    return member(item, parseExpressions(Get).projection);
  });
  return answer(
    { Responses: responses, ...ledger.consumed(request.ReturnConsumedCapacity, true) },
    ledger.tables,
  );
}

function lookUp(table: Table, keyInput: unknown): { position: Position; item: Item | undefined } {
  const key = parseItem(keyInput);
  checkKey(key, table.definition.schema);
  const position = table.position(key);
  return { position, item: table.items.get(position) };
}

/** An answer's `Item`; left out when there is none. */
function member(item: Item | undefined, projection: readonly Path[] | undefined): { Item?: Item } {
  if (item === undefined) return {};
  return { Item: projection === undefined ? item : project(item, projection) };
}

function sizeOf(item: Item | undefined): number {
  return item === undefined ? 0 : itemSize(item);
}

function hashOf(position: Position): number {
  return partitionHash(`${position.partition}\n${position.sort}`);
}

function refuseDuplicateKeys(positions: readonly Position[]): void {
  const seen = new Set(positions.map(({ partition, sort }) => JSON.stringify([partition, sort])));
  if (seen.size < positions.length) throw validationError('Provided list of item keys contains duplicates');
}

function transactGetPermissions(tables: Tables, input: unknown, context: CallContext) {
  const items = isRecord(input) && Array.isArray(input.TransactItems) ? input.TransactItems : [];
  return items.flatMap((item: unknown) => {
    const request = isRecord(item) ? item.Get : undefined;
    return isRecord(request) ? tables.permissions('GetItem', request.TableName, context, [request.Key]) : [];
  });
}
