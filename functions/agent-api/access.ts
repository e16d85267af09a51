import type { Case } from '../../shared/domain/case.ts';
import { partsOfCaseId } from '../../shared/domain/identity.ts';
import { type Answer, answer, type HttpEvent, refuse } from '../../shared/runtime/http-routes.ts';
import type { Agent } from './agent.ts';

/** The case id of the path; one that cannot be is answered like one that is not there. */
export function caseIdOf(event: HttpEvent): Answer<string> {
  const caseId = event.pathParameters?.caseId ?? '';
  return partsOfCaseId(caseId) ? answer(caseId) : noSuchCase();
}

/**
 * The case, if the agent may see it. A case of another queue is refused by name rather than hidden: an id has 80
 * random bits, so the refusal gives nothing away that its holder did not have, and says whom to ask.
 */
export function visibleCase(agent: Agent, subject: Case | undefined): Answer<Case> {
  if (!subject) return noSuchCase();
  if (isVisible(agent, subject)) return answer(subject);
  const queue = subject.route?.queue;
  return queue === undefined
    ? refuse('forbidden', 'not-routed', 'This case is in no queue yet; a supervisor can see it.')
    : refuse(
        'forbidden',
        'other-queue',
        `This case belongs to the queue ${queue}, which is not one of yours.`,
        {
          queue,
        },
      );
}

export function isVisible({ supervisor, queues }: Agent, { route }: Case): boolean {
  return supervisor || (route !== undefined && queues.has(route.queue));
}

function noSuchCase() {
  return refuse('not-found', 'no-such-case', 'There is no such case.');
}
