import { type IpRange, isInRange, parseIp } from './ip-range.ts';
import type { NumericTest, Scalar, ValueTest } from './value-test.ts';

/** Finds, for a value of one field, the branches whose test of that field may hold. Never misses one that does. */
export class CandidateIndex {
  readonly #exact = new Map<Scalar, number[]>();
  readonly #prefixes = new AffixIndex('start');
  readonly #suffixes = new AffixIndex('end');
  readonly #lowerExact = new Map<string, number[]>();
  readonly #lowerPrefixes = new AffixIndex('start');
  readonly #lowerSuffixes = new AffixIndex('end');
  readonly #intervals: { readonly test: NumericTest; readonly branch: number }[] = [];
  readonly #blocks: { readonly range: IpRange; readonly branch: number }[] = [];
  readonly #always: number[] = [];
  #hasLower = false;

  /** Notes that `branch` holds only for values that satisfy one of `tests`. */
  add(tests: readonly ValueTest[], branch: number): void {
    for (const test of tests) this.#addOne(test, branch);
  }

  /** Calls `found` with each candidate for `value`; the same branch may come more than once. */
  each(value: Scalar, found: (branch: number) => void): void {
    callEach(this.#exact.get(value), found);
    callEach(this.#always, found);
    if (typeof value === 'string') {
      this.#prefixes.each(value, found);
      this.#suffixes.each(value, found);
      if (this.#hasLower) {
        const lower = value.toLowerCase();
        callEach(this.#lowerExact.get(lower), found);
        this.#lowerPrefixes.each(lower, found);
        this.#lowerSuffixes.each(lower, found);
      }
      if (this.#blocks.length > 0) this.#eachBlock(value, found);
    } else if (typeof value === 'number') {
      for (const { test, branch } of this.#intervals) {
        if (value >= test.low && value <= test.high) found(branch);
      }
    }
  }

  #eachBlock(value: string, found: (branch: number) => void): void {
    const address = parseIp(value);
    if (address === undefined) return;
    for (const { range, branch } of this.#blocks) if (isInRange(range, address)) found(branch);
  }

  #addOne(test: ValueTest, branch: number): void {
    switch (test.kind) {
      case 'equals':
        append(this.#exact, test.value, branch);
        break;
      case 'prefix':
        this.#prefixes.add(test.text, branch);
        break;
      case 'suffix':
        this.#suffixes.add(test.text, branch);
        break;
      case 'wildcard': {
        const [first = ''] = test.pieces;
        if (first !== '') this.#prefixes.add(first, branch);
        else this.#suffixes.add(test.pieces.at(-1) ?? '', branch);
        break;
      }
      case 'equals-ignore-case':
        this.#hasLower = true;
        append(this.#lowerExact, test.text, branch);
        break;
      case 'prefix-ignore-case':
        this.#hasLower = true;
        this.#lowerPrefixes.add(test.text, branch);
        break;
      case 'suffix-ignore-case':
        this.#hasLower = true;
        this.#lowerSuffixes.add(test.text, branch);
        break;
      case 'numeric':
        this.#intervals.push({ test, branch });
        break;
      case 'cidr':
        this.#blocks.push({ range: test.range, branch });
        break;
      case 'anything-but':
      case 'exists':
        this.#always.push(branch);
        break;
      case 'absent':
        break;
    }
  }
}

/** Texts by their length, so that a value is cut and looked up once per length that occurs. */
class AffixIndex {
  readonly #end: 'start' | 'end';
  readonly #byLength: { readonly length: number; readonly branches: Map<string, number[]> }[] = [];

  constructor(end: 'start' | 'end') {
    this.#end = end;
  }

  add(text: string, branch: number): void {
    let group = this.#byLength.find(({ length }) => length === text.length);
    if (group === undefined) {
      group = { length: text.length, branches: new Map() };
      this.#byLength.push(group);
    }
    append(group.branches, text, branch);
  }

  each(value: string, found: (branch: number) => void): void {
    for (const { length, branches } of this.#byLength) {
      if (length > value.length) continue;
      const cut = this.#end === 'start' ? value.slice(0, length) : value.slice(value.length - length);
      callEach(branches.get(cut), found);
    }
  }
}

function append<Key>(lists: Map<Key, number[]>, key: Key, branch: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [branch]);
  else list.push(branch);
}

function callEach(branches: readonly number[] | undefined, found: (branch: number) => void): void {
  if (branches !== undefined) for (const branch of branches) found(branch);
}
