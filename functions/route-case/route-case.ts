import { routeCase } from '../../shared/domain/route-case.ts';
import { PermanentFailure, TransientFailure } from '../../shared/runtime/failure.ts';
import { saveCase } from '../../shared/stores/case-store.ts';
import { readCaseAndCustomer } from '../../shared/stores/snapshot-store.ts';
import type { RouteCaseDependencies } from './dependencies.ts';
import type { OpeningEvent } from './opening-event.ts';

/** Each further try means that somebody else has changed the case; after this many the event waits in its queue. */
const MOST_TRIES = 5;

/**
 * Gives an opening of a case its route, once: whatever comes again finds the route there. The route is recorded with
 * the event that tells of it, so there is never one without the other.
 *
 * @throws PermanentFailure when there is no such case; TransientFailure when others kept changing it.
 */
export async function routeOpening(event: OpeningEvent, dependencies: RouteCaseDependencies): Promise<void> {
  const { table, routing, now, newId, log } = dependencies;
  const { caseId, opening, eventId } = event;
  for (let tried = 1; tried <= MOST_TRIES; tried += 1) {
    const { case: subject, customer } = await readCaseAndCustomer(table, caseId);
    if (!subject) throw new PermanentFailure('The case that this event tells of is not there.');
    const at = now().toISOString();
    const outcome = routeCase({ case: subject, customer, opening, now: at }, routing);
    if (outcome.kind === 'skipped') return log('TL1006', { caseId, eventId, reason: outcome.because });
    const outbox = { commit: newId(), at, events: outcome.events };
    if ((await saveCase(table, { previous: subject, next: outcome.case, outbox })) === 'saved') {
      return log('TL3001', { caseId, queue: outcome.case.route?.queue });
    }
    log('TL2004', { caseId, count: tried });
  }
  throw new TransientFailure('Others kept changing the case.');
}
