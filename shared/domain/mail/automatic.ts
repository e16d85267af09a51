/** Header fields by lower-case name, each with its values in the order they stand in the mail. */
export type HeaderValues = ReadonlyMap<string, readonly string[]>;

export interface AutomaticFacts {
  readonly headers: HeaderValues;
  /** Media type of the whole mail, in lower case. */
  readonly type: string;
  /** MAIL FROM; empty when nobody is to be told of a failure, undefined when it is not known. */
  readonly envelopeSender: string | undefined;
  readonly from: string;
  /** Our own mailboxes. */
  readonly mailboxes: readonly string[];
}

/** Why a mail counts as sent by a machine. */
export type AutomaticReason =
  | 'auto-submitted'
  | 'report'
  | 'no-return-path'
  | 'mailer-daemon'
  | 'mailing-list'
  | 'precedence'
  | 'asks-for-silence'
  | 'autoreply'
  | 'from-ourselves';

/** Headers that programs answering by themselves set, whatever they say. */
const AUTOREPLY_HEADERS = ['x-autoreply', 'x-autorespond', 'x-autoreply-from', 'x-auto-reply', 'x-vacation'];

/**
 * Whether a machine sent a mail, by RFC 3834 and its relatives; undefined when a person seems to have. `Feedback-ID` does
 * not count: large senders put it on what people write, too. Neither do subjects like "Out of office": they are spelt in
 * every language, and by people.
 */
export function automaticReason(facts: AutomaticFacts): AutomaticReason | undefined {
  const { headers, from, mailboxes } = facts;
  if (values(headers, 'auto-submitted').some((value) => firstWord(value) !== 'no')) return 'auto-submitted';
  const ofMailSystem = mailSystemReason(facts);
  if (ofMailSystem) return ofMailSystem;
  if (mailboxes.includes(from)) return 'from-ourselves';
  if ([...headers.keys()].some((name) => name.startsWith('list-'))) return 'mailing-list';
  if (values(headers, 'precedence').some((value) => PRECEDENCE.has(firstWord(value)))) return 'precedence';
  if (values(headers, 'x-auto-response-suppress').some(suppressesReplies)) return 'asks-for-silence';
  return AUTOREPLY_HEADERS.some((name) => headers.has(name)) ? 'autoreply' : undefined;
}

type MailSystemReason = Extract<AutomaticReason, 'report' | 'no-return-path' | 'mailer-daemon'>;

/**
 * Why a mail counts as what a mail system says of another mail: a bounce, a delay, that it was read, a holiday note. Nobody
 * who wants something of us writes so: even a form on a web site names a sender to whom failures are told.
 */
export function mailSystemReason({
  headers,
  type,
  envelopeSender,
  from,
}: Pick<AutomaticFacts, 'headers' | 'type' | 'envelopeSender' | 'from'>): MailSystemReason | undefined {
  if (type === 'multipart/report') return 'report';
  const returnPaths = [envelopeSender ?? [], values(headers, 'return-path')].flat();
  if (returnPaths.some((path) => /^(?:<\s*>)?$/.test(path.trim()))) return 'no-return-path';
  return [...returnPaths, from].some((path) => /^<?mailer-daemon@/i.test(path.trim()))
    ? 'mailer-daemon'
    : undefined;
}

const PRECEDENCE: ReadonlySet<string> = new Set(['bulk', 'list', 'junk', 'auto_reply']);

/** Exchange's own words: DR, RN and NRN suppress delivery and read reports only. */
function suppressesReplies(value: string): boolean {
  const words = value.toLowerCase().split(',');
  return words.some((word) => ['all', 'oof', 'autoreply'].includes(word.trim()));
}

function values(headers: HeaderValues, name: string): readonly string[] {
  return headers.get(name) ?? [];
}

/** `auto-replied` of `Auto-Replied; owner=…`. */
function firstWord(value: string): string {
  return /^[^\s;(]*/.exec(value.trim())?.[0].toLowerCase() ?? '';
}
