import type { ChoiceState, WaitState } from './definition.ts';
import { fillField, fillInteger, give, queryFailure, type Step, type Visit } from './run.ts';
import { StateError } from './state-error.ts';

/** The first choice whose condition holds, else the default; each gives its own output and variables. */
export async function choose(visit: Visit, state: ChoiceState): Promise<Step> {
  for (const [index, choice] of state.Choices.entries()) {
    const field = `Choices[${index}].Condition`;
    const holds = await fillField(visit, field, choice.Condition);
    if (typeof holds !== 'boolean') {
      const cause = `State '${visit.name}' failed. Field '${field}' must give true or false, not ${JSON.stringify(holds)}.`;
      throw queryFailure(visit, field, cause);
    }
    if (holds) {
      return { ...(await give(visit, choice, `Choices[${index}].`, {}, visit.input)), next: choice.Next };
    }
  }
  if (state.Default === undefined) {
    throw new StateError('States.NoChoiceMatched', `No choice of state '${visit.name}' matched.`);
  }
  return { ...(await give(visit, state, '', {}, visit.input)), next: state.Default };
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Waits so many seconds, or until a moment; one that is past is no wait. */
export async function waitFor(visit: Visit, state: WaitState): Promise<void> {
  const { run, line, name } = visit;
  const until = state.Timestamp === undefined ? await after(visit, state) : await moment(visit, state);
  await line.until(until, `states wait ${run.machineName} ${name}`);
}

async function after(visit: Visit, state: WaitState): Promise<number> {
  const seconds = await fillInteger(visit, 'Seconds', state.Seconds, 0);
  return visit.run.cloud.clock.now() + seconds * 1000;
}

async function moment(visit: Visit, state: WaitState): Promise<number> {
  const value = await fillField(visit, 'Timestamp', state.Timestamp);
  const time = typeof value === 'string' && INSTANT.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  const cause = `State '${visit.name}' failed. Field 'Timestamp' must give an RFC 3339 time, not ${JSON.stringify(value)}.`;
  throw queryFailure(visit, 'Timestamp', cause);
}

/** What a Fail state says. */
export function failure(error: unknown, cause: unknown): StateError {
  return new StateError(asText(error), asText(cause));
}

function asText(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  return JSON.stringify(value);
}
