import type { Cloud } from '../core/cloud.ts';
import type { HttpResponse } from '../core/service.ts';
import { stepFunctionsOf } from '../step-functions/index.ts';
import { iso, json } from './answer.ts';

/** Events by which a state begins, of every kind: `WaitStateEntered`, `TaskStateEntered`. */
const ENTERED = /StateEntered$/;

/**
 * Where every execution stands and how it got there. What it was given, what it gave and what its tasks were called with
 * is left out: task tokens are among it, and whoever holds one can end the task.
 */
export function listExecutions(cloud: Cloud): HttpResponse {
  const executions = stepFunctionsOf(cloud).executions();
  return json({
    executions: executions.map(({ arn, name, stateMachine, status, currentStates, ...rest }) => {
      const events = rest.history.map(({ id, timestamp, type, ...details }) => {
        const state = stateIn(details);
        return { id, at: timestamp.toISOString(), type, ...(state !== undefined && { state }) };
      });
      return {
        ...{ arn, name, stateMachine, status, currentStates },
        startedAt: iso(rest.startedAt),
        ...(rest.stoppedAt !== undefined && { stoppedAt: iso(rest.stoppedAt) }),
        ...(rest.error !== undefined && { error: rest.error }),
        statesEntered: events.filter(({ type }) => ENTERED.test(type)).length,
        events,
      };
    }),
  });
}

/** Name of the state that an event is about; undefined for those about tasks and the whole. */
function stateIn(details: Readonly<Record<string, unknown>>): string | undefined {
  for (const about of ['stateEnteredEventDetails', 'stateExitedEventDetails']) {
    const found = details[about];
    if (typeof found === 'object' && found !== null && 'name' in found && typeof found.name === 'string')
      return found.name;
  }
  return undefined;
}
