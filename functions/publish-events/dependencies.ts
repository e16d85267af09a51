import { type EventBus, eventBus } from '../../shared/gateways/event-bus.ts';
import { eventBridge } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { toolsFor } from '../../shared/runtime/function-tools.ts';
import type { Log } from '../../shared/runtime/log.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import { publishEventsEnvironment } from './environment.ts';

export interface PublishEventsDependencies {
  readonly bus: EventBus;
  readonly log: Log;
}

export function buildDependencies(environment: Environment, outside: Outside): PublishEventsDependencies {
  const variables = publishEventsEnvironment(environment);
  return {
    bus: eventBus(eventBridge(outside), variables.BUS_NAME),
    ...toolsFor(variables.POWERTOOLS_SERVICE_NAME, outside),
  };
}
