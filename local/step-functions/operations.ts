import * as z from 'zod';
import type { Cloud } from '../core/cloud.ts';
import { AwsError, type CallContext, type Operation } from '../core/service.ts';
import { Execution } from './execution.ts';
import type { StateMachine } from './state-machine.ts';
import type { TaskTokens } from './task-tokens.ts';

/** What the operations work on. */
export interface Store {
  /** By ARN. */
  readonly machines: Map<string, StateMachine>;
  /** By ARN, oldest first. */
  readonly executions: Map<string, Execution>;
  tokens(): TaskTokens;
}

export function fail(code: string, message: string): AwsError {
  return new AwsError(code, message);
}

/** An operation that reads its input with a schema and needs one action on one resource. API calls are free. */
export function operation<Schema extends z.ZodType>(
  action: string,
  schema: Schema,
  resource: (input: z.output<Schema>, cloud: Cloud) => string | undefined,
  run: (input: z.output<Schema>, context: CallContext) => unknown,
): Operation {
  const parse = (input: unknown): z.output<Schema> => {
    const parsed = schema.safeParse(input ?? {});
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw fail(
      'ValidationException',
      `Value at '${issue?.path.map(String).join('.')}' is invalid: ${issue?.message}`,
    );
  };
  return {
    permissions(input, { cloud }) {
      const found = resource(parse(input), cloud);
      return found === undefined ? [] : [{ action: `states:${action}`, resource: found }];
    },
    run: (input, context) => run(parse(input), context),
    usage: () => null,
  };
}

export function findMachine(store: Store, arn: string): StateMachine {
  const found = store.machines.get(arn);
  if (found !== undefined) return found;
  throw fail('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}

export function findExecution(store: Store, arn: string): Execution {
  const found = store.executions.get(arn);
  if (found !== undefined) return found;
  throw fail('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}

const seconds = (epochMs: number) => new Date(epochMs);

/** How long the name of an ended execution stays taken. */
const NAME_TAKEN_MS = 90 * 86_400_000;

/** Most bytes of an execution's input. */
const LONGEST_INPUT = 262_144;

const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]{1,80}$/;

const startInput = z.object({
  stateMachineArn: z.string(),
  name: z.string().optional(),
  input: z.string().default('{}'),
});
const stopInput = z.object({
  executionArn: z.string(),
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
});

/** Starting and stopping. */
export function executionOperations(store: Store): Readonly<Record<string, Operation>> {
  return {
    StartExecution: operation(
      'StartExecution',
      startInput,
      ({ stateMachineArn }) => stateMachineArn,
      (input, { cloud }) => startExecution(store, cloud, input),
    ),
    StopExecution: operation(
      'StopExecution',
      stopInput,
      ({ executionArn }) => executionArn,
      ({ executionArn, error, cause }, { cloud }) => {
        const execution = findExecution(store, executionArn);
        execution.stop(error, cause);
        return { stopDate: seconds(execution.end?.at ?? cloud.clock.now()) };
      },
    ),
  };
}

function startExecution(store: Store, cloud: Cloud, request: z.output<typeof startInput>): object {
  const machine = findMachine(store, request.stateMachineArn);
  const { input } = request;
  const name = request.name ?? cloud.random.uuid();
  if (!NAME.test(name)) throw fail('InvalidName', `Invalid Name: '${name}'`);
  if (Buffer.byteLength(input) > LONGEST_INPUT || !isJson(input)) {
    throw fail(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: it must be JSON of at most ${LONGEST_INPUT} bytes.`,
    );
  }
  const execution = new Execution(cloud, machine, store.tokens(), name, input);
  const same = store.executions.get(execution.arn);
  if (same?.status === 'RUNNING' && same.input === input) return started(same);
  if (same !== undefined && cloud.clock.now() < (same.end?.at ?? Number.POSITIVE_INFINITY) + NAME_TAKEN_MS) {
    throw fail('ExecutionAlreadyExists', `Execution Already Exists: '${same.arn}'`);
  }
  store.executions.delete(execution.arn);
  store.executions.set(execution.arn, execution);
  execution.start();
  return started(execution);
}

const started = ({ arn, startedAt }: Execution) => ({ executionArn: arn, startDate: seconds(startedAt) });

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
