import { compilePattern, InvalidEventPattern } from '../event-pattern/index.ts';
import { mistake, type Path, suggestion } from './mistakes.ts';
import { ROUTING_FACTS } from './settings.ts';

/** A line of a table that is read from the top: the first whose pattern matches wins. */
interface Rule {
  readonly name: string;
  readonly when?: Readonly<Record<string, unknown>> | undefined;
}

/** Mistakes in the names and patterns of such a table, and lines that no case can reach. */
export const ruleMistakes = (table: string, rules: readonly Rule[]): string[] => [
  ...rules.flatMap((rule, index) => [
    ...nameMistakes(table, rules, index),
    ...(rule.when ? patternMistakes([table, index, 'when'], rule.when) : []),
  ]),
  ...reachMistakes(table, rules),
];

const nameMistakes = (table: string, rules: readonly Rule[], index: number): string[] => {
  const first = rules.findIndex((rule) => rule.name === rules[index]?.name);
  return first < index
    ? [
        mistake(
          [table, index, 'name'],
          `is "${rules[index]?.name}", as is ${table}[${first}].name; rename one of them`,
        ),
      ]
    : [];
};

const patternMistakes = (path: Path, when: Readonly<Record<string, unknown>>): string[] => {
  if (Object.keys(when).length === 0)
    return [mistake(path, 'is empty; leave "when" out to match every case')];
  const unknown = unknownFacts(path, when);
  if (unknown.length > 0) return unknown;
  try {
    compilePattern(when);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidEventPattern)) throw error;
    const at = error.path === '' ? path : [...path, ...error.path.split('.')];
    return [mistake(at, `is no event pattern: ${error.reason}`)];
  }
};

const unknownFacts = (path: Path, when: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(when).flatMap(([fact, value]) => {
    if (fact === '$or' && Array.isArray(value)) {
      return value.flatMap((part, index) =>
        typeof part === 'object' && part !== null ? unknownFacts([...path, '$or', index], { ...part }) : [],
      );
    }
    return fact === '$or' || ROUTING_FACTS.some((known) => known === fact)
      ? []
      : [mistake([...path, fact], `is no fact of a case${suggestion(fact, ROUTING_FACTS)}`)];
  });

/** Rules that no case can reach. */
const reachMistakes = (table: string, rules: readonly Rule[]): string[] => {
  const taken = new Map<string, number>();
  return rules.flatMap((rule, index) => {
    const everything = rules.findIndex((other) => other.when === undefined);
    if (everything !== -1 && everything < index) {
      return [
        mistake(
          [table, index],
          `is never reached: ${table}[${everything}] has no "when" and takes every case; move that one to the end`,
        ),
      ];
    }
    const pattern = JSON.stringify(rule.when);
    const first = taken.get(pattern);
    if (first === undefined) taken.set(pattern, index);
    return first === undefined
      ? []
      : [
          mistake(
            [table, index],
            `is never reached: ${table}[${first}] has the same "when"; remove one of them`,
          ),
        ];
  });
};
