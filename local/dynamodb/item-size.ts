import type { AttributeValue, Item } from './attribute-value.ts';
import { numberBytes } from './decimal.ts';

/**
 * Bytes an item counts for, as DynamoDB counts them: names and strings in UTF-8; a number a byte per two significant
 * digits and one more; null and boolean one; three bytes a map or list and one per entry.
 * Source: Amazon DynamoDB developer guide, "DynamoDB item sizes and formats".
 */
export function itemSize(item: Item): number {
  const known = sizes.get(item);
  if (known !== undefined) return known;
  const size = measure(item);
  sizes.set(item, size);
  return size;
}

/** Items never change, and the size of one is asked for by capacity, limits, indexes and streams. */
const sizes = new WeakMap<Item, number>();

function measure(item: Item): number {
  let size = 0;
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) size += Buffer.byteLength(name) + valueSize(value);
  }
  return size;
}

function valueSize(value: AttributeValue): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return numberBytes(value.N);
  if ('BOOL' in value || 'NULL' in value) return 1;
  if ('M' in value) return 3 + Object.keys(value.M).length + measure(value.M);
  if ('L' in value) return value.L.reduce((sum, entry) => sum + 1 + valueSize(entry), 3);
  if ('B' in value) return blobSize(value.B);
  if ('SS' in value) return value.SS.reduce((sum, entry) => sum + Buffer.byteLength(entry), 0);
  if ('NS' in value) return value.NS.reduce((sum, entry) => sum + numberBytes(entry), 0);
  return value.BS.reduce((sum, entry) => sum + blobSize(entry), 0);
}

function blobSize(base64: string): number {
  return Buffer.byteLength(base64, 'base64');
}
