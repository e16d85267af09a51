import type { Cloud } from '../core/cloud.ts';
import type { AwsService } from '../core/service.ts';
import type { ExecutionStatus } from './execution.ts';
import type { HistoryEvent } from './history.ts';

/** An execution as the console and tests see it. */
export interface ExecutionView {
  readonly arn: string;
  readonly name: string;
  /** Name of its state machine. */
  readonly stateMachine: string;
  readonly status: ExecutionStatus;
  /** The states where it stands now; more than one within Parallel and Map, none when it has ended. */
  readonly currentStates: readonly string[];
  readonly startedAt: number;
  readonly stoppedAt: number | undefined;
  /** JSON. */
  readonly input: string;
  /** JSON. */
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly history: readonly HistoryEvent[];
}

/** The Step Functions of a local cloud, with what the console and tests read beside the API. */
export interface StepFunctionsService extends AwsService {
  /** All executions, oldest first. */
  executions(): readonly ExecutionView[];
}

/** The Step Functions of `cloud`. @throws Error when it has none */
export function stepFunctionsOf(cloud: Cloud): StepFunctionsService {
  const service = cloud.services.get('states');
  if (service === undefined || !isStepFunctions(service))
    throw new Error('this local cloud has no Step Functions');
  return service;
}

function isStepFunctions(service: AwsService): service is StepFunctionsService {
  return service.name === 'states' && 'executions' in service;
}
