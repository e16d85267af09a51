import { type Environment, type LambdaHandler, onColdStart } from '../../shared/runtime/cold-start.ts';
import { guarded } from '../../shared/runtime/guarded.ts';
import {
  type Answer,
  type HttpResult,
  httpRoutes,
  type PublicHttpEvent,
} from '../../shared/runtime/http-routes.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import { dependenciesOf, type WebchatApiDependencies } from './dependencies.ts';
import { openSession } from './open-session.ts';
import { readMessages } from './read-messages.ts';
import { WEBCHAT_ROUTES, type WebchatRoute } from './routes.ts';
import { takeMessage } from './take-message.ts';
import { originProblem } from './visitor.ts';

type VisitorHandler = (
  event: PublicHttpEvent,
  dependencies: WebchatApiDependencies,
) => Promise<Answer<unknown>>;

const HANDLERS: Readonly<Record<WebchatRoute, VisitorHandler>> = {
  'POST /webchat/sessions': openSession,
  'POST /webchat/messages': takeMessage,
  'GET /webchat/messages': readMessages,
};

// What runs on a cold start.
export function build(
  environment: Environment,
  outside?: Partial<Outside>,
): LambdaHandler<PublicHttpEvent, HttpResult> {
  const dependencies = dependenciesOf(environment, outside);
  // What runs for every request.
  const handle = (route: WebchatRoute) => async (event: PublicHttpEvent) =>
    originProblem(event, dependencies.origins) ?? HANDLERS[route](event, dependencies);
  const routes = Object.fromEntries(WEBCHAT_ROUTES.map((route) => [route, handle(route)]));
  return guarded(dependencies.log, httpRoutes(routes, dependencies.log));
}

// What AWS calls.
export const handler = onColdStart(build);
