import { decodeWords } from 'postal-mime';
import { type Folded, foldQuotes } from '../domain/mail/fold.ts';
import { messageIdIn, referencesOf } from '../domain/mail/references.ts';
import { cleanText, TEXT_LIMIT } from '../domain/text.ts';
import { chooseBody } from './choose-body.ts';
import { readContentType } from './content-type.ts';
import { allValues, type Field, firstValue, type Header, readHeader } from './header.ts';
import { type MailFile, mailFile } from './mail-file.ts';
import { readParts } from './part-tree.ts';
import { type ReadBody, readBody } from './read-body.ts';
import { addressesIn, oneLine, readSender, type Sender } from './sender.ts';

/** A mail as far as it is understood. */
export interface Mail extends Folded {
  readonly kind: 'mail';
  readonly sender: Sender;
  /** Values of its header fields by lower-case name. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** Media type of the whole, as its header says, whatever is left of its parts. */
  readonly type: string;
  readonly messageId?: string;
  /** Message ids it answers, the nearest first. */
  readonly references: readonly string[];
  /** Addresses it says it was sent to, in the order they stand there. */
  readonly recipients: readonly string[];
  /** Its Date header as it stands. */
  readonly date?: string;
  readonly subject: string;
  /** Its HTML as it came: made safe before anybody sees it. */
  readonly html?: string;
  readonly files: readonly MailFile[];
  /** There is more in the mail than in here. */
  readonly cutShort: boolean;
  /** Offset of what follows the header. */
  readonly bodyStart: number;
}

/** Bytes that are no mail for us, and why, in one sentence that says nothing about a person. */
export interface Rejection {
  readonly kind: 'rejected';
  readonly because: string;
}

/** What SES accepts. */
export const MAIL_LIMIT = 40 * 1024 * 1024;

const HEADER = { bytes: 256 * 1024, lines: 5_000 };
/** Files that are kept one by one; the others stay in the mail as it came. */
const MOST_FILES = 50;
/** Characters that are looked through for quotations, and of each part that are kept. */
const LOOKED_THROUGH = 60_000;
const KEPT = TEXT_LIMIT - 500;
/** Of the subject, before and after it is decoded. */
const SUBJECT = { raw: 4_000, kept: 500 };

const RECIPIENTS = ['to', 'cc', 'delivered-to', 'x-original-to', 'envelope-to', 'x-forwarded-to'];

/**
 * Reads a mail from its bytes, whatever they are, in bounded time and memory: the structure by offsets, only the texts
 * decoded, and of them only the beginning. The bytes are not changed and not copied.
 */
export async function readMail(mail: Uint8Array): Promise<Mail | Rejection> {
  if (mail.length > MAIL_LIMIT) return rejected('The mail is larger than 40 MB.');
  const bytes = Buffer.from(mail.buffer, mail.byteOffset, mail.length);
  const header = readHeader(bytes, { start: 0, end: bytes.length }, HEADER);
  if (header === 'too-long') return rejected('The header of the mail is longer than 256 KB.');
  if (header === 'too-many-lines') return rejected('The header of the mail has more than 5,000 lines.');
  const { fields, bodyStart } = header;
  if (fields.length === 0) return rejected('The mail has no header.');
  const tree = readParts(bytes, fields, bodyStart);
  const { stretches, files } = chooseBody(tree.root);
  const body = await readBody(bytes, stretches);
  const subject = subjectOf(fields);
  const { cutShort, ...texts } = textsOf(body, subject);
  const messageId = messageIdIn(firstValue(fields, 'message-id'));
  const date = firstValue(fields, 'date');
  return {
    kind: 'mail',
    sender: senderIn(header),
    headers: byName(fields),
    type: readContentType(firstValue(fields, 'content-type')).type,
    ...(messageId !== undefined && { messageId }),
    references: referencesOf(allValues(fields, 'in-reply-to'), allValues(fields, 'references')),
    recipients: addressesIn(RECIPIENTS.flatMap((name) => allValues(fields, name))),
    ...(date !== undefined && { date }),
    subject,
    ...texts,
    ...(body.html !== undefined && { html: body.html }),
    files: await Promise.all(files.slice(0, MOST_FILES).map((part, index) => mailFile(part, index + 1))),
    cutShort: tree.cutShort || cutShort || files.length > MOST_FILES,
    bodyStart,
  };
}

/** In a header that reads two ways, another reader may find another From. */
function senderIn({ fields, readsOneWay }: Header): Sender {
  const sender = readSender(allValues(fields, 'from'));
  return { ...sender, isSingle: sender.isSingle && readsOneWay };
}

function rejected(because: string): Rejection {
  return { kind: 'rejected', because };
}

/**
 * What the sender wrote, and what is folded away. Long conversations repeat themselves in each mail: what is lost of the
 * repetition is only marked there, for nothing of the mail itself is missing.
 */
function textsOf(body: ReadBody, subject: string): Folded & Pick<Mail, 'cutShort'> {
  const cleaned = cleanText(body.text, LOOKED_THROUGH);
  const { text, folded } = foldQuotes(cleaned.text, subject);
  const own = cleanText(text, KEPT);
  const endIsLost = body.cutShort || cleaned.shortened;
  if (folded === undefined) return { text: own.text, cutShort: endIsLost || own.shortened };
  const repeated = cleanText(folded, KEPT);
  const mark = endIsLost || repeated.shortened ? '\n[…]' : '';
  return { text: own.text, folded: repeated.text + mark, cutShort: own.shortened };
}

function subjectOf(fields: readonly Field[]): string {
  const raw = firstValue(fields, 'subject') ?? '';
  // Cut between words, for half of an encoded one is gibberish.
  const cut = raw.length > SUBJECT.raw ? raw.slice(0, SUBJECT.raw).replace(/\s\S*$/, '') : raw;
  const decoded = decodeWords(cut);
  return cleanText(oneLine(decoded).trim(), SUBJECT.kept).text;
}

function byName(fields: readonly Field[]): Map<string, string[]> {
  const grouped = Map.groupBy(fields, ({ name }) => name);
  return new Map([...grouped].map(([name, all]) => [name, all.map(({ value }) => value)]));
}
