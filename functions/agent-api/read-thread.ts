import { answer, type HttpEvent, refuse } from '../../shared/runtime/http-routes.ts';
import { isVisible } from './access.ts';
import type { Agent } from './agent.ts';
import type { AgentApiDependencies } from './dependencies.ts';
import { cursorOf, pageOf } from './page.ts';
import { linkedInteractionView } from './views.ts';

const PLACE = /^AT#\d{4}-\d\d-\d\dT[\d:.]{8,12}Z#[0-9a-f]{32}$/;

/**
 * GET /customers/{customerId}/thread: everything said, newest first by the provider's time. Open to an agent in whose
 * queues one of the customer's cases is, or was when it was resolved: whoever answers must see what was said on other
 * channels and in other cases.
 */
export async function readThread(event: HttpEvent, agent: Agent, { stores, linkTo }: AgentApiDependencies) {
  const customerId = event.pathParameters?.customerId ?? '';
  if (!/^[0-9a-z]{16}$/.test(customerId)) return noSuchCustomer();
  const page = pageOf(event, PLACE);
  if (!page.ok) return page;
  const [{ customer, cases }, thread] = await Promise.all([
    stores.customerAndCases(customerId),
    stores.thread(customerId, page.body),
  ]);
  if (!customer) return noSuchCustomer();
  if (!agent.supervisor && !cases.some((each) => isVisible(agent, each))) {
    return refuse('forbidden', 'other-queue', 'This customer has had no case in a queue of yours.');
  }
  return answer({
    items: await Promise.all(thread.interactions.map((each) => linkedInteractionView(each, linkTo))),
    ...(thread.after !== undefined && { cursor: cursorOf(thread.after) }),
  });
}

function noSuchCustomer() {
  return refuse('not-found', 'no-such-customer', 'There is no such customer.');
}
