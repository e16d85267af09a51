import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern, RuleSet } from '../../shared/event-pattern/index.ts';

const text = fc.constantFrom('', 'a', 'A', 'ab', 'aB', 'abc', 'b', 'ba', '10.0.0.7', '10.1.0.7', '1', 'null');
const number = fc.constantFrom(-1, 0, 0.5, 1, 2, 10);
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null));

const valueTest = fc.oneof(
  { weight: 4, arbitrary: scalar },
  text.map((prefix) => ({ prefix })),
  text.map((suffix) => ({ suffix })),
  text.map((inner) => ({ prefix: { 'equals-ignore-case': inner } })),
  text.map((inner) => ({ suffix: { 'equals-ignore-case': inner } })),
  text.map((inner) => ({ 'equals-ignore-case': inner })),
  fc.constantFrom('a*', '*b', '*', 'a*c', '*b*', 'ab').map((wildcard) => ({ wildcard })),
  fc
    .tuple(number, fc.constantFrom('<', '<=', '>', '>=', '='))
    .map(([n, operator]) => ({ numeric: [operator, n] })),
  fc.constant({ numeric: ['>', 0, '<=', 2] }),
  fc.constantFrom('10.0.0.0/16', '10.0.0.0/8').map((cidr) => ({ cidr })),
  fc.boolean().map((exists) => ({ exists })),
  fc.uniqueArray(text, { minLength: 1 }).map((list) => ({ 'anything-but': list })),
  number.map((n) => ({ 'anything-but': n })),
  fc.constantFrom('a', 'ab').map((prefix) => ({ 'anything-but': { prefix } })),
  fc.constantFrom('*b', 'a*').map((wildcard) => ({ 'anything-but': { wildcard } })),
);
const list = fc.array(valueTest, { minLength: 1, maxLength: 3 });
const fields = fc.dictionary(
  fc.constantFrom('p', 'q', 'r', 'p.q'),
  fc.oneof(list, fc.dictionary(fc.constantFrom('p', 'q', 'r'), list, { minKeys: 1, maxKeys: 2 })),
  { minKeys: 1, maxKeys: 3 },
);
const pattern = fc.oneof(
  { weight: 4, arbitrary: fields },
  fc.tuple(fields, fields).map((options) => ({ $or: options })),
  fc.tuple(list, fields, fields).map(([s, ...options]) => ({ s, $or: options })),
);

const leaf = fc.oneof(scalar, fc.array(scalar, { maxLength: 2 }));
const inner = fc.dictionary(fc.constantFrom('p', 'q', 'r', 'p.q'), leaf, { maxKeys: 3 });
const event = fc.dictionary(
  fc.constantFrom('p', 'q', 'r', 's', 'p.q'),
  fc.oneof(leaf, inner, fc.array(fc.oneof(inner, scalar), { maxLength: 3 })),
  { maxKeys: 4 },
);

/** Compiles what can be compiled: a generated pattern may name a field twice, which AWS refuses. */
function compileOrSkip(json: unknown) {
  try {
    return compilePattern(json);
  } catch {
    return undefined;
  }
}

describe('a set of rules', () => {
  test('finds exactly the rules that match one by one, in their order', () => {
    let matches = 0;
    fc.assert(
      fc.property(
        fc.array(pattern, { maxLength: 12 }),
        fc.array(event, { maxLength: 6 }),
        (patterns, events) => {
          const rules = patterns.flatMap((json, value) => {
            const compiled = compileOrSkip(json);
            return compiled === undefined ? [] : [{ pattern: compiled, value }];
          });
          const set = new RuleSet(rules);
          for (const each of events) {
            const expected = rules.filter((rule) => rule.pattern.matches(each)).map((rule) => rule.value);
            matches += expected.length;
            expect(set.match(each)).toEqual(expected);
            expect(set.first(each)).toBe(expected[0]);
          }
        },
      ),
      { numRuns: 1_000 },
    );
    // Hundreds as a rule; a property over events that no rule matches would show nothing.
    expect(matches).toBeGreaterThan(50);
  });

  test('gives the first of several matching rules', () => {
    const set = new RuleSet([
      { pattern: compilePattern({ detail: { queue: ['sales'] } }), value: 'sales' },
      { pattern: compilePattern({ detail: { priority: [{ numeric: ['<', 3] }] } }), value: 'urgent' },
      { pattern: compilePattern({ detail: { queue: [{ exists: true }] } }), value: 'everything' },
    ]);
    expect(set.first({ detail: { queue: 'billing', priority: 1 } })).toBe('urgent');
    expect(set.match({ detail: { queue: 'billing', priority: 1 } })).toEqual(['urgent', 'everything']);
    expect(set.first({ detail: { priority: 9 } })).toBeUndefined();
  });

  test('names a rule once when several of its $or options match', () => {
    const pattern = compilePattern({ $or: [{ a: [1] }, { b: [1] }] });
    expect(new RuleSet([{ pattern, value: 'both' }]).match({ a: 1, b: 1 })).toEqual(['both']);
  });
});

describe('a matcher', () => {
  test('never throws, whatever the event', () => {
    const patterns = [
      { a: [{ exists: false }], b: { c: [{ prefix: 'x' }] } },
      { $or: [{ a: [{ numeric: ['>', 1] }] }, { 'b.c': [{ cidr: '10.0.0.0/8' }] }] },
      { a: { b: [{ wildcard: 'x*y*z' }], c: [{ 'anything-but': { suffix: 'q' } }] } },
    ].map(compilePattern);
    const set = new RuleSet(patterns.map((compiled, value) => ({ pattern: compiled, value })));
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        for (const compiled of patterns) expect(compiled.matches(json)).toBeTypeOf('boolean');
        expect(set.match({ a: json, b: json })).toEqual(
          patterns.flatMap((compiled, value) => (compiled.matches({ a: json, b: json }) ? [value] : [])),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  test('survives arrays and objects nested deeper than the call stack', () => {
    const depth = 200_000;
    const compiled = compilePattern({ a: [1], b: { b: ['x'] } });
    expect(compiled.matches({ a: JSON.parse('['.repeat(depth) + ']'.repeat(depth)), b: 1 })).toBe(false);
    expect(compiled.matches(JSON.parse(`${'{"b":'.repeat(depth)}1${'}'.repeat(depth)}`))).toBe(false);
  });
});
