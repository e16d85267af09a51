import type { AttributeValue } from './attribute-value.ts';
import { sortableNumber } from './decimal.ts';

/**
 * A string that sorts, by JavaScript's `<`, as DynamoDB sorts keys of one type: text by its UTF-8 bytes, numbers by
 * value, binary by unsigned bytes. The encoding of a prefix is a prefix of the encoding.
 */
export function sortable(value: AttributeValue): string {
  if ('S' in value) return sortableText(value.S);
  if ('N' in value) return sortableNumber(value.N);
  if ('B' in value) return Buffer.from(value.B, 'base64').toString('latin1');
  throw new TypeError('Only strings, numbers and binaries can be ordered');
}

/** UTF-16 puts surrogates (code points above U+FFFF) before U+E000 to U+FFFF, UTF-8 after: swap the two ranges. */
function sortableText(text: string): string {
  if (!/[\ud800-\uffff]/.test(text)) return text;
  return text.replace(/[\ud800-\uffff]/g, (unit) => {
    const code = unit.charCodeAt(0);
    return String.fromCharCode(code >= 0xe000 ? code - 0x800 : code + 0x2000);
  });
}
