import * as z from 'zod';
import type { Operation } from '../core/service.ts';
import { fail, isJson, operation, type Store } from './operations.ts';
import { StateError } from './state-error.ts';
import type { WaitingTask } from './task-tokens.ts';

const taskToken = z.string().min(1).max(2048);
const byToken = z.object({ taskToken });
const success = z.object({ taskToken, output: z.string() });
const failed = z.object({
  taskToken,
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
});

/** Most bytes that a task may report. */
const LONGEST_OUTPUT = 262_144;

/** What those call who hold a task token. */
export function reportOperations(store: Store): Readonly<Record<string, Operation>> {
  const machineOf = (input: { taskToken: string }) => store.tokens().find(input.taskToken)?.machineArn;
  return {
    SendTaskSuccess: operation('SendTaskSuccess', success, machineOf, (input) => {
      const task = waiting(store, input.taskToken);
      if (Buffer.byteLength(input.output) > LONGEST_OUTPUT || !isJson(input.output)) {
        throw fail('InvalidOutput', `Invalid Output: it must be JSON of at most ${LONGEST_OUTPUT} bytes.`);
      }
      task.succeed(JSON.parse(input.output));
      return {};
    }),
    SendTaskFailure: operation('SendTaskFailure', failed, machineOf, ({ taskToken: token, error, cause }) => {
      waiting(store, token).fail(new StateError(error, cause));
      return {};
    }),
    SendTaskHeartbeat: operation('SendTaskHeartbeat', byToken, machineOf, ({ taskToken: token }) => {
      waiting(store, token).beat();
      return {};
    }),
  };
}

/**
 * The task that still waits for this token.
 *
 * @throws AwsError TaskTimedOut for one that is over: reported already, too late, or its execution has ended
 */
function waiting(store: Store, token: string): WaitingTask {
  const tokens = store.tokens();
  if (!tokens.isToken(token)) throw fail('InvalidToken', `Invalid Token: 'Invalid token'`);
  const task = tokens.find(token);
  if (task === undefined) throw fail('TaskDoesNotExist', 'Task does not exist.');
  if (task.line.hasEnded) {
    throw fail('TaskTimedOut', `Task Timed Out: 'Provided task does not exist anymore'`);
  }
  return task;
}
