/** One header field of a mail; the value unfolded, otherwise as it came: encoded words stay encoded. */
export interface MailHeader {
  readonly name: string;
  readonly value: string;
}

/** A mail cut where the first empty line is. */
export interface SplitMail {
  /** The fields as they stand, folds and all. */
  readonly head: string;
  readonly headers: readonly MailHeader[];
  readonly body: Buffer;
}

/** Bytes of headers that a notification or event carries at most. */
const CARRIED_BYTES = 10 * 1024;

/** Reads headers and body of a mail; lines that are no header fields are left out. */
export function splitMail(data: Uint8Array): SplitMail {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const text = bytes.toString('latin1');
  const end = /^\r?\n|\r?\n\r?\n/.exec(text);
  const head = bytes.subarray(0, end?.index ?? bytes.length).toString('utf8');
  const headers: MailHeader[] = [];
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const match = /^([!-9;-~]+)[ \t]*:[ \t]*(.*)$/.exec(line);
    if (match) headers.push({ name: match[1] ?? '', value: (match[2] ?? '').trimEnd() });
  }
  return { head, headers, body: bytes.subarray(end ? end.index + end[0].length : bytes.length) };
}

/** The first field of this name (lower case), or ''. */
export const headerOf = (headers: readonly MailHeader[], name: string): string =>
  headers.find((header) => header.name.toLowerCase() === name)?.value ?? '';

/** Takes an address list apart at its commas, quotes and comments respected: `"Doe, Ana" <a@x>, b@y` is two. */
function mailboxesIn(list: string): string[] {
  const found: string[] = [];
  let current = '';
  let quoted = false;
  let depth = 0;
  for (const character of list) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '(' || character === '<')) depth++;
    else if (!quoted && (character === ')' || character === '>')) depth = Math.max(0, depth - 1);
    if (character === ',' && !quoted && depth === 0) {
      found.push(current.trim());
      current = '';
    } else current += character;
  }
  found.push(current.trim());
  return found.filter((mailbox) => mailbox !== '');
}

/** The bare addresses of a list, in lower case. */
export const addressesIn = (list: string): string[] => mailboxesIn(list).map(addressIn);

/** `Ana <ana@example.com>` → `ana@example.com` */
export const addressIn = (mailbox: string): string =>
  (/<([^<>]*)>\s*$/.exec(mailbox)?.[1] ?? mailbox).trim().toLowerCase();

/** As many headers as a notification carries; the rest stands in the mail alone. */
export function carried(headers: readonly MailHeader[]): {
  readonly headersTruncated: boolean;
  readonly headers: readonly MailHeader[];
} {
  let bytes = 0;
  const fitting: MailHeader[] = [];
  for (const header of headers) {
    bytes += Buffer.byteLength(`${header.name}: ${header.value}\r\n`);
    if (bytes > CARRIED_BYTES) return { headersTruncated: true, headers: fitting };
    fitting.push(header);
  }
  return { headersTruncated: false, headers: fitting };
}

/** The headers that notifications and events show by name; what the mail lacks is left out. */
export function commonHeaders(headers: readonly MailHeader[]) {
  const text = (key: string, name: string) => {
    const value = headerOf(headers, name);
    return value === '' ? {} : { [key]: value };
  };
  const list = (key: string, name: string) => {
    const values = mailboxesIn(headerOf(headers, name));
    return values.length === 0 ? {} : { [key]: values };
  };
  return {
    ...list('from', 'from'),
    ...text('date', 'date'),
    ...list('to', 'to'),
    ...list('cc', 'cc'),
    ...list('replyTo', 'reply-to'),
    ...text('messageId', 'message-id'),
    ...text('subject', 'subject'),
  };
}

/** A time as mail writes it: `Mon, 05 Jan 2026 09:00:00 +0000`. */
export const mailDate = (epochMs: number): string => new Date(epochMs).toUTCString().replace('GMT', '+0000');
