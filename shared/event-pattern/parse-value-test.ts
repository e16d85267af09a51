import { InvalidEventPattern } from './invalid-event-pattern.ts';
import { parseCidr } from './ip-range.ts';
import type { NumericTest, ValueTest } from './value-test.ts';
import { parseWildcard } from './wildcard.ts';

/**
 * Reads one element of a pattern's list: a plain value or `{ operator: … }`.
 * @throws InvalidEventPattern where EventBridge would refuse it
 */
export function parseValueTest(json: unknown, path: readonly string[]): ValueTest {
  if (isScalar(json)) return { kind: 'equals', value: json };
  if (!isObject(json))
    throw refused(path, 'a value must be a string, a number, true, false, null or an operator.');
  const [operator, argument] = onlyEntry(json, path);
  switch (operator) {
    case 'prefix':
    case 'suffix':
      return parseAffix(operator, argument, path);
    case 'equals-ignore-case':
      return { kind: operator, text: text(argument, operator, path).toLowerCase() };
    case 'wildcard':
      return parseWildcardTest(argument, path);
    case 'numeric':
      return parseNumeric(argument, path);
    case 'cidr': {
      const range = typeof argument === 'string' ? parseCidr(argument) : undefined;
      if (range === undefined) {
        throw refused(path, '"cidr" must be an address block such as "10.0.0.0/24" or "2001:db8::/32".');
      }
      return { kind: 'cidr', range };
    }
    case 'exists':
      if (typeof argument !== 'boolean') throw refused(path, '"exists" must be true or false.');
      return argument ? { kind: 'exists' } : { kind: 'absent' };
    case 'anything-but':
      return { kind: 'anything-but', refused: parseAnythingBut(argument, path) };
    default:
      throw refused(
        path,
        `"${operator}" is no operator of event patterns; operators are written in lower case.`,
      );
  }
}

function parseAffix(kind: 'prefix' | 'suffix', argument: unknown, path: readonly string[]): ValueTest {
  if (!isObject(argument)) return { kind, text: text(argument, kind, path) };
  const [inner, innerArgument] = onlyEntry(argument, path);
  if (inner !== 'equals-ignore-case') {
    throw refused(path, `"${kind}" takes a string or { "equals-ignore-case": string }, not "${inner}".`);
  }
  return { kind: `${kind}-ignore-case`, text: text(innerArgument, inner, path).toLowerCase() };
}

function parseWildcardTest(argument: unknown, path: readonly string[]): ValueTest {
  const pieces = parseWildcard(text(argument, 'wildcard', path));
  if ('refusal' in pieces) throw refused(path, pieces.refusal);
  const [literal] = pieces;
  return pieces.length === 1 && literal !== undefined
    ? { kind: 'equals', value: literal }
    : { kind: 'wildcard', pieces };
}

/** `anything-but` takes strings, or numbers, or one of four operators on a string or a list of strings. */
function parseAnythingBut(argument: unknown, path: readonly string[]): ValueTest[] {
  if (isObject(argument)) {
    const [operator, inner] = onlyEntry(argument, path);
    if (
      operator !== 'prefix' &&
      operator !== 'suffix' &&
      operator !== 'equals-ignore-case' &&
      operator !== 'wildcard'
    ) {
      throw refused(path, `"anything-but" cannot be combined with "${operator}".`);
    }
    return nonEmptyList(inner, operator, path).map((item) => {
      if (typeof item !== 'string') {
        throw refused(path, `"anything-but" with "${operator}" takes a string or a list of strings.`);
      }
      if (item === '' && (operator === 'prefix' || operator === 'suffix')) {
        throw refused(path, `an empty ${operator} in "anything-but" would exclude every text.`);
      }
      return parseValueTest({ [operator]: item }, path);
    });
  }
  const items = nonEmptyList(argument, 'anything-but', path);
  const strings = items.filter((item) => typeof item === 'string');
  const numbers = items.filter((item) => typeof item === 'number');
  if (strings.length !== items.length && numbers.length !== items.length) {
    throw refused(
      path,
      '"anything-but" takes strings only or numbers only; null, true and false cannot be excluded.',
    );
  }
  return [...strings, ...numbers].map((value) => ({ kind: 'equals', value }));
}

const NUMERIC_SHAPE =
  '"numeric" takes ["=", n], one bound such as ["<", n], or a lower and then an upper bound such as [">", n, "<=", m].';

function parseNumeric(argument: unknown, path: readonly string[]): NumericTest {
  if (!Array.isArray(argument) || argument.length % 2 !== 0) throw refused(path, NUMERIC_SHAPE);
  const [operator, bound, secondOperator, secondBound] = argument as unknown[];
  if (typeof bound !== 'number') throw refused(path, NUMERIC_SHAPE);
  const all = {
    kind: 'numeric',
    low: -Infinity,
    lowIncluded: true,
    high: Infinity,
    highIncluded: true,
  } as const;
  if (operator === '=' && argument.length === 2) return { ...all, low: bound, high: bound };
  if ((operator === '<' || operator === '<=') && argument.length === 2) {
    return { ...all, high: bound, highIncluded: operator === '<=' };
  }
  if (operator !== '>' && operator !== '>=') throw refused(path, NUMERIC_SHAPE);
  const lower = { ...all, low: bound, lowIncluded: operator === '>=' };
  if (argument.length === 2) return lower;
  const isUpper = secondOperator === '<' || secondOperator === '<=';
  if (argument.length !== 4 || !isUpper || typeof secondBound !== 'number')
    throw refused(path, NUMERIC_SHAPE);
  if (secondBound <= bound)
    throw refused(path, 'the lower bound of "numeric" must be less than the upper one.');
  return { ...lower, high: secondBound, highIncluded: secondOperator === '<=' };
}

function text(argument: unknown, operator: string, path: readonly string[]): string {
  if (typeof argument !== 'string') throw refused(path, `"${operator}" takes a string.`);
  return argument;
}

function nonEmptyList(argument: unknown, operator: string, path: readonly string[]): readonly unknown[] {
  const items: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  if (items.length === 0) throw refused(path, `"${operator}" takes at least one value.`);
  return items;
}

function onlyEntry(json: object, path: readonly string[]): [string, unknown] {
  const entries: [string, unknown][] = Object.entries(json);
  const [first] = entries;
  if (first === undefined || entries.length > 1) {
    throw refused(path, 'an operator is an object with exactly one key, such as { "prefix": "a" }.');
  }
  return first;
}

function isScalar(json: unknown): json is string | number | boolean | null {
  return json === null || typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean';
}

function isObject(json: unknown): json is object {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function refused(path: readonly string[], reason: string): InvalidEventPattern {
  return new InvalidEventPattern(path, `${reason.charAt(0).toUpperCase()}${reason.slice(1)}`);
}
