import { describe, expect, test } from 'vitest';
import { compilePattern, InvalidEventPattern } from '../../shared/event-pattern/index.ts';

const matches = (pattern: unknown, event: unknown): boolean => compilePattern(pattern).matches(event);

function refusal(pattern: unknown): { path: string; message: string } {
  try {
    compilePattern(pattern);
  } catch (error) {
    if (error instanceof InvalidEventPattern) return { path: error.path, message: error.message };
    throw error;
  }
  throw new Error('the pattern was accepted');
}

describe('fields of one array of objects', () => {
  const pattern = { people: { name: ['Ann'], age: [3] } };

  test('match within the same element', () => {
    const event = {
      people: [
        { name: 'Bob', age: 4 },
        { name: 'Ann', age: 3 },
      ],
    };
    expect(matches(pattern, event)).toBe(true);
  });

  test('do not match across elements', () => {
    const event = {
      people: [
        { name: 'Ann', age: 4 },
        { name: 'Bob', age: 3 },
      ],
    };
    expect(matches(pattern, event)).toBe(false);
  });

  test('match across elements of different arrays', () => {
    const both = { people: { name: ['Ann'] }, pets: { name: ['Rex'] } };
    expect(matches(both, { people: [{ name: 'Ann' }], pets: [{ name: 'Tom' }, { name: 'Rex' }] })).toBe(true);
  });
});

describe('$or', () => {
  const pattern = { source: ['x'], $or: [{ a: [1] }, { b: [2], c: [3] }] };

  test('needs the fields beside it and one option in full', () => {
    expect(matches(pattern, { source: 'x', a: 1 })).toBe(true);
    expect(matches(pattern, { source: 'x', b: 2, c: 3 })).toBe(true);
    expect(matches(pattern, { source: 'x', b: 2 })).toBe(false);
    expect(matches(pattern, { source: 'y', a: 1 })).toBe(false);
  });

  test('multiplies with another $or', () => {
    const two = { p: { $or: [{ a: [1] }, { a: [2] }] }, q: { $or: [{ b: [1] }, { b: [2] }] } };
    expect(matches(two, { p: { a: 2 }, q: { b: 1 } })).toBe(true);
    expect(matches(two, { p: { a: 2 }, q: { b: 3 } })).toBe(false);
  });

  test.each([
    ['one option', { $or: [{ a: [1] }] }],
    ['no list', { $or: { a: [1] } }],
    ['an option that is no object', { $or: [{ a: [1] }, 1] }],
    ['an operator as a field', { $or: [{ prefix: ['x'] }, { a: [1] }] }],
    ['a field named beside it too', { a: [1], $or: [{ a: [2] }, { b: [2] }] }],
  ])('is refused with %s', (_what, refused) => {
    expect(() => compilePattern(refused)).toThrow(InvalidEventPattern);
  });

  test('is refused when it makes more than 1,000 combinations', () => {
    const many = (name: string) => ({ $or: Array.from({ length: 11 }, (_, n) => ({ [name]: [n] })) });
    expect(() => compilePattern({ p: many('a'), q: many('b') })).not.toThrow();
    expect(refusal({ p: many('a'), q: many('b'), r: many('c') }).message).toContain(
      'more than 1000 combinations',
    );
  });
});

describe('a refusal', () => {
  test.each([
    [{ detail: { state: 'open' } }, 'detail.state', 'takes a list of values'],
    [{ detail: { state: [] } }, 'detail.state', 'An empty list'],
    [{ detail: {} }, 'detail', 'An empty object'],
    [{}, '', 'An empty object'],
    [{ a: [{ prefix: 'x', suffix: 'y' }] }, 'a', 'exactly one key'],
    [{ a: [{ numeric: ['>', 5, '<', 5] }] }, 'a', 'must be less than the upper one'],
    [{ a: [{ numeric: ['<', 5, '>', 1] }] }, 'a', 'a lower and then an upper bound'],
    [{ a: [{ cidr: '10.0.0.0/33' }] }, 'a', 'address block'],
    [{ a: [{ cidr: '::1::/64' }] }, 'a', 'address block'],
    [{ a: [{ wildcard: 'a\\b' }] }, 'a', 'backslash'],
    [{ a: [{ wildcard: '*a*a*a*a*a*a' }] }, 'a', 'too complex'],
    [{ a: [{ 'anything-but': ['x', 1] }] }, 'a', 'strings only or numbers only'],
    [{ a: [{ 'anything-but': [] }] }, 'a', 'at least one value'],
    [{ a: [{ exists: 'yes' }] }, 'a', 'true or false'],
    [{ a: [[1]] }, 'a', 'an operator'],
    ['{"a":[1]}', '', 'must be a JSON object'],
    [{ a: { b: [1] }, 'a.b': [2] }, 'a.b', 'only once'],
  ])('of %j names the path %j and the reason', (pattern, path, reason) => {
    expect(refusal(pattern)).toEqual({ path, message: expect.stringContaining(reason) });
  });

  test('comes for a pattern nested beyond reason, instead of an exhausted stack', () => {
    const depth = 100_000;
    expect(() => compilePattern(JSON.parse(`${'{"a":'.repeat(depth)}[1]${'}'.repeat(depth)}`))).toThrow(
      InvalidEventPattern,
    );
  });
});

describe('operators', () => {
  test.each<[unknown, unknown, boolean]>([
    [{ wildcard: 'a\\*b' }, 'a*b', true],
    [{ wildcard: 'a\\*b' }, 'axb', false],
    [{ wildcard: 'a\\\\*' }, 'a\\x', true],
    [{ wildcard: 'ab*ba' }, 'aba', false],
    [{ wildcard: 'a*b*a' }, 'axbya', true],
    [{ wildcard: '*' }, '', true],
    [{ numeric: ['=', 3] }, 3.0, true],
    [{ numeric: ['>=', 0, '<', 5] }, 5, false],
    [{ numeric: ['>=', 0, '<', 5] }, 0, true],
    [{ cidr: '::ffff:10.0.0.0/104' }, '::ffff:10.1.2.3', true],
    [{ cidr: '10.0.0.0/8' }, '::ffff:10.1.2.3', false],
    [{ cidr: '0.0.0.0/0' }, '255.255.255.255', true],
    [{ 'equals-ignore-case': 'ÄRGER' }, 'ärger', true],
    [{ 'anything-but': 'a' }, ['a', 'b'], true],
    [{ 'anything-but': ['a', 'b'] }, ['a', 'b'], false],
    [{ exists: false }, undefined, true],
    [{ exists: false }, null, false],
  ])('%j on %j gives %s', (operator, value, expected) => {
    expect(matches({ f: [operator] }, value === undefined ? {} : { f: value })).toBe(expected);
  });
});
