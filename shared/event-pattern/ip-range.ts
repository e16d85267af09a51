/** A block of addresses; `bits` is 32 for IPv4 and 128 for IPv6, and addresses of the other family never match. */
export interface IpRange {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

interface IpAddress {
  readonly bits: 32 | 128;
  readonly number: bigint;
}

/** Reads `10.0.0.0/24` or `2001:db8::/32`; undefined when it is neither. */
export function parseCidr(text: string): IpRange | undefined {
  const [address, mask, ...rest] = text.split('/');
  if (address === undefined || mask === undefined || rest.length > 0 || !/^\d{1,3}$/.test(mask))
    return undefined;
  const parsed = parseIp(address);
  if (parsed === undefined || Number(mask) > parsed.bits) return undefined;
  const free = BigInt(parsed.bits - Number(mask));
  const first = (parsed.number >> free) << free;
  return { bits: parsed.bits, first, last: first + (1n << free) - 1n };
}

/** Whether `text` is an address inside the block; anything that is no address is not. */
export function ipInRange(range: IpRange, text: string): boolean {
  const address = parseIp(text);
  return (
    address !== undefined &&
    address.bits === range.bits &&
    address.number >= range.first &&
    address.number <= range.last
  );
}

function parseIp(text: string): IpAddress | undefined {
  return text.includes(':') ? parseIpV6(text) : parseIpV4(text);
}

function parseIpV4(text: string): IpAddress | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let number = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    number = (number << 8n) | BigInt(part);
  }
  return { bits: 32, number };
}

function parseIpV6(text: string): IpAddress | undefined {
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
  return { bits: 128, number };
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
      found.push(Number(v4.number >> 16n), Number(v4.number & 0xffffn));
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      found.push(Number.parseInt(part, 16));
    } else {
      return undefined;
    }
  }
  return found;
}
