import { InvalidEventPattern } from './invalid-event-pattern.ts';
import { parseValueTest } from './parse-value-test.ts';
import type { ValueTest } from './value-test.ts';

/** What one field must satisfy: any of the tests. */
export interface FieldTest {
  /** Keys joined by dots. */
  readonly path: string;
  readonly tests: readonly ValueTest[];
}

/** Fields that must all hold. A pattern is one such branch, or several where it has `$or`. */
export type Branch = readonly FieldTest[];

/** The most branches `$or`s may multiply to, as in EventBridge. */
const MAX_BRANCHES = 1_000;

/** Far deeper than any pattern that fits EventBridge's size limit in earnest; keeps reading off the stack's end. */
const MAX_DEPTH = 200;

/** Names of operators cannot be fields inside `$or`: `{"$or": [{"prefix": …}]}` is a mistake. */
const RESERVED_INSIDE_OR = new Set([
  'prefix',
  'suffix',
  'equals-ignore-case',
  'wildcard',
  'numeric',
  'cidr',
  'exists',
  'anything-but',
]);

/**
 * Reads a whole event pattern.
 * @throws InvalidEventPattern where EventBridge would refuse it
 */
export function parsePattern(pattern: unknown): readonly Branch[] {
  if (!isObject(pattern)) throw new InvalidEventPattern([], 'A pattern must be a JSON object.');
  return parseObject(pattern, [], [[]], false);
}

function parseObject(
  json: object,
  path: readonly string[],
  branches: readonly Branch[],
  insideOr: boolean,
): readonly Branch[] {
  if (path.length > MAX_DEPTH) {
    throw new InvalidEventPattern(path.slice(0, 5), `A pattern cannot nest deeper than ${MAX_DEPTH} levels.`);
  }
  const entries: [string, unknown][] = Object.entries(json);
  if (entries.length === 0) {
    throw new InvalidEventPattern(
      path,
      'An empty object matches nothing; name a field, or use {"exists": true}.',
    );
  }
  let result = branches;
  for (const [key, value] of entries) {
    const here = [...path, key];
    if (key === '$or') {
      result = parseOr(value, path, result);
    } else if (insideOr && RESERVED_INSIDE_OR.has(key)) {
      throw new InvalidEventPattern(here, `"${key}" is an operator and cannot name a field inside "$or".`);
    } else if (Array.isArray(value)) {
      result = withField(result, parseField(value, here), here);
    } else if (isObject(value)) {
      result = parseObject(value, here, result, insideOr);
    } else {
      throw new InvalidEventPattern(
        here,
        'A field takes a list of values, such as ["a"], or an object of fields.',
      );
    }
  }
  return result;
}

function parseOr(value: unknown, path: readonly string[], branches: readonly Branch[]): readonly Branch[] {
  const here = [...path, '$or'];
  if (!Array.isArray(value) || value.length < 2 || !value.every(isObject)) {
    throw new InvalidEventPattern(here, '"$or" takes a list of at least two objects.');
  }
  const result: Branch[] = [];
  for (const option of value) {
    result.push(...parseObject(option, path, branches, true));
    if (result.length > MAX_BRANCHES) {
      throw new InvalidEventPattern(here, `"$or" makes more than ${MAX_BRANCHES} combinations.`);
    }
  }
  return result;
}

function parseField(values: readonly unknown[], path: readonly string[]): FieldTest {
  if (values.length === 0)
    throw new InvalidEventPattern(path, 'An empty list matches nothing; name a value.');
  return { path: path.join('.'), tests: values.map((value) => parseValueTest(value, path)) };
}

function withField(
  branches: readonly Branch[],
  field: FieldTest,
  path: readonly string[],
): readonly Branch[] {
  return branches.map((branch) => {
    if (branch.some((other) => other.path === field.path)) {
      throw new InvalidEventPattern(
        path,
        'A pattern can name a field only once; put its values into one list.',
      );
    }
    return [...branch, field];
  });
}

function isObject(json: unknown): json is object {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
