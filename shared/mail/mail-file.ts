import PostalMime from 'postal-mime';
import { type Field, firstValue } from './header.ts';
import type { Part } from './part-tree.ts';
import { oneLine } from './sender.ts';
import { decodeTransfer, type TransferEncoding, transferEncodingOf } from './transfer-encoding.ts';

/** A file in a mail: where its bytes lie, not the bytes. */
export interface MailFile {
  readonly name: string;
  readonly type: string;
  readonly contentId?: string;
  readonly start: number;
  readonly end: number;
  readonly encoding: TransferEncoding;
}

/** The bytes of a file, out of the mail it came in. */
export function bytesOfFile(mail: Uint8Array, { start, end, encoding }: MailFile): Buffer {
  return decodeTransfer(Buffer.from(mail.buffer, mail.byteOffset + start, end - start), encoding);
}

/** What a part says of the file in it. `number` names one that has no name. */
export async function mailFile(part: Part, number: number): Promise<MailFile> {
  const { fields, type, start, end } = part;
  const contentId = /<([^<>\s]{1,500})>/.exec(firstValue(fields, 'content-id') ?? '')?.[1];
  return {
    name: fileName(await statedName(fields)) || `attachment-${number}${EXTENSIONS[type] ?? ''}`,
    type,
    ...(contentId && { contentId }),
    start,
    end,
    encoding: transferEncodingOf(firstValue(fields, 'content-transfer-encoding')),
  };
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'message/rfc822': '.eml',
  'message/delivery-status': '.txt',
  'text/plain': '.txt',
  'text/html': '.html',
  'text/calendar': '.ics',
  'application/pdf': '.pdf',
  'application/ms-tnef': '.dat',
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/gif': '.gif',
};

/** In all the ways there are to write it; postal-mime knows them. */
async function statedName(fields: readonly Field[]): Promise<string> {
  const [type, disposition] = ['content-type', 'content-disposition'].map((name) =>
    parametersIn(firstValue(fields, name)?.slice(0, 1_500) ?? ''),
  );
  if (!/name/i.test(`${type}${disposition}`)) return '';
  const { attachments } = await PostalMime.parse(
    `Content-Type: application/octet-stream${type}\r\nContent-Disposition: attachment${disposition}\r\n\r\nx`,
  );
  return attachments[0]?.filename ?? '';
}

function parametersIn(value: string): string {
  const start = value.indexOf(';');
  return start < 0 ? '' : value.slice(start);
}

/** A name that shows as it is, on any system: no folders, no controls, nothing that turns its ending around. */
function fileName(stated: string): string {
  const name = oneLine(stated)
    .replace(/[\\/:*?"<>|]+/g, '_')
    .replace(/^[\s.]+/, '')
    .trim()
    .toWellFormed();
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : '';
  const stem = name.slice(0, name.length - ending.length);
  return stem.slice(0, 120).toWellFormed() + ending;
}
