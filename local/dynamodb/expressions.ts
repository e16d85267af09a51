import conditionParser from 'dynalite/db/conditionParser.js';
import projectionParser from 'dynalite/db/projectionParser.js';
import updateParser from 'dynalite/db/updateParser.js';
import {
  type AttributeValue,
  isRecord,
  parseAttributeValue,
  typeOf,
  validationError,
} from './attribute-value.ts';
import { orders } from './condition.ts';
import type { Condition, Path, UpdateAction } from './expression-tree.ts';
import {
  Filler,
  NEEDS_VALUES,
  type Placeholders,
  placeholdersFor,
  type Values,
} from './expression-values.ts';
import { isReserved } from './reserved-words.ts';

/** The expression members that operations have in common. */
interface ExpressionInput {
  readonly ConditionExpression?: string | undefined;
  readonly UpdateExpression?: string | undefined;
  readonly KeyConditionExpression?: string | undefined;
  readonly FilterExpression?: string | undefined;
  readonly ProjectionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>> | undefined;
}

export interface Expressions {
  readonly condition?: Condition;
  readonly update?: readonly UpdateAction[];
  readonly keyCondition?: Condition;
  readonly filter?: Condition;
  /** Attributes the filter looks at. */
  readonly filterNames?: readonly string[];
  readonly projection?: readonly Path[];
}

interface Compiled {
  readonly expressions: Expressions;
  readonly names: Placeholders;
}

/** Expressions seen before, by their texts, names and the types of their values. */
const compiled = new Map<string, Compiled>();
/** More than any program has; a program that writes values into its expressions must not fill the memory. */
const COMPILED_KEPT = 2000;

/** Parses every expression of a request; a name or value that none of them uses is refused, as on AWS. */
export function parseExpressions(input: ExpressionInput): Expressions {
  const texts = [
    input.UpdateExpression,
    input.ConditionExpression,
    input.KeyConditionExpression,
    input.FilterExpression,
    input.ProjectionExpression,
  ];
  if (texts.every((text) => text === undefined)) {
    refuseWithoutExpression(input);
    return {};
  }
  const values = parseValues(input.ExpressionAttributeValues);
  if (texts.some((text) => text !== undefined && NEEDS_VALUES.test(text))) return compile(input, values);

  const types = Object.entries(values ?? {}).map(([name, value]) => name + typeOf(value));
  const key = JSON.stringify([texts, input.ExpressionAttributeNames, types]);
  let known = compiled.get(key);
  if (known === undefined) {
    const { standIns, names } = placeholdersFor(values ?? {});
    known = { expressions: compile(input, values && standIns), names };
    if (compiled.size >= COMPILED_KEPT) compiled.clear();
    compiled.set(key, known);
  }
  if (values === undefined) return known.expressions;
  const filler = new Filler(known.names, values);
  const filled = fill(known, filler);
  return filler.hasReversedBounds ? compile(input, values) : filled;
}

function fill({ expressions }: Compiled, filler: Filler): Expressions {
  const { condition, update, keyCondition, filter } = expressions;
  return {
    ...expressions,
    ...(update ? { update: update.map((action) => filler.update(action)) } : {}),
    ...(condition ? { condition: filler.condition(condition) } : {}),
    ...(keyCondition ? { keyCondition: filler.condition(keyCondition) } : {}),
    ...(filter ? { filter: filler.condition(filter) } : {}),
  };
}

function compile(input: ExpressionInput, values: Values | undefined): Expressions {
  const context = contextOf(input, values);
  const update = parse('UpdateExpression', input.UpdateExpression, updateParser.parse, context);
  const condition = parse('ConditionExpression', input.ConditionExpression, conditionParser.parse, context);
  const key = parse('KeyConditionExpression', input.KeyConditionExpression, conditionParser.parse, context);
  const filter = parse('FilterExpression', input.FilterExpression, conditionParser.parse, context);
  const projection = parse(
    'ProjectionExpression',
    input.ProjectionExpression,
    projectionParser.parse,
    context,
  );
  refuseUnused('ExpressionAttributeNames', context.unusedAttrNames);
  refuseUnused('ExpressionAttributeValues', context.unusedAttrVals);
  return {
    ...(update ? { update: update.sections } : {}),
    ...(condition ? { condition: condition.expression } : {}),
    ...(key ? { keyCondition: key.expression } : {}),
    ...(filter ? { filter: filter.expression, filterNames: Object.keys(filter.pathHeads) } : {}),
    ...(projection ? { projection: projection.paths } : {}),
  };
}

/** What the parsers ask of their surroundings; they delete from `unused…` what they meet. */
function contextOf(input: ExpressionInput, attrVals: Values | undefined) {
  const attrNames = parseNames(input.ExpressionAttributeNames);
  return {
    attrNames,
    attrVals,
    unusedAttrNames: { ...attrNames },
    unusedAttrVals: { ...attrVals },
    isReserved,
    compare: (_operator: 'GT', lower: AttributeValue, upper: AttributeValue) => orders('>', lower, upper),
  };
}

function parse<Tree>(
  member: string,
  text: string | undefined,
  parser: (text: string, options: { context: object }) => string | Tree,
  context: object,
): Tree | undefined {
  if (text === undefined) return undefined;
  if (text === '') throw validationError(`Invalid ${member}: The expression can not be empty;`);
  let tree: string | Tree;
  try {
    tree = parser(text, { context });
  } catch (error) {
    if (error instanceof Error && error.name === 'SyntaxError') {
      throw validationError(`Invalid ${member}: Syntax error; ${error.message}`);
    }
    throw error;
  }
  if (typeof tree === 'string') throw validationError(`Invalid ${member}: ${tree}`);
  return tree;
}

function parseNames(input: Readonly<Record<string, string>> | undefined): Record<string, string> | undefined {
  if (input === undefined) return undefined;
  refuseBadKeys('ExpressionAttributeNames', input, /^#[0-9a-zA-Z_]+$/);
  return { ...input };
}

function parseValues(input: Readonly<Record<string, unknown>> | undefined): Values | undefined {
  if (input === undefined) return undefined;
  refuseBadKeys('ExpressionAttributeValues', input, /^:[0-9a-zA-Z_]+$/);
  const values: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(input)) values[name] = parseAttributeValue(value);
  return values;
}

function refuseBadKeys(member: string, input: Readonly<Record<string, unknown>>, shape: RegExp): void {
  if (!isRecord(input) || Object.keys(input).length === 0)
    throw validationError(`${member} must not be empty`);
  for (const key of Object.keys(input)) {
    if (!shape.test(key))
      throw validationError(`${member} contains invalid key: Syntax error; key: "${key}"`);
  }
}

function refuseUnused(member: string, unused: Readonly<Record<string, unknown>>): void {
  const keys = Object.keys(unused);
  if (keys.length === 0) return;
  throw validationError(`Value provided in ${member} unused in expressions: keys: {${keys.join(', ')}}`);
}

function refuseWithoutExpression(input: ExpressionInput): void {
  for (const member of ['ExpressionAttributeNames', 'ExpressionAttributeValues'] as const) {
    if (input[member] !== undefined)
      throw validationError(`${member} can only be specified when using expressions`);
  }
}
