import { type ContentType, readContentType } from './content-type.ts';
import { type Field, firstValue, readHeader } from './header.ts';

/** A part of a mail, by offsets into its bytes: nothing of it is copied or decoded yet. */
export interface Part extends ContentType {
  readonly fields: readonly Field[];
  readonly start: number;
  readonly end: number;
  /** Empty for everything but a multipart. */
  readonly children: readonly Part[];
}

export interface PartTree {
  readonly root: Part;
  /** There are more parts, or they lie deeper, than are looked at. */
  readonly cutShort: boolean;
}

const LIMITS = {
  /** Of one mail. */
  parts: 500,
  /** Multiparts within multiparts; a deeper one is a file. Each level is searched through once more. */
  depth: 8,
  /** Lines that begin like a boundary, true ones included. */
  candidates: 20_000,
  header: { bytes: 32_768, lines: 500 },
};

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;

interface Budget {
  parts: number;
  candidates: number;
  cutShort: boolean;
}

/** The parts of a mail whose header was read. */
export function readParts(bytes: Buffer, fields: readonly Field[], bodyStart: number): PartTree {
  const budget: Budget = { parts: LIMITS.parts, candidates: LIMITS.candidates, cutShort: false };
  const range = { start: bodyStart, end: bytes.length };
  const root = readPart(
    bytes,
    { fields, ...range, ...readContentType(firstValue(fields, 'content-type')) },
    budget,
    1,
  );
  return { root, cutShort: budget.cutShort };
}

function readPart(bytes: Buffer, part: Omit<Part, 'children'>, budget: Budget, depth: number): Part {
  if (!part.type.startsWith('multipart/')) return { ...part, children: [] };
  if (depth > LIMITS.depth) {
    budget.cutShort = true;
    return { ...part, type: 'application/octet-stream', children: [] };
  }
  const ranges = part.boundary === undefined ? [] : split(bytes, part, part.boundary, budget);
  // A multipart in which its boundary does not occur is at least text that somebody wrote.
  if (ranges.length === 0) return { ...part, type: 'text/plain', children: [] };
  const otherwise = part.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  const children = ranges.map((range) => {
    const header = readHeader(bytes, range, LIMITS.header);
    const { fields, bodyStart } =
      typeof header === 'string' ? { fields: [], bodyStart: range.start } : header;
    const type = readContentType(firstValue(fields, 'content-type'), otherwise);
    return readPart(bytes, { fields, start: bodyStart, end: range.end, ...type }, budget, depth + 1);
  });
  return { ...part, children };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** What lies between the boundary's lines; one that never ends goes on to the end of the part around it. */
function split(bytes: Buffer, { start, end }: Range, boundary: string, budget: Budget): Range[] {
  const needle = Buffer.from(`--${boundary}`, 'utf8');
  const ranges: Range[] = [];
  let open: number | undefined;
  for (
    let at = bytes.indexOf(needle, start);
    at >= 0 && at < end;
    at = bytes.indexOf(needle, at + needle.length)
  ) {
    if (budget.candidates === 0 || budget.parts === 0) {
      budget.cutShort = true;
      break;
    }
    budget.candidates -= 1;
    if (!isLineStart(bytes, at, start)) continue;
    const line = lineOf(bytes, at + needle.length, end);
    if (line === undefined) continue;
    if (open !== undefined) {
      budget.parts -= 1;
      ranges.push({ start: open, end: beforeLineEnd(bytes, at, open) });
    }
    open = line.closes ? undefined : line.next;
    if (line.closes) return ranges;
  }
  // What was not looked through any more stays one last part.
  return open === undefined ? ranges : [...ranges, { start: open, end }];
}

function isLineStart(bytes: Buffer, at: number, start: number): boolean {
  const before = bytes[at - 1];
  return at === start || before === LF || before === CR;
}

/** The rest of a boundary's line: two dashes close the multipart; other than white space, nothing may follow. */
function lineOf(
  bytes: Buffer,
  at: number,
  end: number,
): { readonly closes: boolean; readonly next: number } | undefined {
  const closes = bytes[at] === DASH && bytes[at + 1] === DASH;
  let next = closes ? at + 2 : at;
  while (next < end && (bytes[next] === 0x20 || bytes[next] === 0x09)) next += 1;
  if (next < end && bytes[next] === CR) next += 1;
  const ended = next >= end || bytes[next] === LF || bytes[next - 1] === CR;
  if (!ended) return undefined;
  return { closes, next: bytes[next] === LF ? next + 1 : next };
}

/** The line end before a boundary belongs to the boundary. */
function beforeLineEnd(bytes: Buffer, at: number, start: number): number {
  let end = at;
  if (end > start && bytes[end - 1] === LF) end -= 1;
  if (end > start && bytes[end - 1] === CR) end -= 1;
  return end;
}
