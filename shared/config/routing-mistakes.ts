import { compilePattern, InvalidEventPattern } from '../event-pattern/index.ts';
import { mistake, type Path, suggestion } from './mistakes.ts';
import type { ParsedSettings } from './schema.ts';
import { ROUTING_FACTS } from './settings.ts';

/** Mistakes in the routing table: every case must find a rule, and every rule a case. */
export const routingMistakes = ({ routing, queues }: ParsedSettings): string[] => {
  const ids = queues.map((queue) => queue.id);
  return [
    ...routing.flatMap((rule, index) => [
      ...nameMistakes(routing, index),
      ...(ids.includes(rule.queue)
        ? []
        : [
            mistake(
              ['routing', index, 'queue'],
              `is "${rule.queue}", which is no queue${suggestion(rule.queue, ids)}`,
            ),
          ]),
      ...(rule.when ? patternMistakes(['routing', index, 'when'], rule.when) : []),
    ]),
    ...reachMistakes(routing),
    ...(routing.at(-1)?.when || routing.length === 0
      ? [
          mistake(
            ['routing'],
            `leaves some cases without a queue; end it with a rule without "when", e.g. { name: "Everyone else", queue: "${ids[0]}" }`,
          ),
        ]
      : []),
  ];
};

type Rules = ParsedSettings['routing'];

const nameMistakes = (routing: Rules, index: number): string[] => {
  const first = routing.findIndex((rule) => rule.name === routing[index]?.name);
  return first < index
    ? [
        mistake(
          ['routing', index, 'name'],
          `is "${routing[index]?.name}", as is routing[${first}].name; rename one of them`,
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
const reachMistakes = (routing: Rules): string[] => {
  const taken = new Map<string, number>();
  return routing.flatMap((rule, index) => {
    const everything = routing.findIndex((other) => other.when === undefined);
    if (everything !== -1 && everything < index) {
      return [
        mistake(
          ['routing', index],
          `is never reached: routing[${everything}] has no "when" and takes every case; move that one to the end`,
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
            ['routing', index],
            `is never reached: routing[${first}] has the same "when"; remove one of them`,
          ),
        ];
  });
};
