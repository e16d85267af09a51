/** An address: a number for IPv4, the eight groups as one big integer for IPv6. */
export type IpAddress = number | bigint;

/** A block of addresses, both ends included; addresses of the other family never match. */
export interface IpRange {
  readonly first: IpAddress;
  readonly last: IpAddress;
}

/** Reads `10.0.0.0/24` or `2001:db8::/32`; undefined when it is neither. */
export function parseCidr(text: string): IpRange | undefined {
  const [address, mask, ...rest] = text.split('/');
  if (address === undefined || mask === undefined || rest.length > 0 || !/^\d{1,3}$/.test(mask))
    return undefined;
  const parsed = parseIp(address);
  if (parsed === undefined) return undefined;
  const free = (typeof parsed === 'number' ? 32 : 128) - Number(mask);
  if (free < 0) return undefined;
  if (typeof parsed === 'number') {
    const size = 2 ** free;
    const first = Math.floor(parsed / size) * size;
    return { first, last: first + size - 1 };
  }
  const first = (parsed >> BigInt(free)) << BigInt(free);
  return { first, last: first + (1n << BigInt(free)) - 1n };
}

/** Reads an address of either family; undefined when `text` is none. */
export function parseIp(text: string): IpAddress | undefined {
  return text.includes(':') ? parseIpV6(text) : parseIpV4(text);
}

/** Whether an address lies inside the block. */
export function isInRange(range: IpRange, address: IpAddress): boolean {
  return typeof address === typeof range.first && address >= range.first && address <= range.last;
}

/** Without splitting or expressions: it runs for every event. */
function parseIpV4(text: string): number | undefined {
  let address = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === DOT) {
      if (digits === 0 || part > 255) return undefined;
      address = address * 256 + part;
      part = 0;
      digits = 0;
      dots += 1;
    } else if (code >= ZERO && code <= NINE && digits < 3) {
      part = part * 10 + code - ZERO;
      digits += 1;
    } else {
      return undefined;
    }
  }
  return dots === 3 && digits > 0 && part <= 255 ? address * 256 + part : undefined;
}

const DOT = 46;
const ZERO = 48;
const NINE = 57;

function parseIpV6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = groups(halves[0] ?? '');
  const tail = halves.length === 2 ? groups(halves[1] ?? '') : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  let number = 0n;
  for (const group of [...head, ...Array<number>(missing).fill(0), ...tail])
    number = (number << 16n) | BigInt(group);
  return number;
}

/** The 16-bit groups of one side of `::`, where the last may be a dotted IPv4 address. */
function groups(text: string): number[] | undefined {
  if (text === '') return [];
  const found: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (part.includes('.') && index === parts.length - 1) {
      const v4 = parseIpV4(part);
      if (v4 === undefined) return undefined;
      found.push(Math.floor(v4 / 65_536), v4 % 65_536);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      found.push(Number.parseInt(part, 16));
    } else {
      return undefined;
    }
  }
  return found;
}
