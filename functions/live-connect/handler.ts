import { type Environment, type LambdaHandler, onColdStart } from '../../shared/runtime/cold-start.ts';
import { guarded } from '../../shared/runtime/guarded.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import { dependenciesOf } from './dependencies.ts';
import { type ConnectAnswer, liveConnect } from './live-connect.ts';

// What runs on a cold start.
export function build(
  environment: Environment,
  outside?: Partial<Outside>,
): LambdaHandler<unknown, ConnectAnswer> {
  const dependencies = dependenciesOf(environment, outside);
  // What runs for every connection.
  return guarded(dependencies.log, (event) => liveConnect(event, dependencies));
}

// What AWS calls: the route $connect of the WebSocket API.
export const handler = onColdStart(build);
