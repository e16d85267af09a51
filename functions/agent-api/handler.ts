import { type Environment, type LambdaHandler, onColdStart } from '../../shared/runtime/cold-start.ts';
import { guarded } from '../../shared/runtime/guarded.ts';
import {
  type Answer,
  type HttpEvent,
  type HttpResult,
  httpRoutes,
} from '../../shared/runtime/http-routes.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import { type Agent, agentOf } from './agent.ts';
import { claim, release, reopen, resolve } from './change-case.ts';
import { type AgentApiDependencies, dependenciesOf } from './dependencies.ts';
import { listWork } from './list-work.ts';
import { note } from './note.ts';
import { readCase } from './read-case.ts';
import { readThread } from './read-thread.ts';
import { reply } from './reply.ts';
import { AGENT_ROUTES, type AgentRoute } from './routes.ts';

type AgentHandler = (
  event: HttpEvent,
  agent: Agent,
  dependencies: AgentApiDependencies,
) => Promise<Answer<unknown>>;

const HANDLERS: Readonly<Record<AgentRoute, AgentHandler>> = {
  'GET /work': listWork,
  'GET /cases/{caseId}': readCase,
  'GET /customers/{customerId}/thread': readThread,
  'POST /cases/{caseId}/claim': claim,
  'POST /cases/{caseId}/release': release,
  'POST /cases/{caseId}/replies': reply,
  'POST /cases/{caseId}/notes': note,
  'POST /cases/{caseId}/resolve': resolve,
  'POST /cases/{caseId}/reopen': reopen,
};

// On a cold start.
export function build(
  environment: Environment,
  outside?: Partial<Outside>,
): LambdaHandler<HttpEvent, HttpResult> {
  const dependencies = dependenciesOf(environment, outside);
  // For every request.
  const handle = (route: AgentRoute) => async (event: HttpEvent) => {
    const agent = agentOf(event, dependencies.groupsClaim);
    return agent.ok ? HANDLERS[route](event, agent.body, dependencies) : agent;
  };
  const routes = Object.fromEntries(AGENT_ROUTES.map((route) => [route, handle(route)]));
  return guarded(dependencies.log, httpRoutes(routes, dependencies.log));
}

// What AWS calls.
export const handler = onColdStart(build);
