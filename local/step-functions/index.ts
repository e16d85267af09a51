import type { Cloud } from '../core/cloud.ts';
import { jsonProtocol } from '../core/protocols.ts';
import { describeOperations } from './describe.ts';
import type { Execution } from './execution.ts';
import { executionOperations, type Store } from './operations.ts';
import { reportOperations } from './report-operations.ts';
import type { ExecutionView, StepFunctionsService } from './service.ts';
import { type StateMachine, stateMachineKind } from './state-machine.ts';
import { TaskTokens } from './task-tokens.ts';

export { type ExecutionView, stepFunctionsOf } from './service.ts';

/**
 * AWS Step Functions: standard workflows in JSONata, with task tokens.
 *
 * Not simulated: JSONPath, express workflows, distributed Map, activities, nested executions, AWS SDK integrations,
 * versions and aliases, redriving, making state machines by API.
 */
export function createStepFunctions(): StepFunctionsService {
  let taskTokens: TaskTokens | undefined;
  const machines = new Map<string, StateMachine>();
  const executions = new Map<string, Execution>();
  const store: Store = {
    machines,
    executions,
    tokens() {
      if (taskTokens === undefined)
        throw new Error('Step Functions was called before the local cloud started');
      return taskTokens;
    },
  };
  return {
    name: 'states',
    protocol: jsonProtocol({ version: '1.0' }),
    operations: {
      ...executionOperations(store),
      ...reportOperations(store),
      ...describeOperations(store),
    },
    resources: { 'AWS::StepFunctions::StateMachine': stateMachineKind(machines) },
    start(cloud: Cloud) {
      taskTokens = new TaskTokens(cloud.random);
    },
    stop() {
      for (const execution of executions.values()) execution.drop();
    },
    reset() {
      for (const execution of executions.values()) execution.drop();
      executions.clear();
      taskTokens?.clear();
    },
    executions: () => [...executions.values()].map(view),
  };
}

function view(execution: Execution): ExecutionView {
  const { arn, name, machine, status, currentStates, startedAt, input, end, events } = execution;
  return {
    arn,
    name,
    stateMachine: machine.name,
    status,
    currentStates,
    startedAt,
    stoppedAt: end?.at,
    input,
    output: end?.output,
    error: end?.error,
    cause: end?.cause,
    history: events,
  };
}
