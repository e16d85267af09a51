import * as z from 'zod';

/** All attributes of a contact together, in bytes of UTF-8. */
export const ATTRIBUTE_BYTES = 32_768;

export const attributeName = z
  .string()
  .regex(/^[\w-]{1,32767}$/, 'an attribute name has only letters, digits, - and _');

export function attributeBytes(attributes: Readonly<Record<string, string>>): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(attributes))
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
  return bytes;
}
