import { type AttributeValue, type Item, parseItem, validationError } from './attribute-value.ts';
import { meets } from './condition.ts';
import type { Condition, UpdateAction } from './expression-tree.ts';
import { parseExpressions } from './expressions.ts';
import { itemSize } from './item-size.ts';
import { checkIndexKey, checkKey, isKeyAttribute } from './key-schema.ts';
import type { Position } from './ordered-items.ts';
import type { KeyedWriteInput, PutInput, UpdateInput } from './requests.ts';
import type { Table, Write } from './table.ts';
import type { Tables } from './tables.ts';
import { applyUpdate } from './update.ts';

const MAX_ITEM_BYTES = 400 * 1024;

/** A write whose request has been read and checked, before anyone looked at the stored item. */
export interface PlannedWrite {
  readonly table: Table;
  readonly position: Position;
  readonly condition: Condition | undefined;
  /** `ReturnValuesOnConditionCheckFailure: ALL_OLD`. */
  readonly returnOnFailure: boolean;
  /** Paths an update names, for UPDATED_OLD and UPDATED_NEW. */
  readonly update: readonly UpdateAction[];
  /** A condition check leaves everything as it is: no write, no index, no stream record. */
  readonly checkOnly: boolean;
  /** The item afterwards; throws ValidationException when the update does not fit the item. */
  after(before: Item | undefined): Item | undefined;
}

type Evaluation =
  | { readonly kind: 'write'; readonly write: Write }
  | { readonly kind: 'condition-failed'; readonly before: Item | undefined };

export function planPut(tables: Tables, input: PutInput): PlannedWrite {
  const table = tables.get(input.TableName);
  const item = parseItem(input.Item);
  table.checkItem(item);
  if (itemSize(item) > MAX_ITEM_BYTES)
    throw validationError('Item size has exceeded the maximum allowed size');
  return { ...planned(table, item, input), after: () => item };
}

export function planDelete(tables: Tables, input: KeyedWriteInput): PlannedWrite {
  return { ...planKeyed(tables, input), after: () => undefined };
}

export function planCheck(tables: Tables, input: KeyedWriteInput): PlannedWrite {
  return { ...planKeyed(tables, input), checkOnly: true, after: (before) => before };
}

export function planUpdate(tables: Tables, input: UpdateInput): PlannedWrite {
  const table = tables.get(input.TableName);
  const key = parseItem(input.Key);
  checkKey(key, table.definition.schema);
  const plan = planned(table, key, input);
  refuseKeyUpdates(plan);
  return { ...plan, after: (before) => updated(plan, key, before) };
}

/** Looks at the stored item: is the condition met, and what becomes of the item? */
export function evaluate(plan: PlannedWrite): Evaluation {
  const { table, position, condition } = plan;
  const before = table.items.get(position);
  if (condition !== undefined && !meets(before ?? {}, condition)) return { kind: 'condition-failed', before };
  return { kind: 'write', write: { position, before, after: plan.after(before) } };
}

function planKeyed(tables: Tables, input: KeyedWriteInput): Omit<PlannedWrite, 'after'> {
  const table = tables.get(input.TableName);
  const key = parseItem(input.Key);
  checkKey(key, table.definition.schema);
  return planned(table, key, input);
}

function planned(
  table: Table,
  key: Item,
  input: KeyedWriteInput | PutInput | UpdateInput,
): Omit<PlannedWrite, 'after'> {
  const { condition, update = [] } = parseExpressions(input);
  return {
    table,
    position: table.position(key),
    condition,
    returnOnFailure: input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
    update,
    checkOnly: false,
  };
}

function refuseKeyUpdates({ table, update }: Omit<PlannedWrite, 'after'>): void {
  for (const { path } of update) {
    const [name] = path;
    if (typeof name === 'string' && isKeyAttribute(name, table.definition.schema)) {
      throw validationError(
        `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
      );
    }
  }
}

function updated(plan: Omit<PlannedWrite, 'after'>, key: Item, before: Item | undefined): Item {
  const start: Readonly<Record<string, AttributeValue>> = before ?? key;
  const after = plan.update.length === 0 ? start : applyUpdate(start, plan.update);
  for (const index of plan.table.definition.indexes) checkIndexKey(after, index.name, index.schema);
  if (itemSize(after) > MAX_ITEM_BYTES) {
    throw validationError('Item size to update has exceeded the maximum allowed size');
  }
  return after;
}
