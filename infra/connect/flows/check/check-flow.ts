import type * as z from 'zod';
import { isIdentifier, MOST_ACTIONS } from '../flow.ts';
import { type ActionRule, type ConditionRule, ruleOf } from './action-rules.ts';
import { type Action, type FlowType, named, readDocument } from './flow-document.ts';
import { wayFindings } from './way-rules.ts';

export interface FlowExpectation {
  readonly type: FlowType;
  /** Where a customer may be disconnected without having reached a queue, each by its identifier. */
  readonly endings: readonly string[];
}

/**
 * What is wrong with a flow, in a sentence each: what the service would refuse, and where a customer would be lost.
 * @throws Error when the content is no flow at all
 */
export const checkFlow = (content: string, expected: FlowExpectation): string[] => {
  const { StartAction, Actions } = readDocument(content);
  const identifiers = Actions.map(({ Identifier }) => Identifier);
  const whole = [
    ...(Actions.length > MOST_ACTIONS
      ? [`The flow has ${Actions.length} actions; the service takes ${MOST_ACTIONS}.`]
      : []),
    ...identifiers
      .filter((identifier) => !isIdentifier(identifier))
      .map((identifier) => `"${identifier}" is no identifier the service takes.`),
    ...identifiers
      .filter((identifier, index) => identifiers.indexOf(identifier) < index)
      .map((identifier) => `"${identifier}" stands there twice.`),
  ];
  const single = Actions.flatMap((action) => actionFindings(action, expected.type));
  return [...whole, ...single, ...wayFindings({ start: StartAction, actions: Actions, ...expected })];
};

const actionFindings = (action: Action, type: FlowType): string[] => {
  const rule = ruleOf(action);
  if (!rule) return [`${named(action)} is no action this project knows.`];
  const parameters = rule.parameters.safeParse(action.Parameters);
  return [
    ...(rule.flowTypes.includes(type) ? [] : [`is not allowed in a flow of type ${type}`]),
    ...(parameters.success ? [] : parameters.error.issues.map(parameterFinding)),
    ...nextFindings(action, rule),
    ...errorFindings(action, rule),
    ...conditionFindings(action, rule.conditions),
  ].map((finding) => `${named(action)} ${finding}.`);
};

const parameterFinding = ({ path, message }: z.core.$ZodIssue): string =>
  `has a wrong parameter${path.length > 0 ? ` ${path.join('.')}` : ''}: ${message}`;

const nextFindings = ({ Transitions }: Action, { next, nextIs }: ActionRule): string[] => {
  const { NextAction, Errors, Conditions } = Transitions;
  if (next === 'none') {
    const none = NextAction === undefined && Errors.length === 0 && Conditions.length === 0;
    return none ? [] : ['ends the flow and leads nowhere'];
  }
  if (NextAction === undefined) return next === 'required' ? ['lacks NextAction'] : [];
  if (!nextIs) return [];
  const mirrored =
    'error' in nextIs
      ? Errors.find(({ ErrorType }) => ErrorType === nextIs.error)
      : Conditions.find(({ Condition }) => Condition.Operands[0] === nextIs.condition);
  const name = 'error' in nextIs ? nextIs.error : nextIs.condition;
  return !mirrored || mirrored.NextAction === NextAction
    ? []
    : [`has a NextAction other than the way of ${name}`];
};

const errorFindings = (
  { Transitions: { Errors } }: Action,
  { errors, optionalErrors = [] }: ActionRule,
): string[] => {
  const present = Errors.map(({ ErrorType }) => ErrorType);
  return [
    ...errors.filter((error) => !present.includes(error)).map((error) => `lacks the error branch ${error}`),
    ...present
      .filter((error) => !errors.includes(error) && !optionalErrors.includes(error))
      .map((error) => `has the error branch ${error}, which the service refuses`),
    ...present
      .filter((error, index) => present.indexOf(error) < index)
      .map((error) => `has the error branch ${error} twice`),
  ];
};

/** Conditions on one action. */
const MOST_CONDITIONS = 50;

const conditionFindings = (
  { Transitions: { Conditions } }: Action,
  rule: ConditionRule | undefined,
): string[] => {
  const operands = Conditions.map(({ Condition }) => Condition.Operands.join(','));
  if (!rule) return operands.length > 0 ? ['has conditions, which the service refuses'] : [];
  const { operators, operand, exactly } = rule;
  return [
    ...(operands.length === 0 ? ['lacks a condition'] : []),
    ...(operands.length > MOST_CONDITIONS ? [`has more than ${MOST_CONDITIONS} conditions`] : []),
    ...Conditions.filter(({ Condition }) => !operators.includes(Condition.Operator)).map(
      ({ Condition }) => `compares by ${Condition.Operator}, which the service refuses`,
    ),
    ...operands
      .filter((text) => !(operand?.test(text) ?? true))
      .map((text) => `has a condition on "${text}", which the service refuses`),
    ...operands
      .filter((text, index) => operands.indexOf(text) < index)
      .map((text) => `has two conditions on "${text}"`),
    ...(exactly ?? [])
      .filter((text) => !operands.includes(text))
      .map((text) => `lacks the condition ${text}`),
    ...(exactly ? operands.filter((text) => !exactly.includes(text)) : []).map(
      (text) => `has a condition on "${text}", which never comes`,
    ),
  ];
};
