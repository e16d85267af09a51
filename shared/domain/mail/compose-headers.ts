/** What SES takes as one header is 996 characters, its name included. */
const LONGEST_VALUE = 996 - 'References'.length;
/** Longer subjects only fill the list of mails. */
const LONGEST_SUBJECT = 250;

/** What marks a subject as an answer, in the languages whose mail programs translate it. */
const ANSWERS = /^\s*(?:(?:re|res|r|rif|aw|antw|sv|odp|адк)\s*(?:\[\d+\])?\s*:\s*)+/i;

/** `Re: …`, once. No line break of the customer's gets into a header. */
export function subjectOfAnswer(original: string): string {
  return `Re: ${headerText(original).replace(ANSWERS, '')}`.trim();
}

/** A text that stands in one header line, shortened. */
export function headerText(text: string): string {
  const line = text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return [...line].slice(0, LONGEST_SUBJECT).join('');
}

/** `"Sunrise Bikes" <support@example.com>`; a name that ASCII cannot write is encoded as RFC 2047 says. */
export function senderOf(name: string, address: string): string {
  const shown = headerText(name);
  if (shown === '') return address;
  const isAscii = /^[\x20-\x7e]*$/.test(shown);
  return `${isAscii ? `"${shown.replace(/["\\]/g, '\\$&')}"` : encodedWords(shown)} <${address}>`;
}

/** The mailbox with a token in it: the answer to this mail comes back with it. */
export function addressWith(mailbox: string, token: string): string {
  const at = mailbox.lastIndexOf('@');
  return `${mailbox.slice(0, at)}+${token}${mailbox.slice(at)}`;
}

/** A mail that is answered: its own id, and those of the mails it answers, all without angle brackets. */
export interface ThreadedMail {
  readonly id: string | undefined;
  /** The nearest first. */
  readonly references: readonly string[];
}

/** In-Reply-To and References of the answer to a mail (RFC 5322, 3.6.4): its own id, and before it the ids that it refers to. */
export function threadHeaders({ id, references }: ThreadedMail): Readonly<Record<string, string>> {
  const own = inBrackets(id === undefined ? [] : [id]);
  const ids = [...inBrackets(references.toReversed()), ...own];
  const [inReplyTo] = own;
  return {
    ...(inReplyTo !== undefined && { 'In-Reply-To': inReplyTo }),
    ...(ids.length > 0 && { References: fitting([...new Set(ids)]).join(' ') }),
  };
}

/** Without what is no id; `hash:…` is what we call a mail that came without one. */
function inBrackets(ids: readonly string[]): string[] {
  return ids.filter((id) => /^(?!hash:)[!-;=?-~]{1,900}$/.test(id)).map((id) => `<${id}>`);
}

/** The first, which begins the thread, and as many of the newest as fit. */
function fitting(ids: readonly string[]): readonly string[] {
  const [first = '', ...later] = ids;
  const kept: string[] = [];
  let room = LONGEST_VALUE - first.length;
  for (const id of later.toReversed()) {
    room -= id.length + 1;
    if (room < 0) break;
    kept.unshift(id);
  }
  // The newest counts more than the first.
  return kept.length === 0 && later.length > 0 ? later.slice(-1) : [first, ...kept];
}

/** An encoded word has at most 75 characters: 45 bytes in base64, cut between characters. */
function encodedWords(text: string): string {
  const words: string[] = [];
  for (const character of text) {
    const last = words.at(-1);
    if (last !== undefined && Buffer.byteLength(last + character) <= 45) words[words.length - 1] += character;
    else words.push(character);
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
}
