import { escapeXml } from '../core/protocols.ts';

/** Elements of S3's answers: objects by their members, lists by repeating the element, undefined left out. */
function element(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('');
  if (value instanceof Date) return `<${name}>${value.toISOString()}</${name}>`;
  if (typeof value !== 'object') return `<${name}>${escapeXml(String(value))}</${name}>`;
  const members = Object.entries(value).map(([member, item]) => element(member, item));
  return `<${name}>${members.join('')}</${name}>`;
}

/** A whole document of S3's namespace. */
export function xmlDocument(root: string, value: unknown): string {
  const xml = element(root, value).replace(
    `<${root}>`,
    `<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`;
}

/** The text of every element of this name in a small request document, in order. */
export function textsOf(xml: string, name: string): string[] {
  const found = xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'));
  return [...found].map(([, text = '']) => unescaped(text));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (whole, hex, decimal, name) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return decimal !== undefined ? String.fromCodePoint(Number(decimal)) : (ENTITIES[name] ?? whole);
  });
}
