import type { State, States } from './definition.ts';
import { payload } from './history.ts';
import type { Line } from './line.ts';
import { withRetries } from './retry.ts';
import { fillField, give, type Run, type Step, type Visit } from './run.ts';
import { runMap, runParallel } from './run-branches.ts';
import { runTask } from './run-task.ts';
import { choose, failure, waitFor } from './simple-states.ts';
import { limitedJson } from './state-error.ts';

/**
 * Runs a line of states to its end.
 *
 * @returns the output of the last state
 * @throws StateError when a state fails and nothing catches it
 */
export async function runStates(run: Run, line: Line, block: States, input: unknown): Promise<unknown> {
  let name: string | undefined = block.startAt;
  let data = input;
  while (name !== undefined) {
    const step: Step = await line.settle(visitState(run, line, block, name, data));
    data = step.output;
    name = step.next;
  }
  return data;
}

async function visitState(run: Run, line: Line, block: States, name: string, input: unknown): Promise<Step> {
  const state = block.states.get(name);
  if (state === undefined) throw new Error(`There is no state ${name}, though the definition was read.`);
  run.history.checkLength();
  countTransition(run, 'StateTransition');
  line.state = name;
  const inputJson = limitedJson(input, `input of state '${name}'`);
  run.history.add(line, `${state.kind}StateEntered`, {
    stateEnteredEventDetails: { name, ...payload('input', inputJson) },
  });
  run.cloud.trace({
    service: 'states',
    what: 'entered',
    resource: run.machineName,
    detail: { execution: run.executionArn, state: name },
  });
  const enteredAt = new Date(run.cloud.clock.now()).toISOString();
  const step = await runState({ run, line, name, input, enteredAt }, state);
  const assigned = Object.entries(step.assigned).map(([key, value]) => [key, JSON.stringify(value)]);
  run.history.add(line, `${state.kind}StateExited`, {
    stateExitedEventDetails: {
      name,
      ...payload('output', JSON.stringify(step.output ?? null)),
      ...(assigned.length > 0 && {
        assignedVariables: Object.fromEntries(assigned),
        assignedVariablesDetails: { truncated: false },
      }),
    },
  });
  return step;
}

async function runState(visit: Visit, { kind, state }: State): Promise<Step> {
  switch (kind) {
    case 'Pass':
      return { ...(await give(visit, state, '', {}, visit.input)), next: state.Next };
    case 'Succeed':
      return { ...(await give(visit, state, '', {}, visit.input)), next: undefined };
    case 'Fail':
      throw failure(
        await fillField(visit, 'Error', state.Error),
        await fillField(visit, 'Cause', state.Cause),
      );
    case 'Choice':
      return choose(visit, state);
    case 'Wait':
      await waitFor(visit, state);
      return { ...(await give(visit, state, '', {}, visit.input)), next: state.Next };
    case 'Task':
      return withRetries(visit, state, (retryCount) => runTask(visit, state, retryCount), countRetry);
    case 'Parallel':
      return withRetries(visit, state, () => runParallel(visit, state, runStates), countRetry);
    case 'Map':
      return withRetries(visit, state, () => runMap(visit, state, runStates), countRetry);
  }
}

const countRetry = (visit: Visit) => countTransition(visit.run, 'Retry');

/** AWS charges every state that is run, and every retry of one. */
function countTransition({ cloud, machineName }: Run, operation: string): void {
  cloud.meter({ service: 'states', operation, resource: machineName, usage: { 'states.transition': 1 } });
}
