import { randomBytes } from 'node:crypto';
import type { RandomSource } from './time.ts';

/** FNV-1a, to spread a seed's text over 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/**
 * A random source that repeats exactly for a seed (sfc32 by Chris Doty-Humphrey). For tests and local keys only: its
 * numbers can be foreseen.
 */
export function seededRandom(seed: string | number): RandomSource {
  let a = hash(`a${seed}`);
  let b = hash(`b${seed}`);
  let c = hash(`c${seed}`);
  let counter = 1;
  const word = () => {
    const sum = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) >>> 0;
    c = ((c << 21) | (c >>> 11)) >>> 0;
    c = (c + sum) >>> 0;
    return sum;
  };
  // The first words still show the seed.
  for (let round = 0; round < 15; round++) word();

  const hex = (length: number) => {
    let text = '';
    while (text.length < length) text += word().toString(16).padStart(8, '0');
    return text.slice(0, length);
  };
  return {
    next: () => word() / 0x1_0000_0000,
    hex,
    uuid() {
      const digits = hex(32);
      const variant = (8 + (Number.parseInt(digits.charAt(16), 16) % 4)).toString(16);
      return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
    },
  };
}

/** A seed nobody chose, for a live cloud. */
export function freshSeed(): string {
  return randomBytes(16).toString('hex');
}
