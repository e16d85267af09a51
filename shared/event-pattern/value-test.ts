import { type IpRange, isInRange, parseIp } from './ip-range.ts';
import { type Wildcard, wildcardMatches } from './wildcard.ts';

/** What a leaf of a JSON event can be. */
export type Scalar = string | number | boolean | null;

/** One element of a pattern's list. Texts of the `…-ignore-case` kinds are in lower case. */
export type ValueTest =
  | { readonly kind: 'equals'; readonly value: Scalar }
  | { readonly kind: 'prefix'; readonly text: string }
  | { readonly kind: 'suffix'; readonly text: string }
  | { readonly kind: 'equals-ignore-case'; readonly text: string }
  | { readonly kind: 'prefix-ignore-case'; readonly text: string }
  | { readonly kind: 'suffix-ignore-case'; readonly text: string }
  | { readonly kind: 'wildcard'; readonly pieces: Wildcard }
  | NumericTest
  | { readonly kind: 'cidr'; readonly range: IpRange }
  | { readonly kind: 'anything-but'; readonly refused: readonly ValueTest[] }
  | { readonly kind: 'exists' }
  | { readonly kind: 'absent' };

/** An interval; an open side is infinite and counts as included. */
export interface NumericTest {
  readonly kind: 'numeric';
  readonly low: number;
  readonly lowIncluded: boolean;
  readonly high: number;
  readonly highIncluded: boolean;
}

/** A function that says whether a value that is there satisfies any of `tests`. */
export function anyOf(tests: readonly ValueTest[]): (value: Scalar) => boolean {
  if (tests.every((test) => test.kind === 'equals')) {
    const [only] = tests;
    if (tests.length === 1 && only !== undefined) return (value) => value === only.value;
    const values = new Set(tests.map((test) => test.value));
    return (value) => values.has(value);
  }
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return (value) => holds(only, value);
  return (value) => {
    for (const test of tests) if (holds(test, value)) return true;
    return false;
  };
}

/** Whether one value that is there satisfies one test. */
function holds(test: ValueTest, value: Scalar): boolean {
  switch (test.kind) {
    case 'equals':
      return value === test.value;
    case 'prefix':
      return typeof value === 'string' && value.startsWith(test.text);
    case 'suffix':
      return typeof value === 'string' && value.endsWith(test.text);
    case 'equals-ignore-case':
      return typeof value === 'string' && value.toLowerCase() === test.text;
    case 'prefix-ignore-case':
      return typeof value === 'string' && value.toLowerCase().startsWith(test.text);
    case 'suffix-ignore-case':
      return typeof value === 'string' && value.toLowerCase().endsWith(test.text);
    case 'wildcard':
      return typeof value === 'string' && wildcardMatches(test.pieces, value);
    case 'numeric':
      return typeof value === 'number' && isInside(test, value);
    case 'cidr': {
      const address = typeof value === 'string' ? parseIp(value) : undefined;
      return address !== undefined && isInRange(test.range, address);
    }
    case 'anything-but':
      for (const refused of test.refused) if (holds(refused, value)) return false;
      return true;
    case 'exists':
      return true;
    case 'absent':
      return false;
  }
}

function isInside(test: NumericTest, value: number): boolean {
  const aboveLow = test.lowIncluded ? value >= test.low : value > test.low;
  const belowHigh = test.highIncluded ? value <= test.high : value < test.high;
  return aboveLow && belowHigh;
}
