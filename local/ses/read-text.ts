import { headerOf, splitMail } from './headers.ts';

/** Deepest nesting of parts that is looked into. */
const DEEPEST = 10;

/** The first plain text of a mail, decoded, for people who look at the outbox; '' when it has none. */
export function readText(data: Uint8Array, depth = 0): string {
  const { headers, body } = splitMail(data);
  const type = headerOf(headers, 'content-type') || 'text/plain';
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (/^multipart\//i.test(type) && boundary !== undefined && depth < DEEPEST) {
    for (const part of partsOf(body, boundary)) {
      const text = readText(part, depth + 1);
      if (text !== '') return text;
    }
    return '';
  }
  if (!/^text\/plain/i.test(type)) return '';
  const bytes = decode(body, headerOf(headers, 'content-transfer-encoding').toLowerCase());
  const charset = /charset="?([^";\s]+)"?/i.exec(type)?.[1] ?? 'utf-8';
  return textIn(bytes, charset).replace(/\r\n/g, '\n').trimEnd();
}

function partsOf(body: Buffer, boundary: string): Buffer[] {
  const [, ...parts] = `\r\n${body.toString('latin1')}`.split(`\n--${boundary}`);
  return parts
    .filter((part) => !part.startsWith('--'))
    .map((part) => Buffer.from(part.replace(/^[ \t]*\r?\n/, '').replace(/\r$/, ''), 'latin1'));
}

function decode(body: Buffer, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64');
  if (encoding !== 'quoted-printable') return body;
  const text = body
    .toString('latin1')
    .replace(/[ \t]+(?=\r?\n|$)/g, '')
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(text, 'latin1');
}

function textIn(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}
