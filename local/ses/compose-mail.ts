import type { RandomSource } from '../core/time.ts';
import type { MailHeader } from './headers.ts';
import type { SimpleContent } from './send-email-input.ts';

/** Longest line before it is folded. */
const FOLD_AT = 78;
/** UTF-8 bytes in one encoded word, so that it stays below 76 characters. */
const WORD_BYTES = 42;

const isAscii = (text: string) => /^[\t -~]*$/.test(text);

/** Text of a header as MIME wants it: encoded words (RFC 2047) where it is not ASCII. */
function encoded(text: string): string {
  if (isAscii(text)) return text;
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    if (Buffer.byteLength(word + character) > WORD_BYTES) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  words.push(word);
  return words.map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`).join(' ');
}

/** A header folded at its blanks. */
export function headerLines({ name, value }: MailHeader): string {
  const lines: string[] = [];
  let line = `${name}:`;
  for (const word of encoded(value).split(' ')) {
    if (line.length + word.length + 1 > FOLD_AT && line !== `${name}:`) {
      lines.push(line);
      line = '';
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\r\n');
}

interface Part {
  readonly headers: readonly MailHeader[];
  readonly body: string;
}

const base64 = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('base64')
    .replace(/.{76}(?=.)/g, '$&\r\n');

function text(type: string, content: string): Part {
  const isPlain =
    isAscii(content.replace(/\r?\n/g, '')) && content.split('\n').every((line) => line.length < 990);
  return {
    headers: [
      { name: 'Content-Type', value: `${type}; charset=UTF-8` },
      { name: 'Content-Transfer-Encoding', value: isPlain ? '7bit' : 'base64' },
    ],
    body: isPlain ? content.replace(/\r?\n/g, '\r\n') : base64(Buffer.from(content)),
  };
}

function multipart(kind: string, parts: readonly Part[], random: RandomSource): Part {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const boundary = `----=_Part_${random.hex(24)}`;
  const inside = parts.map((part) => `--${boundary}\r\n${writePart(part)}\r\n`).join('');
  return {
    headers: [{ name: 'Content-Type', value: `multipart/${kind}; boundary="${boundary}"` }],
    body: `${inside}--${boundary}--\r\n`,
  };
}

const writePart = ({ headers, body }: Part) => `${headers.map(headerLines).join('\r\n')}\r\n\r\n${body}`;

function attached({ Attachments }: SimpleContent, disposition: 'ATTACHMENT' | 'INLINE'): Part[] {
  return Attachments.filter(({ ContentDisposition }) => ContentDisposition === disposition).map(
    (attachment) => ({
      headers: [
        { name: 'Content-Type', value: attachment.ContentType },
        { name: 'Content-Transfer-Encoding', value: 'base64' },
        {
          name: 'Content-Disposition',
          value: `${disposition.toLowerCase()}; ${fileName(attachment.FileName)}`,
        },
        ...(attachment.ContentId === undefined
          ? []
          : [{ name: 'Content-ID', value: `<${attachment.ContentId}>` }]),
        ...(attachment.ContentDescription === undefined
          ? []
          : [{ name: 'Content-Description', value: attachment.ContentDescription }]),
      ],
      body: base64(attachment.RawContent),
    }),
  );
}

/** `filename="a.pdf"`, or in the form of RFC 2231 when it is not ASCII. */
const fileName = (name: string): string =>
  isAscii(name)
    ? `filename="${name.replace(/["\\]/g, '\\$&')}"`
    : `filename*=UTF-8''${encodeURIComponent(name)}`;

/** A MIME message of what `SendEmail` was given in parts. */
export function composeMail(
  headers: readonly MailHeader[],
  content: SimpleContent,
  random: RandomSource,
): Buffer {
  const { Text, Html } = content.Body;
  const html =
    Html && multipart('related', [text('text/html', Html.Data), ...attached(content, 'INLINE')], random);
  const bodies = [...(Text ? [text('text/plain', Text.Data)] : []), ...(html ? [html] : [])];
  const loose = Html
    ? attached(content, 'ATTACHMENT')
    : [...attached(content, 'INLINE'), ...attached(content, 'ATTACHMENT')];
  const whole = multipart('mixed', [multipart('alternative', bodies, random), ...loose], random);
  const top = [...headers, { name: 'MIME-Version', value: '1.0' }, ...whole.headers];
  return Buffer.from(writePart({ headers: top, body: whole.body }));
}
