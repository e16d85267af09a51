import { AwsError } from '../core/service.ts';
import { normaliseNumber } from './decimal.ts';

/** A DynamoDB value as it travels: `B` and `BS` are base64, `N` is a decimal string. Never changed once stored. */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: Item };

export type Item = Readonly<Record<string, AttributeValue>>;

export type AttributeType = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'SS' | 'NS' | 'BS' | 'L' | 'M';

/** Levels of maps and lists that DynamoDB accepts in one attribute. */
const MAX_DEPTH = 32;

export function validationError(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

export function typeOf(value: AttributeValue): AttributeType {
  if ('S' in value) return 'S';
  if ('N' in value) return 'N';
  if ('M' in value) return 'M';
  if ('L' in value) return 'L';
  if ('BOOL' in value) return 'BOOL';
  if ('NULL' in value) return 'NULL';
  if ('B' in value) return 'B';
  if ('SS' in value) return 'SS';
  return 'NS' in value ? 'NS' : 'BS';
}

/** Reads an item off a request: numbers come out normalised, sets without duplicates, blobs as base64. */
export function parseItem(input: unknown, depth = 0): Item {
  if (!isRecord(input)) throw validationError('An item must be a map of attribute values');
  const item: Record<string, AttributeValue> = Object.create(null);
  for (const [name, value] of Object.entries(input)) {
    if (value !== undefined) item[name] = parseAttributeValue(value, depth);
  }
  return item;
}

/** Reads one attribute value; throws ValidationException in DynamoDB's words. */
export function parseAttributeValue(input: unknown, depth = 0): AttributeValue {
  if (!isRecord(input)) throw validationError('Supplied AttributeValue is not a structure');
  const types = Object.keys(input).filter((type) => input[type] !== undefined);
  const [type] = types;
  if (type === undefined) {
    throw validationError(
      'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    );
  }
  if (types.length > 1) {
    throw validationError(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  if (depth > MAX_DEPTH) {
    throw validationError('Nesting Levels have exceeded supported limits');
  }
  return parseTyped(type, input[type], depth);
}

function parseTyped(type: string, value: unknown, depth: number): AttributeValue {
  switch (type) {
    case 'S':
      return { S: text(type, value) };
    case 'N':
      return { N: normaliseNumber(text(type, value)) };
    case 'B':
      return { B: blob(value) };
    case 'BOOL':
      if (typeof value !== 'boolean') throw wrongType(type);
      return { BOOL: value };
    case 'NULL':
      if (value !== true) {
        throw invalid('Null attribute value types must have the value of true');
      }
      return { NULL: true };
    case 'SS':
      return {
        SS: set(
          'string',
          list(type, value).map((entry) => text(type, entry)),
        ),
      };
    case 'NS':
      return {
        NS: set(
          'number',
          list(type, value).map((entry) => normaliseNumber(text(type, entry))),
        ),
      };
    case 'BS':
      return { BS: set('binary', list(type, value).map(blob)) };
    case 'L':
      return { L: list(type, value).map((entry) => parseAttributeValue(entry, depth + 1)) };
    case 'M':
      return { M: parseItem(value, depth + 1) };
    default:
      throw validationError(`Supplied AttributeValue has the unknown datatype ${type}`);
  }
}

/** Deep equality; the order of a set does not matter. */
export function sameValue(left: AttributeValue, right: AttributeValue): boolean {
  if (left === right) return true;
  if ('S' in left) return 'S' in right && left.S === right.S;
  if ('N' in left) return 'N' in right && left.N === right.N;
  if ('B' in left) return 'B' in right && left.B === right.B;
  if ('BOOL' in left) return 'BOOL' in right && left.BOOL === right.BOOL;
  if ('NULL' in left) return 'NULL' in right;
  if ('M' in left) return 'M' in right && sameItem(left.M, right.M);
  if ('L' in left) {
    return (
      'L' in right &&
      left.L.length === right.L.length &&
      left.L.every((entry, index) => sameAt(right.L, index, entry))
    );
  }
  if ('SS' in left) return 'SS' in right && sameSet(left.SS, right.SS);
  if ('NS' in left) return 'NS' in right && sameSet(left.NS, right.NS);
  return 'BS' in right && sameSet(left.BS, right.BS);
}

export function sameItem(left: Item | undefined, right: Item | undefined): boolean {
  if (left === right) return true;
  if (left === undefined || right === undefined) return false;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => {
    const mine = left[name];
    const other = right[name];
    return mine !== undefined && other !== undefined && sameValue(mine, other);
  });
}

function sameAt(list: readonly AttributeValue[], index: number, value: AttributeValue): boolean {
  const other = list[index];
  return other !== undefined && sameValue(value, other);
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((entry) => right.includes(entry));
}

/** What a record is: neither list nor blob nor null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  );
}

function text(type: string, value: unknown): string {
  if (typeof value !== 'string') throw wrongType(type);
  return value;
}

function list(type: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw wrongType(type);
  return value;
}

function blob(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value !== 'string' || Buffer.from(value, 'base64').toString('base64') !== value) {
    throw new AwsError('SerializationException', 'A binary value is not base64');
  }
  return value;
}

function set(kind: 'string' | 'number' | 'binary', entries: readonly string[]): readonly string[] {
  if (entries.length === 0) throw invalid(`An ${kind} set  may not be empty`);
  if (new Set(entries).size !== entries.length) {
    throw invalid(`Input collection [${entries.join(', ')}] contains duplicates.`);
  }
  return entries;
}

function wrongType(type: string): AwsError {
  return new AwsError('SerializationException', `The value given for type ${type} has another JSON type`);
}

function invalid(message: string): AwsError {
  return validationError(`One or more parameter values were invalid: ${message}`);
}
