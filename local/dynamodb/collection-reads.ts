import type { CallContext, Operation } from '../core/service.ts';
import { isRecord, validationError } from './attribute-value.ts';
import { answer, usageOfAnswer } from './capacity.ts';
import { type Expressions, parseExpressions } from './expressions.ts';
import { selectKeys } from './key-condition.ts';
import { isKeyAttribute } from './key-schema.ts';
import {
  afterInScan,
  compare,
  type Entry,
  type OrderedItems,
  type Position,
  selectRange,
} from './ordered-items.ts';
import { checkIndexRead, type PageRequest, startPosition, takePage } from './page.ts';
import { parseRequest, query, scan } from './requests.ts';
import type { SecondaryIndex } from './secondary-index.ts';
import { sortable } from './sort-key.ts';
import type { Table } from './table.ts';
import type { Tables } from './tables.ts';

/** Query and Scan, of tables and of indexes. */
export function collectionReads(tables: Tables): Record<string, Operation> {
  const permissions =
    (action: string): Operation['permissions'] =>
    (input, context) =>
      tables.permissions(action, input.TableName, context, [namedEqual(input)], input.IndexName);
  const usage: Operation['usage'] = (_input, output) => usageOfAnswer(output);
  return {
    Query: {
      permissions: permissions('Query'),
      run: (input, context) => runQuery(tables, input, context),
      usage,
    },
    Scan: {
      permissions: permissions('Scan'),
      run: (input, context) => runScan(tables, input, context),
      usage,
    },
  };
}

/** What a key condition says an attribute equals, e.g. the partition that is queried. */
function namedEqual({
  KeyConditionExpression: condition,
  ExpressionAttributeNames: names,
  ExpressionAttributeValues: values,
}: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const found = typeof condition === 'string' ? condition.matchAll(/([#\w.-]+)\s*=\s*(:\w+)/g) : [];
  return Object.fromEntries(
    [...found].map(([, name = '', value = '']) => [
      isRecord(names) && name.startsWith('#') ? String(names[name]) : name,
      isRecord(values) ? values[value] : undefined,
    ]),
  );
}

function runQuery(tables: Tables, input: unknown, context: CallContext): object {
  const request = parseRequest(query, input);
  const table = tables.get(request.TableName);
  const index = indexOf(table, request.IndexName);
  const schema = index?.schema ?? table.definition.schema;
  const expressions = parseExpressions(request);
  if (index !== undefined) checkIndexRead(index, request, expressions);
  if (expressions.keyCondition === undefined) throw validationError('KeyConditionExpression is missing');
  const filtered = expressions.filterNames?.find((name) => isKeyAttribute(name, schema));
  if (filtered !== undefined) {
    throw validationError(
      `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${filtered}`,
    );
  }
  const { partition, range } = selectKeys(expressions.keyCondition, schema);
  const items = index === undefined ? table.items : visible(table, index, 'Query', context);
  const selected = selectRange(items.partition(sortable(partition)), range);
  const start = startPosition(table, index, request);
  const forward = request.ScanIndexForward ?? true;
  const entries = start === undefined ? selected : selected.filter((entry) => follows(entry, start, forward));
  return page(table, index, forward ? entries : entries.toReversed(), request, expressions);
}

function runScan(tables: Tables, input: unknown, context: CallContext): object {
  const request = parseRequest(scan, input);
  const table = tables.get(request.TableName);
  const index = indexOf(table, request.IndexName);
  const expressions = parseExpressions(request);
  if (index !== undefined) checkIndexRead(index, request, expressions);
  const { Segment: segment = 0, TotalSegments: segments = 1 } = request;
  if (segment >= segments) {
    throw validationError(
      'The Segment parameter is zero-based and must be less than parameter TotalSegments',
    );
  }
  const items = index === undefined ? table.items : visible(table, index, 'Scan', context);
  const start = startPosition(table, index, request);
  const all = items.scan(segment, segments);
  const entries = start === undefined ? all : from(all, start);
  return page(table, index, entries, request, expressions);
}

function page(
  table: Table,
  index: SecondaryIndex | undefined,
  entries: Iterable<Entry>,
  request: PageRequest,
  expressions: Expressions,
): object {
  const { output, capacity } = takePage(table, index, entries, request, expressions);
  return answer(output, [capacity]);
}

function* from(entries: Iterable<Entry>, start: Position): Generator<Entry> {
  for (const entry of entries) if (afterInScan(entry, start)) yield entry;
}

function follows(entry: Entry, start: Position, forward: boolean): boolean {
  return forward ? compare(entry, start) > 0 : compare(entry, start) < 0;
}

function indexOf(table: Table, name: string | undefined): SecondaryIndex | undefined {
  if (name === undefined) return undefined;
  const index = table.index(name);
  if (index === undefined) throw validationError(`The table does not have the specified index: ${name}`);
  return index;
}

/**
 * What an index shows now. Under the fault `stale-index` it lags by up to `delayMs`: it misses a random number, at least
 * one, of the changes that are younger. The place of the fault is the index by its name.
 */
function visible(
  table: Table,
  index: SecondaryIndex,
  operation: string,
  { cloud, caller }: CallContext,
): OrderedItems {
  const fault = cloud.fault('stale-index', {
    service: 'dynamodb',
    operation,
    resource: index.name,
    ...(caller.kind === 'role' ? { function: caller.functionName } : {}),
  });
  const recent = fault === undefined ? 0 : index.changesWithin(fault.delayMs, cloud.clock.now());
  if (recent === 0) return index.entries;
  const missing = 1 + Math.floor(cloud.random.next() * recent);
  const resource = `${table.name}/index/${index.name}`;
  cloud.trace({ service: 'dynamodb', what: 'stale', resource, detail: { missing } });
  return index.before(missing);
}
