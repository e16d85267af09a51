import {
  isAttribution,
  isDeviceLine,
  isForwardedLine,
  isForwardingSubject,
  isHeaderBlock,
  isSeparator,
  mayBeAttribution,
} from './fold-patterns.ts';

export interface Folded {
  /** What the sender wrote. */
  readonly text: string;
  /** Quoted text and signature, absent when there is none. */
  readonly folded?: string;
}

/** No pattern sees more of a line: crafted lines cost no more than others. */
const LINE_LIMIT = 400;
/** Attributions are wrapped over so many lines. */
const WRAPPED = 3;
/** Lines below a signature's dashes; RFC 3676 means four, companies mean more. */
const SIGNATURE_LINES = 15;
/** Lines of a header block below its first. */
const BLOCK_LINES = 6;

/**
 * Folds away what a mail repeats: the quotation at its end, older messages below it, signature, and the telephone's
 * line. Answers written between quotations stay with what they answer. Where nothing would be left, and where the mail
 * forwards something, nothing is folded.
 */
export function foldQuotes(text: string, subject = ''): Folded {
  const whole: Folded = { text: text.trim() };
  if (isForwardingSubject(subject)) return whole;
  const lines = text.split('\n');
  const seen = lines.map((line) => line.slice(0, LINE_LIMIT).trim());
  const end = ownEnd(seen);
  const start = ownStart(seen, end);
  const own = lines.slice(start, end).join('\n').trim();
  if (own === '') return whole;
  const folded = [lines.slice(0, start), lines.slice(end)]
    .map((part) => part.join('\n').replace(/^\n+/, '').trimEnd())
    .filter((part) => part !== '')
    .join('\n');
  return folded === '' ? whole : { text: own, folded };
}

/** Index behind the last line of the sender's own. */
function ownEnd(lines: readonly string[]): number {
  let end = firstOlderMessage(lines);
  // A signature may stand above the quotation or below it, a telephone's line at either end.
  for (let round = 0; round < 4; round += 1) {
    const before = [aboveQuotation, aboveSignature, aboveDeviceLine].reduce(
      (at, step) => step(lines, aboveBlanks(lines, at)),
      end,
    );
    if (before === end) break;
    end = before;
  }
  return end;
}

/** Index of the first line of an older message that is not marked line by line. */
function firstOlderMessage(lines: readonly string[]): number {
  for (const [index, line] of lines.entries()) {
    if (line === '' || line.startsWith('>')) continue;
    if (isForwardedLine(line)) return lines.length;
    if (isSeparator(line)) return index;
    if (isHeaderBlock(line, lines.slice(index + 1, index + 1 + BLOCK_LINES))) return aboveRule(lines, index);
    if (line.endsWith(':') && !isQuoted(lines, index + 1)) {
      const first = attributionEndingAt(lines, index, isAttribution);
      if (first !== undefined && namesSender(lines.slice(first, index + 1))) return first;
    }
  }
  return lines.length;
}

/** An address or a time: without a quotation below it, less is no proof that an older message begins. */
function namesSender(lines: readonly string[]): boolean {
  return lines.some((line) => /\S@\S|\b\d{1,2}[:.h]\d\d\b/.test(line));
}

/** Outlook draws a rule of underscores above its header block. */
function aboveRule(lines: readonly string[], index: number): number {
  const above = aboveBlanks(lines, index) - 1;
  return /^_{5,}$/.test(lines[above] ?? '') ? above : index;
}

function aboveQuotation(lines: readonly string[], end: number): number {
  let first = end;
  for (let index = end - 1; index >= 0; index -= 1) {
    const line = lines[index] ?? '';
    if (line.startsWith('>')) first = index;
    else if (line !== '') break;
  }
  if (first === end) return end;
  const last = aboveBlanks(lines, first) - 1;
  return (
    attributionEndingAt(lines, last, isAttribution) ??
    attributionEndingAt(lines, last, mayBeAttribution) ??
    first
  );
}

/** Index of the first line of the attribution that ends at `last`. */
function attributionEndingAt(
  lines: readonly string[],
  last: number,
  matches: (line: string) => boolean,
): number | undefined {
  let joined = '';
  for (let first = last; first >= 0 && first > last - WRAPPED; first -= 1) {
    const line = lines[first] ?? '';
    if (line === '' || line.startsWith('>')) return undefined;
    joined = joined === '' ? line : `${line} ${joined}`;
    if (matches(joined)) return first;
  }
  return undefined;
}

function aboveSignature(lines: readonly string[], end: number): number {
  for (let index = end - 1; index > 0 && index >= end - 1 - SIGNATURE_LINES; index -= 1) {
    if (lines[index] === '--') return index;
    if (lines[index]?.startsWith('>')) return end;
  }
  return end;
}

function aboveDeviceLine(lines: readonly string[], end: number): number {
  return isDeviceLine(lines[end - 1] ?? '') ? aboveRule(lines, end - 1) : end;
}

function aboveBlanks(lines: readonly string[], end: number): number {
  let at = end;
  while (at > 0 && lines[at - 1] === '') at -= 1;
  return at;
}

/** The first nonblank line from there on is quoted. */
function isQuoted(lines: readonly string[], from: number): boolean {
  let at = from;
  while (at < from + WRAPPED && lines[at] === '') at += 1;
  return lines[at]?.startsWith('>') ?? false;
}

/** Index of the first line of one's own where one quotation, and no other, stands above it all. */
function ownStart(lines: readonly string[], end: number): number {
  let quote = 0;
  while (quote < Math.min(end, WRAPPED + 1) && !lines[quote]?.startsWith('>')) quote += 1;
  const last = aboveBlanks(lines, quote) - 1;
  if (last < 0 || attributionEndingAt(lines, last, isAttribution) !== 0) return 0;
  let start = quote;
  while (start < end && (lines[start] === '' || lines[start]?.startsWith('>'))) start += 1;
  const answersBetween = lines.slice(start, end).some((line) => line.startsWith('>'));
  return answersBetween ? 0 : start;
}
