import type { TaskState } from './definition.ts';
import { payload } from './history.ts';
import { type Integration, integrationOf } from './integrations.ts';
import type { Line } from './line.ts';
import { fillField, fillInteger, type Visit } from './run.ts';
import { limitedJson, StateError } from './state-error.ts';
import { waitForReport } from './task-tokens.ts';

interface Attempt {
  readonly visit: Visit;
  /** Of this try alone: when the try is over, its timers, its token and a late answer mean nothing any more. */
  readonly line: Line;
  readonly integration: Integration;
  readonly input: unknown;
  readonly token: string | undefined;
  readonly heartbeatSeconds: number | undefined;
}

/** One try of a Task. @returns `$states.result` @throws StateError */
export async function runTask(visit: Visit, state: TaskState, retryCount: number): Promise<unknown> {
  const { run, line } = visit;
  const integration = integrationOf(state.Resource);
  if (integration === undefined) throw new Error(`${state.Resource} was not refused at the start.`);
  const token = integration.waitsForToken ? run.tokens.newToken() : undefined;
  const known = { token, retryCount };
  const timeout = await optionalSeconds(visit, 'TimeoutSeconds', state.TimeoutSeconds);
  const heartbeatSeconds = await optionalSeconds(visit, 'HeartbeatSeconds', state.HeartbeatSeconds);
  const input =
    state.Arguments === undefined ? visit.input : await fillField(visit, 'Arguments', state.Arguments, known);
  const parameters = limitedJson(input, `Arguments of state '${visit.name}'`);
  const { resourceType, resource } = integration;
  const names = { resourceType, resource };
  run.history.add(line, 'TaskScheduled', {
    taskScheduledEventDetails: {
      ...names,
      region: run.cloud.region,
      parameters,
      ...(timeout !== undefined && { timeoutInSeconds: timeout }),
      ...(heartbeatSeconds !== undefined && { heartbeatInSeconds: heartbeatSeconds }),
    },
  });
  run.history.add(line, 'TaskStarted', { taskStartedEventDetails: names });
  const attempt: Attempt = { visit, line: line.child(), integration, input, token, heartbeatSeconds };
  try {
    const result = await line.settle(Promise.race(outcomes(attempt, timeout)));
    const output = payload('output', limitedJson(result, `result of state '${visit.name}'`));
    run.history.add(line, 'TaskSucceeded', { taskSucceededEventDetails: { ...names, ...output } });
    return result;
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    const details = {
      ...names,
      ...(error.error !== undefined && { error: error.error }),
      ...(error.cause !== undefined && { cause: error.cause }),
    };
    if (error instanceof TaskTimeout) {
      run.history.add(line, 'TaskTimedOut', { taskTimedOutEventDetails: details });
    } else run.history.add(line, 'TaskFailed', { taskFailedEventDetails: details });
    throw error;
  } finally {
    attempt.line.end();
  }
}

/** The task took too long, or its heartbeat stopped. */
class TaskTimeout extends StateError {
  constructor(missedHeartbeat: boolean) {
    super('States.Timeout', undefined, missedHeartbeat);
  }
}

/** Everything that can end a try; the first does. */
function outcomes(attempt: Attempt, timeoutSeconds: number | undefined): Promise<unknown>[] {
  const { visit, line, token, heartbeatSeconds } = attempt;
  const { run, name } = visit;
  const due = (seconds: number) => run.cloud.clock.now() + seconds * 1000;
  const label = (what: string) => `states ${what} ${run.machineName} ${name}`;
  const possible: Promise<unknown>[] = [];
  if (timeoutSeconds !== undefined) {
    possible.push(
      new Promise((_, reject) => {
        line.at(due(timeoutSeconds), label('timeout'), () => reject(new TaskTimeout(false)));
      }),
    );
  }
  if (token === undefined) return [...possible, callService(attempt)];
  let beat = () => {};
  if (heartbeatSeconds !== undefined) {
    possible.push(
      new Promise((_, reject) => {
        const expect = () =>
          line.at(due(heartbeatSeconds), label('heartbeat'), () => reject(new TaskTimeout(true)));
        let timer = expect();
        beat = () => {
          timer.cancel();
          timer = expect();
        };
      }),
    );
  }
  const { machineArn } = run;
  return [
    ...possible,
    waitForReport(run.tokens, { token, machineArn, line, beat: () => beat() }),
    submit(attempt),
  ];
}

/** Hands the task over to whoever will report; its own answer ends nothing. */
async function submit(attempt: Attempt): Promise<never> {
  const { visit, line, integration } = attempt;
  const answer = await callService(attempt);
  const { resourceType, resource } = integration;
  visit.run.history.add(visit.line, 'TaskSubmitted', {
    taskSubmittedEventDetails: { resourceType, resource, ...payload('output', JSON.stringify(answer)) },
  });
  return line.settle(new Promise<never>(() => {}));
}

function callService({ visit, line, integration, input }: Attempt): Promise<unknown> {
  const { cloud, role, executionArn, machineArn, machineName } = visit.run;
  return line.work(`states task ${machineName} ${visit.name}`, () =>
    integration.call(cloud, role, input, [executionArn, machineArn]),
  );
}

async function optionalSeconds(
  visit: Visit,
  field: string,
  template: number | string | undefined,
): Promise<number | undefined> {
  return template === undefined ? undefined : fillInteger(visit, field, template, 1);
}
