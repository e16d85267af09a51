import { type AttributeValue, type Item, typeOf, validationError } from './attribute-value.ts';
import type { Position } from './ordered-items.ts';
import { sortable } from './sort-key.ts';

export interface KeyAttribute {
  readonly name: string;
  readonly type: 'S' | 'N' | 'B';
}

/** The key of a table or an index. */
export interface KeySchema {
  readonly partition: KeyAttribute;
  readonly sort?: KeyAttribute;
}

const MISMATCH = 'The provided key element does not match the schema';

export function keyAttributes(schema: KeySchema): readonly KeyAttribute[] {
  return schema.sort === undefined ? [schema.partition] : [schema.partition, schema.sort];
}

/** Checks a `Key`: exactly the key attributes, of the right types, not empty. */
export function checkKey(key: Item, schema: KeySchema): void {
  const attributes = keyAttributes(schema);
  if (Object.keys(key).length !== attributes.length) throw validationError(MISMATCH);
  for (const { name, type } of attributes) {
    const value = key[name];
    if (value === undefined || typeOf(value) !== type) throw validationError(MISMATCH);
    refuseEmpty(name, value);
    refuseLong(name, value, schema);
  }
}

/** Checks the key attributes inside a whole item. */
export function checkItemKey(item: Item, schema: KeySchema): void {
  for (const { name, type } of keyAttributes(schema)) {
    const value = item[name];
    if (value === undefined) throw invalid(`Missing the key ${name} in the item`);
    if (typeOf(value) !== type) {
      throw invalid(`Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`);
    }
    refuseEmpty(name, value);
    refuseLong(name, value, schema);
  }
}

/** Checks the attributes of an item that are keys of an index: absent (the index is sparse) or right. */
export function checkIndexKey(item: Item, indexName: string, schema: KeySchema): void {
  for (const { name, type } of keyAttributes(schema)) {
    const value = item[name];
    if (value === undefined) continue;
    if (typeOf(value) !== type) {
      throw invalid(
        `Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${indexName}`,
      );
    }
    if (isEmpty(value)) {
      throw validationError(
        'One or more parameter values are not valid. A value specified for a secondary index key is not supported. ' +
          `The AttributeValue for a key attribute cannot contain an empty string value. IndexName: ${indexName}, IndexKey: ${name}`,
      );
    }
  }
}

/** The key attributes alone. */
export function keyOf(item: Item, schema: KeySchema): Item {
  const key: Record<string, AttributeValue> = {};
  for (const { name } of keyAttributes(schema)) {
    const value = item[name];
    if (value !== undefined) key[name] = value;
  }
  return key;
}

/** Where an item stands under a key schema; undefined when it lacks a key attribute, as items in sparse indexes do. */
export function positionOf(item: Item, schema: KeySchema, tie = ''): Position | undefined {
  const partition = item[schema.partition.name];
  if (partition === undefined) return undefined;
  if (schema.sort === undefined) return { partition: sortable(partition), sort: '', tie };
  const sort = item[schema.sort.name];
  return sort === undefined ? undefined : { partition: sortable(partition), sort: sortable(sort), tie };
}

/** The attribute of a name that is a key of the schema. */
export function isKeyAttribute(name: string, schema: KeySchema): boolean {
  return name === schema.partition.name || name === schema.sort?.name;
}

function isEmpty(value: AttributeValue): boolean {
  return ('S' in value && value.S === '') || ('B' in value && value.B === '');
}

function refuseEmpty(name: string, value: AttributeValue): void {
  if (!isEmpty(value)) return;
  const kind = 'S' in value ? 'string' : 'binary';
  throw validationError(
    `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${name}`,
  );
}

function refuseLong(name: string, value: AttributeValue, schema: KeySchema): void {
  const bytes =
    'S' in value ? Buffer.byteLength(value.S) : 'B' in value ? Buffer.byteLength(value.B, 'base64') : 0;
  if (name === schema.partition.name && bytes > 2048) {
    throw invalid('Size of hashkey has exceeded the maximum size limit of2048 bytes');
  }
  if (name === schema.sort?.name && bytes > 1024) {
    throw invalid('Aggregated size of all range keys has exceeded the size limit of 1024 bytes');
  }
}

function invalid(message: string) {
  return validationError(`One or more parameter values were invalid: ${message}`);
}
