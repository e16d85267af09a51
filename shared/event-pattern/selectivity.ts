import type { Branch, FieldTest } from './parse-pattern.ts';
import type { ValueTest } from './value-test.ts';

/**
 * Chooses, among the fields of a branch, the one that leaves the fewest branches to look at: the one whose tests the
 * fewest other branches share. A field that accepts absence cannot be chosen, since events without it must be found.
 */
export class Selectivity {
  readonly #shared = new Map<string, number>();

  constructor(branches: readonly Branch[]) {
    for (const branch of branches) {
      for (const field of branch) {
        for (const test of field.tests) {
          const name = groupOf(field.path, test);
          this.#shared.set(name, (this.#shared.get(name) ?? 0) + 1);
        }
      }
    }
  }

  /** The field to find the branch by; undefined when every field accepts absence. */
  bestField(branch: Branch): FieldTest | undefined {
    let best: FieldTest | undefined;
    let least = Infinity;
    for (const field of branch) {
      if (field.tests.some((test) => test.kind === 'absent')) continue;
      const burden = field.tests.reduce((sum, test) => sum + this.#burden(field.path, test), 0);
      if (burden < least) {
        best = field;
        least = burden;
      }
    }
    return best;
  }

  #burden(path: string, test: ValueTest): number {
    const shared = this.#shared.get(groupOf(path, test)) ?? 0;
    return shared * LIKELIHOOD[test.kind] + (test.kind === 'equals' ? 0 : 1);
  }
}

/** How likely a value that is looked up leads to a test that then fails or says little; only the order matters. */
const LIKELIHOOD: Readonly<Record<ValueTest['kind'], number>> = {
  equals: 1,
  'equals-ignore-case': 1.1,
  prefix: 1.2,
  suffix: 1.2,
  'prefix-ignore-case': 1.3,
  'suffix-ignore-case': 1.3,
  wildcard: 1.5,
  numeric: 0.5,
  cidr: 0.5,
  'anything-but': 2,
  exists: 2,
  absent: Infinity,
};

/** Tests of one group are found together when a value is looked up. */
function groupOf(path: string, test: ValueTest): string {
  switch (test.kind) {
    case 'equals':
      return `${path}\n=${JSON.stringify(test.value)}`;
    case 'prefix':
    case 'suffix':
    case 'equals-ignore-case':
    case 'prefix-ignore-case':
    case 'suffix-ignore-case':
      return `${path}\n${test.kind} ${test.text}`;
    case 'wildcard':
      return `${path}\nwildcard ${test.pieces[0] === '' ? `*${test.pieces.at(-1)}` : test.pieces[0]}`;
    default:
      return `${path}\n${test.kind}`;
  }
}
