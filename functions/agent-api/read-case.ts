import { answer, type HttpEvent } from '../../shared/runtime/http-routes.ts';
import { caseIdOf, visibleCase } from './access.ts';
import type { Agent } from './agent.ts';
import type { AgentApiDependencies } from './dependencies.ts';
import { caseView, customerView } from './views.ts';

/** GET /cases/{caseId}: the case and its customer, as they are now. */
export async function readCase(event: HttpEvent, agent: Agent, { stores, now }: AgentApiDependencies) {
  const caseId = caseIdOf(event);
  if (!caseId.ok) return caseId;
  const { case: subject, customer } = await stores.caseAndCustomer(caseId.body);
  const visible = visibleCase(agent, subject);
  if (!visible.ok) return visible;
  const viewer = { agentId: agent.agentId, now: now().toISOString() };
  return answer({ case: caseView(visible.body, viewer), customer: customer && customerView(customer) });
}
