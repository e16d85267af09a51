import * as z from 'zod';
import type { ActionKind, ConditionRules, ReadAction, TransitionRules } from './action-kind.ts';
import { actionKinds } from './actions/index.ts';
import { type Flow, type FlowAction, type FlowType, OPERATORS } from './flow.ts';
import { unknownNamespace } from './values.ts';

const branch = z.strictObject({ NextAction: z.string() });

const transitions = z
  .strictObject({
    NextAction: z.string().optional(),
    Errors: z.array(branch.extend({ ErrorType: z.string() })).default([]),
    Conditions: z
      .array(
        branch.extend({
          Condition: z.strictObject({
            Operator: z.enum(OPERATORS),
            Operands: z.array(z.string()).length(1),
          }),
        }),
      )
      .default([]),
  })
  .prefault({});

/** The flow language, version 2019-10-30. */
const content = z.strictObject({
  Version: z.literal('2019-10-30'),
  StartAction: z.string(),
  // Of the console: where the blocks are drawn.
  Metadata: z.record(z.string(), z.unknown()).optional(),
  Settings: z.record(z.string(), z.unknown()).optional(),
  Actions: z
    .array(
      z.strictObject({
        Identifier: z
          .string()
          .min(1)
          .max(50)
          .regex(/^[^%:(\\/)=$,;[\]{}]+$/, 'has none of % : ( \\ / ) = $ , ; [ ] { }'),
        Type: z.string(),
        Parameters: z.record(z.string(), z.unknown()).prefault({}),
        Transitions: transitions,
      }),
    )
    .min(1)
    .max(250, 'a flow has at most 250 actions'),
});

type Written = z.infer<typeof content>['Actions'][number];

/**
 * Reads a flow and checks it as the service does when it is made, by rules that were checked against the service where the
 * reference says so.
 *
 * @throws Error with a sentence that names flow, action and rule, for what is no flow, what the service refuses, and what
 *   this cannot run
 */
export function readFlow(identity: Pick<Flow, 'id' | 'arn' | 'name' | 'type'>, text: string): Flow {
  const refuse = (what: string): never => {
    throw new Error(`flow "${identity.name}": ${what}`);
  };
  const parsed = content.safeParse(readJson(text, refuse));
  if (!parsed.success) return refuse(z.prettifyError(parsed.error));
  const { StartAction, Actions } = parsed.data;
  const names = new Set<string>();
  for (const { Identifier } of Actions) {
    if (names.has(Identifier)) refuse(`there are two actions "${Identifier}"`);
    names.add(Identifier);
  }
  for (const target of [StartAction, ...Actions.flatMap(targetsOf)]) {
    if (!names.has(target)) refuse(`there is no action "${target}" to go to`);
  }
  const actions = Actions.map((written) =>
    readAction(written, identity.type, (what) =>
      refuse(`action "${written.Identifier}" (${written.Type}) ${what}`),
    ),
  );
  return { ...identity, start: StartAction, actions: new Map(actions.map((one) => [one.id, one])) };
}

function readJson(text: string, refuse: (what: string) => never): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse('its content is no JSON');
  }
}

const targetsOf = ({ Transitions: { NextAction, Errors, Conditions } }: Written): string[] => [
  ...(NextAction === undefined ? [] : [NextAction]),
  ...[...Errors, ...Conditions].map((one) => one.NextAction),
];

function readAction(written: Written, type: FlowType, refuse: (what: string) => never): FlowAction {
  const kind = actionKinds.get(written.Type) ?? refuse('is of a type that the local Connect cannot run');
  if (kind.legalIn && !kind.legalIn.includes(type)) refuse(`is not allowed in a flow of type ${type}`);
  const action = readParameters(kind, written.Parameters, refuse);
  if (action.mistake !== undefined) refuse(action.mistake);
  const namespace = textsIn(written.Parameters)
    .map(unknownNamespace)
    .find((found) => found !== undefined);
  if (namespace !== undefined) refuse(`reads ${namespace}, which the local Connect does not fill`);
  checkTransitions(written.Transitions, action.transitions, refuse);
  const { NextAction, Errors, Conditions } = written.Transitions;
  return {
    id: written.Identifier,
    type: written.Type,
    needs: action.needs,
    run: action.run,
    next: NextAction,
    errors: new Map(Errors.map((one) => [one.ErrorType, one.NextAction])),
    conditions: Conditions.map((one) => ({
      operator: one.Condition.Operator,
      operand: one.Condition.Operands[0] ?? '',
      then: one.NextAction,
    })),
  };
}

function readParameters(kind: ActionKind, given: unknown, refuse: (what: string) => never): ReadAction {
  const read = kind.read(given);
  if ('run' in read) return read;
  if (read.code === 'unrecognized_keys')
    return refuse(`has a parameter that the local Connect does not implement: ${read.keys.join(', ')}`);
  const path = read.path.join('.');
  return refuse(`has wrong parameters: ${path ? `${path}: ` : ''}${read.message}`);
}

function checkTransitions(
  { NextAction, Errors, Conditions }: Written['Transitions'],
  { next, required = [], optional = [], conditions }: TransitionRules,
  refuse: (what: string) => never,
): void {
  if (next === 'required' && NextAction === undefined) refuse('is missing its NextAction');
  if (next === 'none' && NextAction !== undefined) refuse('ends the flow and has no NextAction');
  const types = Errors.map((one) => one.ErrorType);
  for (const type of required) {
    if (!types.includes(type)) refuse(`is missing the required error ${type}`);
  }
  for (const type of types) {
    if (![...required, ...optional].includes(type)) refuse(`must not have the error ${type}`);
    if (types.indexOf(type) !== types.lastIndexOf(type)) refuse(`has the error ${type} twice`);
  }
  if (!conditions && Conditions.length > 0) refuse('takes no conditions');
  if (conditions) checkConditions(Conditions, conditions, refuse);
}

function checkConditions(
  given: Written['Transitions']['Conditions'],
  { operators, operands, all = false, atLeast = 0 }: ConditionRules,
  refuse: (what: string) => never,
): void {
  if (given.length < atLeast) refuse(`needs ${atLeast} condition or more`);
  for (const { Condition } of given) {
    if (!operators.includes(Condition.Operator)) refuse(`takes no condition ${Condition.Operator}`);
    const [operand = ''] = Condition.Operands;
    if (operands && !operands.includes(operand)) refuse(`knows no condition "${operand}"`);
  }
  const there = given.map(({ Condition }) => Condition.Operands[0]);
  const absent = all ? operands?.find((operand) => !there.includes(operand)) : undefined;
  if (absent !== undefined) refuse(`is missing the condition "${absent}"`);
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
