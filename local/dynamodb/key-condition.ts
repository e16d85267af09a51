import { type AttributeValue, typeOf, validationError } from './attribute-value.ts';
import { type Comparator, type Condition, isPath, type Operand } from './expression-tree.ts';
import { type KeyAttribute, type KeySchema, keyAttributes } from './key-schema.ts';
import type { SortRange } from './ordered-items.ts';
import { sortable } from './sort-key.ts';

interface KeySelection {
  readonly partition: AttributeValue;
  readonly range: SortRange;
}

type Operator = Exclude<Comparator, '<>'> | 'between' | 'begins_with';

interface KeyTest {
  readonly name: string;
  readonly operator: Operator;
  readonly values: readonly AttributeValue[];
}

const FLIPPED = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** Reads a key condition: equality on the partition key, at most one range on the sort key. */
export function selectKeys(condition: Condition, schema: KeySchema): KeySelection {
  const tests = testsOf(condition);
  const names = tests.map(({ name }) => name);
  if (new Set(names).size < names.length) {
    throw invalid('KeyConditionExpressions must only contain one condition per key');
  }
  for (const test of tests) checkTypes(test, schema);
  const partition = tests.find(({ name }) => name === schema.partition.name);
  if (partition === undefined) {
    throw validationError(`Query condition missed key schema element: ${schema.partition.name}`);
  }
  const [value] = partition.values;
  if (partition.operator !== '=' || value === undefined)
    throw validationError('Query key condition not supported');
  const sort = tests.find(({ name }) => name === schema.sort?.name);
  if (tests.length > (sort === undefined ? 1 : 2)) {
    throw schema.sort === undefined
      ? validationError('Query key condition not supported')
      : validationError(`Query condition missed key schema element: ${schema.sort.name}`);
  }
  return { partition: value, range: sort === undefined ? {} : rangeOf(sort) };
}

function testsOf(condition: Condition): KeyTest[] {
  switch (condition.type) {
    case 'and':
      return condition.args.flatMap(testsOf);
    case '=':
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const [left, right] = condition.args;
      return isPath(left)
        ? [{ name: nameOf(left), operator: condition.type, values: [literal(right)] }]
        : [{ name: nameOf(right), operator: FLIPPED[condition.type], values: [literal(left)] }];
    }
    case 'between': {
      const [name, lower, upper] = condition.args;
      return [{ name: nameOf(name), operator: 'between', values: [literal(lower), literal(upper)] }];
    }
    case 'function': {
      const [name, prefix] = condition.args;
      if (condition.name !== 'begins_with' || prefix === undefined) {
        throw invalid(`Invalid operator used in KeyConditionExpression: ${condition.name}`);
      }
      return [{ name: nameOf(name), operator: 'begins_with', values: [literal(prefix)] }];
    }
    default:
      throw invalid(`Invalid operator used in KeyConditionExpression: ${condition.type.toUpperCase()}`);
  }
}

function nameOf(operand: Operand): string {
  const [name, ...rest] = isPath(operand) ? operand : [];
  if (typeof name !== 'string') {
    throw invalid('Invalid condition in KeyConditionExpression: No key attribute specified');
  }
  if (rest.length > 0) throw invalid('KeyConditionExpressions cannot have conditions on nested attributes');
  return name;
}

function literal(operand: Operand): AttributeValue {
  if (isPath(operand)) {
    throw invalid(
      'Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition',
    );
  }
  if ('type' in operand) throw invalid('KeyConditionExpressions cannot contain nested operations');
  return operand;
}

function checkTypes({ name, values }: KeyTest, schema: KeySchema): void {
  const attribute: KeyAttribute | undefined = keyAttributes(schema).find((key) => key.name === name);
  if (attribute === undefined) return;
  if (values.some((value) => typeOf(value) !== attribute.type)) {
    throw validationError(
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
    );
  }
}

function rangeOf({ operator, values }: KeyTest): SortRange {
  const [first = '', second = ''] = values.map(sortable);
  switch (operator) {
    case '=':
      return { from: { sort: first, exclusive: false }, to: { sort: first, exclusive: false } };
    case '<':
      return { to: { sort: first, exclusive: true } };
    case '<=':
      return { to: { sort: first, exclusive: false } };
    case '>':
      return { from: { sort: first, exclusive: true } };
    case '>=':
      return { from: { sort: first, exclusive: false } };
    case 'between':
      return { from: { sort: first, exclusive: false }, to: { sort: second, exclusive: false } };
    case 'begins_with':
      return { prefix: first };
  }
}

function invalid(message: string) {
  return validationError(`Invalid KeyConditionExpression: ${message}`);
}
