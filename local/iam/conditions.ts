import { matchesArn, matchesWildcard } from './wildcard.ts';

/** One test of a `Condition` block: all of these must hold. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** Values of condition keys, in lower case, that a call carries. */
export type ConditionContext = ReadonlyMap<string, string | readonly string[]>;

interface Test {
  /** Holds when the value matches one of the policy's; a negated test when it matches none. */
  readonly matches: (expected: string, actual: string) => boolean;
  readonly negated?: true;
}

const equals = (expected: string, actual: string) => expected === actual;
const equalsIgnoringCase = (expected: string, actual: string) =>
  expected.toLowerCase() === actual.toLowerCase();
const like = (expected: string, actual: string) => matchesWildcard(expected, actual);
const numeric =
  (compare: (actual: number, expected: number) => boolean) => (expected: string, actual: string) =>
    compare(Number(actual), Number(expected));
const dated =
  (compare: (actual: number, expected: number) => boolean) => (expected: string, actual: string) =>
    compare(Date.parse(actual), Date.parse(expected));

const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: { matches: equals },
  StringNotEquals: { matches: equals, negated: true },
  StringEqualsIgnoreCase: { matches: equalsIgnoringCase },
  StringNotEqualsIgnoreCase: { matches: equalsIgnoringCase, negated: true },
  StringLike: { matches: like },
  StringNotLike: { matches: like, negated: true },
  ArnEquals: { matches: matchesArn },
  ArnLike: { matches: matchesArn },
  ArnNotEquals: { matches: matchesArn, negated: true },
  ArnNotLike: { matches: matchesArn, negated: true },
  Bool: { matches: equalsIgnoringCase },
  NumericEquals: { matches: numeric((a, b) => a === b) },
  NumericNotEquals: { matches: numeric((a, b) => a === b), negated: true },
  NumericLessThan: { matches: numeric((a, b) => a < b) },
  NumericLessThanEquals: { matches: numeric((a, b) => a <= b) },
  NumericGreaterThan: { matches: numeric((a, b) => a > b) },
  NumericGreaterThanEquals: { matches: numeric((a, b) => a >= b) },
  DateLessThan: { matches: dated((a, b) => a < b) },
  DateGreaterThan: { matches: dated((a, b) => a > b) },
};

/** Keys of services that calls here carry, and that may have several values. */
const SET_KEYS = new Set(['dynamodb:leadingkeys']);

/** Global keys that a call here carries. */
const GLOBAL_KEYS = new Set(
  [
    'aws:PrincipalAccount',
    'aws:PrincipalArn',
    'aws:PrincipalIsAWSService',
    'aws:RequestedRegion',
    'aws:SecureTransport',
    'aws:SourceAccount',
    'aws:SourceArn',
    'aws:ViaAWSService',
  ].map((key) => key.toLowerCase()),
);

interface Operator {
  readonly test: Test | 'Null';
  readonly ifExists: boolean;
  readonly all: boolean;
}

function readOperator(operator: string): Operator | undefined {
  const all = operator.startsWith('ForAllValues:');
  const bare = operator.replace(/^For(?:AllValues|AnyValue):/, '').replace(/IfExists$/, '');
  const test = bare === 'Null' ? 'Null' : TESTS[bare];
  return test === undefined ? undefined : { test, ifExists: operator.endsWith('IfExists'), all };
}

/** Why this condition cannot be judged here; undefined when it can. */
export function conditionProblem(condition: Condition): string | undefined {
  if (readOperator(condition.operator) === undefined) {
    return `condition operator ${condition.operator} is not implemented by the local cloud`;
  }
  const key = condition.key.toLowerCase();
  // It holds where the key is missing: one that is never there would let everything pass.
  if (condition.operator.startsWith('ForAllValues:') && !SET_KEYS.has(key)) {
    return `condition key ${condition.key} is not implemented by the local cloud for ${condition.operator}`;
  }
  if (key.startsWith('aws:') && !GLOBAL_KEYS.has(key)) {
    return `condition key ${condition.key} is not implemented by the local cloud`;
  }
  if (condition.values.some((value) => value.includes('${'))) {
    return `policy variables are not implemented by the local cloud (${condition.values.join(', ')})`;
  }
  return undefined;
}

export function conditionHolds(condition: Condition, context: ConditionContext): boolean {
  const operator = readOperator(condition.operator);
  if (operator === undefined) throw new Error(`unchecked condition operator ${condition.operator}`);
  const stated = context.get(condition.key.toLowerCase());
  const actual = stated === undefined || stated.length === 0 ? undefined : [stated].flat();
  if (operator.test === 'Null') {
    return condition.values.some((value) => (value.toLowerCase() === 'true') === (actual === undefined));
  }
  const { matches, negated } = operator.test;
  // AWS: a missing key fails a positive test and passes a negated one; ForAllValues holds over nothing.
  if (actual === undefined) return operator.ifExists || operator.all || negated === true;
  const holds = (value: string): boolean =>
    condition.values.some((expected) => matches(expected, value)) !== (negated === true);
  return operator.all ? actual.every(holds) : actual.some(holds);
}
