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

export interface SeededRandom extends RandomSource {
  /** From here on as if made with this seed. */
  reseed(seed: string | number): void;
}

/**
 * A random source that repeats exactly for a seed (sfc32 by Chris Doty-Humphrey). For tests and local keys only: its
 * numbers can be foreseen.
 */
export function seededRandom(first: string | number): SeededRandom {
  let [a, b, c, counter] = [0, 0, 0, 0];
  const word = () => {
    const sum = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) >>> 0;
    c = ((c << 21) | (c >>> 11)) >>> 0;
    c = (c + sum) >>> 0;
    return sum;
  };
  const reseed = (seed: string | number) => {
    [a, b, c, counter] = [hash(`a${seed}`), hash(`b${seed}`), hash(`c${seed}`), 1];
    // The first words still show the seed.
    for (let round = 0; round < 15; round++) word();
  };
  reseed(first);

  const hex = (length: number) => {
    let text = '';
    while (text.length < length) text += word().toString(16).padStart(8, '0');
    return text.slice(0, length);
  };
  return {
    next: () => word() / 0x1_0000_0000,
    hex,
    reseed,
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
