import { isUtf8 } from 'node:buffer';

/** A header field: name in lower case, value on one line. */
export interface Field {
  readonly name: string;
  readonly value: string;
}

export interface Header {
  readonly fields: readonly Field[];
  /** Offset of what follows the header. */
  readonly bodyStart: number;
  /**
   * Every reader finds the same fields in it. Not so with a NUL, a bare CR, line ends of two kinds, or a line that is no
   * field: there one reader ends a line or the whole header, where another reads on.
   */
  readonly readsOneWay: boolean;
}

export interface HeaderLimits {
  readonly bytes: number;
  readonly lines: number;
}

const LF = 0x0a;
const CR = 0x0d;

/** Longest value kept; nothing that is read is longer. Cutting costs no address: of From only the length counts then. */
const VALUE_LIMIT = 32_768;

/**
 * The header at the start of a range of bytes, or the limit it exceeds. A line that is no field is passed over; only
 * where no blank line ends the header does the first such line begin the body. A bare CR ends a line, as some readers
 * take it: so a second From cannot hide behind one.
 */
export function readHeader(
  bytes: Buffer,
  { start, end }: { readonly start: number; readonly end: number },
  limits: HeaderLimits,
): Header | 'too-long' | 'too-many-lines' {
  const first = skipBlankLines(bytes, start, end);
  const found = endOfHeader(bytes, first, Math.min(end, first + limits.bytes), limits.lines);
  if (found === 'too-many-lines') return found;
  if (found !== undefined) return headerOf(bytes, first, found.next);
  if (end - first > limits.bytes) return 'too-long';
  const bodyStart = firstLineThatIsNoField(bytes, first, end);
  const header = headerOf(bytes, first, bodyStart);
  // Another reader passes over the line that begins our body.
  return bodyStart < end ? { ...header, readsOneWay: false } : header;
}

function headerOf(bytes: Buffer, start: number, bodyStart: number): Header {
  const found = bytes.subarray(start, bodyStart);
  const { fields, oddLines } = fieldsIn(found);
  return { fields, bodyStart, readsOneWay: oddLines === 0 && endsLinesInOneWay(found) };
}

function endsLinesInOneWay(bytes: Buffer): boolean {
  const text = bytes.toString('latin1');
  const count = (piece: string): number => text.split(piece).length - 1;
  const pairs = count('\r\n');
  return !text.includes('\0') && count('\r') === pairs && (pairs === 0 || count('\n') === pairs);
}

/** A byte-order mark and blank lines before everything; some programs put them there. */
function skipBlankLines(bytes: Buffer, start: number, end: number): number {
  let at = start;
  if (bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) at += 3;
  while (start === 0 && at < end && (bytes[at] === LF || bytes[at] === CR)) at += 1;
  return at;
}

function endOfHeader(
  bytes: Buffer,
  start: number,
  end: number,
  mostLines: number,
): { readonly next: number } | 'too-many-lines' | undefined {
  let line = start;
  for (let lines = 0; line < end; lines += 1) {
    if (lines > mostLines) return 'too-many-lines';
    const lf = bytes.indexOf(LF, line);
    if (lf < 0 || lf >= end) return undefined;
    let last = lf;
    while (last > line && bytes[last - 1] === CR) last -= 1;
    if (last === line) return { next: lf + 1 };
    line = lf + 1;
  }
  return undefined;
}

function firstLineThatIsNoField(bytes: Buffer, start: number, end: number): number {
  let line = start;
  while (line < end) {
    const lf = bytes.indexOf(LF, line);
    const next = lf < 0 || lf >= end ? end : lf + 1;
    const text = bytes.toString('latin1', line, Math.min(next, line + 200));
    if (!CONTINUED.test(text) && !FIELD.test(text)) return line;
    line = next;
  }
  return end;
}

/** Space before the colon is obsolete and read nevertheless: `From : …` is a From. */
const FIELD = /^([\x21-\x39\x3b-\x7e]{1,100})[ \t]*:/;
const CONTINUED = /^[ \t]/;

function fieldsIn(bytes: Buffer): { readonly fields: Field[]; readonly oddLines: number } {
  const text = bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1').replaceAll('\u0000', '');
  const fields: { name: string; parts: string[] }[] = [];
  let oddLines = 0;
  for (const line of text.split(/[\r\n]+/)) {
    const name = FIELD.exec(line);
    const last = fields.at(-1);
    if (last && CONTINUED.test(line)) last.parts.push(line);
    else if (name?.[1]) fields.push({ name: name[1].toLowerCase(), parts: [line.slice(name[0].length)] });
    else if (line !== '') oddLines += 1;
  }
  return {
    fields: fields.map(({ name, parts }) => ({ name, value: parts.join('').slice(0, VALUE_LIMIT).trim() })),
    oddLines,
  };
}

/** The first value of a field: later ones of those that must stand once are ignored. */
export function firstValue(fields: readonly Field[], name: string): string | undefined {
  return fields.find((field) => field.name === name)?.value;
}

export function allValues(fields: readonly Field[], name: string): string[] {
  return fields.filter((field) => field.name === name).map(({ value }) => value);
}
