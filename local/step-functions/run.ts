import type { Cloud } from '../core/cloud.ts';
import type { Caller } from '../core/service.ts';
import type { Giver } from './definition.ts';
import { evaluate } from './expressions.ts';
import type { History } from './history.ts';
import type { Line } from './line.ts';
import { limitedJson, StateError } from './state-error.ts';
import type { TaskTokens } from './task-tokens.ts';
import { fill } from './template.ts';

/** What all states of one execution share. */
export interface Run {
  readonly cloud: Cloud;
  readonly history: History;
  readonly tokens: TaskTokens;
  /** The role of the state machine, with which every call is made. */
  readonly role: Caller;
  readonly machineArn: string;
  readonly machineName: string;
  readonly executionArn: string;
  /** `$states.context` without the parts that change from state to state. */
  readonly context: Readonly<Record<string, unknown>>;
}

/** A state that is being run. */
export interface Visit {
  readonly run: Run;
  readonly line: Line;
  readonly name: string;
  readonly input: unknown;
  readonly enteredAt: string;
}

/** What an expression may know beside the input, depending on where it stands. */
export interface Known {
  readonly result?: unknown;
  readonly errorOutput?: unknown;
  readonly token?: string | undefined;
  readonly retryCount?: number;
}

/** What a state leaves behind, and the state that follows; none ends the line. */
export interface Step {
  readonly output: unknown;
  readonly assigned: Readonly<Record<string, unknown>>;
  readonly next: string | undefined;
}

/** An expression that failed, before it is known which state it fails. */
class ExpressionFault extends Error {
  readonly path: string;

  constructor(path: string, sentence: string) {
    super(sentence);
    this.path = path;
  }
}

/**
 * Fills in one field of a state.
 *
 * @throws StateError States.QueryEvaluationError, after noting it in the history
 */
export async function fillField(
  visit: Visit,
  field: string,
  template: unknown,
  known: Known = {},
): Promise<unknown> {
  const { run, line, name } = visit;
  const bindings = { ...line.variables.visible(), states: statesOf(visit, known) };
  const evaluateOne = async (source: string, path: string) => {
    try {
      return await evaluate(source, bindings, run.cloud);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new ExpressionFault(path, `The JSONata expression '${source}' in field '${path}': ${why}.`);
    }
  };
  try {
    return await line.settle(fill(template, field, evaluateOne));
  } catch (error) {
    if (!(error instanceof ExpressionFault)) throw error;
    throw queryFailure(visit, error.path, `State '${name}' failed. ${error.message}`);
  }
}

/** The failure of a field whose value cannot be used; notes it in the history. */
export function queryFailure({ run, line, name }: Visit, location: string, cause: string): StateError {
  const error = 'States.QueryEvaluationError';
  const evaluationFailedEventDetails = { error, cause, location, state: name };
  run.history.add(line, 'EvaluationFailed', { evaluationFailedEventDetails });
  return new StateError(error, cause);
}

/** A field that must give a whole number from `least` up. */
export async function fillInteger(
  visit: Visit,
  field: string,
  template: unknown,
  least: number,
  known: Known = {},
): Promise<number> {
  const value = await fillField(visit, field, template, known);
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= 99_999_999)
    return value;
  throw queryFailure(
    visit,
    field,
    `State '${visit.name}' failed. Field '${field}' must give a whole number from ${least} to 99999999, not ${JSON.stringify(value)}.`,
  );
}

/**
 * `Output` and `Assign`: both see the variables as they were, then the line gets the new ones.
 *
 * @param prefix where the two fields stand, e.g. `Catch[0].`
 * @param fallback the output when there is no `Output`
 */
export async function give(
  visit: Visit,
  giver: Giver,
  prefix: string,
  known: Known,
  fallback: unknown,
): Promise<Omit<Step, 'next'>> {
  const output =
    giver.Output === undefined ? fallback : await fillField(visit, `${prefix}Output`, giver.Output, known);
  limitedJson(output, `output of state '${visit.name}'`);
  const assigned: Record<string, unknown> = {};
  for (const [name, template] of Object.entries(giver.Assign ?? {})) {
    assigned[name] = await fillField(visit, `${prefix}Assign.${name}`, template, known);
  }
  limitedJson(assigned, `Assign of state '${visit.name}'`);
  visit.line.variables.assign(assigned);
  return { output, assigned };
}

function statesOf(visit: Visit, { result, errorOutput, token, retryCount }: Known): object {
  const { run, line, name, input, enteredAt } = visit;
  return {
    input,
    ...(result !== undefined && { result }),
    ...(errorOutput !== undefined && { errorOutput }),
    context: {
      ...run.context,
      State: {
        Name: name,
        EnteredTime: enteredAt,
        ...(retryCount !== undefined && { RetryCount: retryCount }),
      },
      ...(token !== undefined && { Task: { Token: token } }),
      ...(line.item !== undefined && { Map: { Item: line.item } }),
    },
  };
}
