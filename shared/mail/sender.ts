import { domainToASCII, domainToUnicode } from 'node:url';
import { addressParser, decodeWords } from 'postal-mime';

export interface Sender {
  /** In canonical form; undefined when no From names one. */
  readonly address?: string;
  readonly name?: string;
  /** One From with one address, spelt so that no two readers find different ones in it. */
  readonly isSingle: boolean;
}

/** Longer ones are crafted; they are read as far as that, and prove nothing. */
const LIMIT = 2_000;

/**
 * Who a mail says it is from. Strictly read first, for what SES found authentic must be what we find: one address,
 * bare or in angle brackets, with nothing beside it but a name. Anything else gets a lenient second look, whose result
 * is somebody to answer but proves nothing.
 */
export function readSender(fromHeaders: readonly string[]): Sender {
  const [only] = fromHeaders;
  if (only === undefined) return { isSingle: false };
  const strict = fromHeaders.length === 1 && only.length <= LIMIT ? readStrictly(only) : undefined;
  for (const header of fromHeaders.slice(0, 3)) {
    const mailboxes = addressParser(header.slice(0, LIMIT), { flatten: true });
    const name = nameIn(mailboxes[0]?.name);
    if (strict !== undefined) return { address: strict, ...name, isSingle: true };
    for (const mailbox of mailboxes) {
      const address = canonicalMailbox(mailbox.address ?? '');
      if (address !== undefined) return { address, ...name, isSingle: false };
    }
  }
  return { isSingle: false };
}

/**
 * Quoted strings, comments and encoded words, in the order they stand: an address in one of them is none. A quote within a
 * comment, or a bracket within an encoded word, is read one way by some and another by others, so it is left to fail.
 */
const ASIDE = /"(?:[^"\\]|\\.)*"|\([^()\\"]*\)|=\?[^?\s<>@"()]{1,60}\?[QB]\?[^?<>\s"()\\]*\?=/gi;
/** A comment that touches the address is part of it to a reader who knows no comments. */
const PLAIN = /^\s*(?:\(\)\s+)*([^\s<>@,;:"()[\]\\]+@[^\s<>@,;:"()[\]\\]+)(?:\s+\(\))*\s*$/;
const NAMED = /^(?:[^<>@,;:"()\\]|\(\))*<([^\s<>@,;:"()[\]\\]+@[^\s<>@,;:"()[\]\\]+)>(?:\s*\(\))*\s*$/;

function readStrictly(header: string): string | undefined {
  if ((header.match(ASIDE) ?? []).some(mayHideAddress)) return undefined;
  const bare = header.replace(ASIDE, (aside) => (aside.startsWith('(') ? '()' : ' '));
  // What is left of an encoded word is one that is badly written; some decode it nevertheless.
  if (bare.includes('=?')) return undefined;
  const alone = /"|=\?/.test(header) ? undefined : PLAIN.exec(bare)?.[1];
  const address = alone ?? NAMED.exec(bare)?.[1];
  return address !== undefined && readsOneWay(address) ? canonicalMailbox(address) : undefined;
}

/**
 * Whether another reader may find an address in what is an aside to us: one who looks for brackets first, who knows no
 * comments or no escapes, or who decodes words before anything else. Only an address as a quoted name is common enough for
 * every reader to know it.
 */
function mayHideAddress(aside: string): boolean {
  if (/[<>]/.test(aside)) return true;
  const isPlainName = aside.startsWith('"') && !/\\|=\?|\?=/.test(aside);
  return !isPlainName && /[<>@,;:]/.test(`${aside}${decodeWords(aside)}`);
}

/**
 * Letters beyond ASCII that fold into others, vanish, or mean another domain to an older reader, prove nothing: each
 * reader folds them in its own way.
 */
function readsOneWay(address: string): boolean {
  if (/^[\x21-\x7e]+$/.test(address)) return true;
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return (
    !/[\p{Cc}\p{Cf}ßς]/u.test(address) &&
    address === address.normalize('NFKC') &&
    domain === domainToUnicode(domainToASCII(domain))
  );
}

/** The name before the address; an address is none. */
function nameIn(stated = ''): Pick<Sender, 'name'> {
  const name = oneLine(decodeWords(stated)).slice(0, 100).trim().toWellFormed();
  return name === '' || name.includes('@') ? {} : { name };
}

/**
 * An address in the one form it is kept in: lower case, the domain in ASCII. Undefined for what is none. Mailboxes that
 * differ in the case of letters only do not exist in practice.
 */
export function canonicalMailbox(address: string): string | undefined {
  const match = /^([^\s<>@,;:"()[\]\\\p{Cc}]{1,64})@([^\s<>@,;:"()[\]\\/?#%]{1,255})$/u.exec(address.trim());
  if (!match?.[1] || !match[2]) return undefined;
  const domain = domainToASCII(match[2].replace(/\.$/, '')).toLowerCase();
  if (!/^(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}$/.test(domain)) return undefined;
  return `${match[1].normalize('NFC').toLowerCase().toWellFormed()}@${domain}`;
}

/** Without controls and without marks that turn the direction of writing, which make names lie. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ');
}

/** Addresses in To and its like, wherever they stand: good enough to find our own among them. */
export function addressesIn(headers: readonly string[]): string[] {
  const pieces = headers.flatMap((header) => header.slice(0, 8_000).split(/[\s<>,;:"()[\]\\]+/));
  return pieces.filter((piece) => piece.length <= 320 && piece.includes('@')).slice(0, 200);
}
