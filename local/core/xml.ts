const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

/** Text as it may stand in XML. Characters that XML 1.0 cannot carry at all become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character);
}

/**
 * A value as elements of AWS's query protocol: lists as `member`, `Map`s as `entry` with `key` and `value`, objects by
 * their members. `undefined` and `null` are left out.
 */
export function toXml(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  return `<${name}>${content(value)}</${name}>`;
}

function content(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => toXml('member', item)).join('');
  if (value instanceof Map) {
    return [...value]
      .map(([key, item]) => `<entry>${toXml('key', key)}${toXml('value', item)}</entry>`)
      .join('');
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, item]) => toXml(name, item))
      .join('');
  }
  return escapeXml(String(value));
}
