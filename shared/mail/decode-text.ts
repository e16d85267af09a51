import { isUtf8 } from 'node:buffer';
import PostalMime from 'postal-mime';
import { firstValue } from './header.ts';
import type { Part } from './part-tree.ts';
import { decodeTransfer, transferEncodingOf } from './transfer-encoding.ts';

export interface DecodedText {
  readonly text: string;
  /** There is more of it in the mail. */
  readonly cutShort: boolean;
}

/**
 * The text of a text part, of at most so many bytes as they travel. postal-mime knows charsets and flowed text, but
 * spends a promise on every line: so it gets a mail of that part alone, in a single line.
 */
export async function decodeText(bytes: Buffer, part: Part, limit: number): Promise<DecodedText> {
  const raw = bytes.subarray(part.start, Math.min(part.end, part.start + limit));
  const content = decodeTransfer(
    raw,
    transferEncodingOf(firstValue(part.fields, 'content-transfer-encoding')),
  );
  const stated = firstValue(part.fields, 'content-type') ?? '';
  const cutShort = part.end - part.start > limit;
  const head = [
    `Content-Type: text/plain; charset="${charsetOf(stated, content, cutShort)}"${flowOf(stated)}`,
    'Content-Transfer-Encoding: base64',
  ];
  const { text = '' } = await PostalMime.parse(`${head.join('\r\n')}\r\n\r\n${content.toString('base64')}`);
  return { text: withoutMark(text), cutShort };
}

/** As stated; where nothing is, or UTF-8 is and cannot be, the charset that old programs mean. */
function charsetOf(contentType: string, content: Buffer, cutShort: boolean): string {
  const stated = /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentType.slice(0, 2_000))?.[1]?.toLowerCase();
  const isLoose = stated === undefined || /^(?:utf-?8|us-ascii|ascii|unknown-8bit|default)$/.test(stated);
  if (!isLoose) return stated;
  // A cut may have gone through a character.
  const whole = cutShort ? content.subarray(0, lastWholeCharacter(content)) : content;
  return isUtf8(whole) ? 'utf-8' : 'windows-1252';
}

function lastWholeCharacter(content: Buffer): number {
  let end = content.length;
  while (end > content.length - 4 && ((content[end - 1] ?? 0) & 0xc0) === 0x80) end -= 1;
  return Math.max(0, end - 1);
}

function flowOf(contentType: string): string {
  const short = contentType.slice(0, 2_000);
  if (!/;\s*format\s*=\s*"?flowed/i.test(short)) return '';
  return /;\s*delsp\s*=\s*"?yes/i.test(short) ? '; format=flowed; delsp=yes' : '; format=flowed';
}

function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}
