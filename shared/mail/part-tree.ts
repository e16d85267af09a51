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
  /** Multiparts within multiparts; a deeper one is a file. */
  depth: 8,
  /** Runs of two dashes and more, boundaries or not. */
  dashes: 250_000,
  /** Of one part. */
  header: { bytes: 8_192, lines: 200 },
  /** Bytes of all headers of parts. */
  headers: 512 * 1024,
};

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;
const DASHES = Buffer.from('--');

/** A mail while its parts are looked for. */
interface Search {
  readonly bytes: Buffer;
  /** Offsets of the lines that begin with two dashes. */
  readonly dashes: readonly number[];
  parts: number;
  headers: number;
  cutShort: boolean;
}

/** The parts of a mail whose header was read. */
export function readParts(bytes: Buffer, fields: readonly Field[], bodyStart: number): PartTree {
  const type = readContentType(firstValue(fields, 'content-type'));
  const dashes = type.boundary === undefined ? { lines: [], isAll: true } : dashedLines(bytes, bodyStart);
  const search: Search = {
    bytes,
    dashes: dashes.lines,
    parts: LIMITS.parts,
    headers: LIMITS.headers,
    cutShort: !dashes.isAll,
  };
  const root = readPart({ fields, start: bodyStart, end: bytes.length, ...type }, search, 1);
  return { root, cutShort: search.cutShort };
}

/** One pass for all boundaries: a crafted boundary makes searching for it slow, and every multipart would search again. */
function dashedLines(
  bytes: Buffer,
  start: number,
): { readonly lines: readonly number[]; readonly isAll: boolean } {
  const lines: number[] = [];
  let at = bytes.indexOf(DASHES, start);
  for (let runs = 0; at >= 0 && runs < LIMITS.dashes; runs += 1) {
    const before = bytes[at - 1];
    if (at === start || before === LF || before === CR) lines.push(at);
    let end = at + 2;
    while (bytes[end] === DASH) end += 1;
    at = bytes.indexOf(DASHES, end);
  }
  return { lines, isAll: at < 0 };
}

function readPart(part: Omit<Part, 'children'>, search: Search, depth: number): Part {
  if (!part.type.startsWith('multipart/')) return { ...part, children: [] };
  if (depth > LIMITS.depth) {
    search.cutShort = true;
    return { ...part, type: 'application/octet-stream', children: [] };
  }
  const ranges = part.boundary === undefined ? [] : split(part, part.boundary, search);
  // A multipart in which its boundary does not occur is at least text that somebody wrote.
  if (ranges.length === 0) return { ...part, type: 'text/plain', children: [] };
  const otherwise = part.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  return { ...part, children: ranges.map((range) => readChild(range, otherwise, search, depth + 1)) };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function readChild(range: Range, otherwise: string, search: Search, depth: number): Part {
  const header = search.headers > 0 ? readHeader(search.bytes, range, LIMITS.header) : 'too-long';
  if (typeof header === 'string') {
    search.cutShort = true;
    return { ...range, type: 'application/octet-stream', hasName: false, fields: [], children: [] };
  }
  const { fields, bodyStart } = header;
  search.headers -= bodyStart - range.start;
  const type = readContentType(firstValue(fields, 'content-type'), otherwise);
  return readPart({ fields, start: bodyStart, end: range.end, ...type }, search, depth);
}

/** What lies between the boundary's lines; one that never ends goes on to the end of the part around it. */
function split({ start, end }: Range, boundary: string, search: Search): Range[] {
  const { bytes, dashes } = search;
  const wanted = Buffer.from(boundary, 'utf8');
  const ranges: Range[] = [];
  let open: number | undefined;
  for (let index = firstFrom(dashes, start); index < dashes.length; index += 1) {
    const at = dashes[index] ?? end;
    if (at >= end) break;
    const line = boundaryLine(bytes, at + 2, end, wanted);
    if (line === undefined) continue;
    if (open !== undefined) {
      search.parts -= 1;
      ranges.push({ start: open, end: beforeLineEnd(bytes, at, open) });
    }
    open = line.closes ? undefined : line.next;
    if (line.closes) return ranges;
    if (search.parts <= 0) {
      search.cutShort = true;
      break;
    }
  }
  // What was not looked through any more stays one last part.
  return open === undefined ? ranges : [...ranges, { start: open, end }];
}

/** Index of the first offset that is not below. */
function firstFrom(offsets: readonly number[], from: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

function boundaryLine(bytes: Buffer, at: number, end: number, wanted: Buffer): BoundaryLine | undefined {
  const after = at + wanted.length;
  // Most lines differ early; a native comparison costs more than looking at one byte.
  if (after > end || bytes[at] !== wanted[0] || bytes.compare(wanted, 0, wanted.length, at, after) !== 0) {
    return undefined;
  }
  return restOfBoundary(bytes, after, end);
}

interface BoundaryLine {
  readonly closes: boolean;
  /** Offset of the next line. */
  readonly next: number;
}

/** The rest of a boundary's line: two dashes close the multipart; other than white space, nothing may follow. */
function restOfBoundary(bytes: Buffer, at: number, end: number): BoundaryLine | undefined {
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
