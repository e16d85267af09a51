import { type Answer, answer, type HttpEvent, refuse } from '../../shared/runtime/http-routes.ts';
import type { Agent } from './agent.ts';
import type { AgentApiDependencies } from './dependencies.ts';
import { cursorOf, pageOf } from './page.ts';
import { workView } from './views.ts';

/** Does the customer wait, stage of the promise, priority, its moment, case id. */
const PLACE = /^[09]#[0-3]#[1-9]#\d{4}-\d\d-\d\dT[\d:.]{8,12}Z#[0-9a-z]{16}-[1-9]\d{0,5}$/;

/** GET /work: open cases of the agent's queues, most urgent first. */
export async function listWork(
  event: HttpEvent,
  agent: Agent,
  { stores, queues, now }: AgentApiDependencies,
) {
  const page = pageOf(event, PLACE);
  if (!page.ok) return page;
  const wanted = event.queryStringParameters?.queue;
  const known = mayNeedMore(agent, wanted, queues) ? [...queues, ...(await stores.queues())] : queues;
  const asked = queuesFor(agent, wanted, [...new Set(known)]);
  if (!asked.ok) return asked;
  const { cases, more } = await stores.workLists(asked.body, page.body);
  const viewer = { agentId: agent.agentId, now: now().toISOString() };
  const last = cases.at(-1);
  return answer({
    items: cases.map((listed) => workView(listed.case, viewer)),
    ...(more && last && { cursor: cursorOf(last.place) }),
  });
}

/** Cases stay in a queue that has left the configuration; supervisors, and agents who still have its group, see them. */
function mayNeedMore(agent: Agent, wanted: string | undefined, configured: readonly string[]): boolean {
  if (wanted !== undefined) return !configured.includes(wanted);
  return agent.supervisor || [...agent.queues].some((queue) => !configured.includes(queue));
}

function queuesFor(
  agent: Agent,
  wanted: string | undefined,
  known: readonly string[],
): Answer<readonly string[]> {
  if (wanted === undefined) {
    const own = known.filter((queue) => agent.supervisor || agent.queues.has(queue));
    return own.length > 0
      ? answer(own)
      : refuse(
          'forbidden',
          'no-queues',
          'Your token opens no queue: it has no group queue:<id> that exists here.',
        );
  }
  if (!agent.supervisor && !agent.queues.has(wanted)) {
    return refuse('forbidden', 'other-queue', 'That queue is not one of yours.');
  }
  return known.includes(wanted)
    ? answer([wanted])
    : refuse('not-found', 'no-such-queue', 'There is no such queue.');
}
