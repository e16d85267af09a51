import type { HandOver } from '../../shared/domain/hand-over.ts';
import type { CaseRouted } from '../../shared/events/case-routed.ts';
import type { QueueHandOverDependencies } from './dependencies.ts';

/**
 * Queues a routed case for its hand-over and tells the drainer. Told twice, it finds the hand-over there; the drainer
 * is told again unless it is through, since the first time may have ended between the two steps.
 */
export async function queueHandOver(
  event: CaseRouted,
  { addHandOver, pokes, log }: QueueHandOverDependencies,
): Promise<void> {
  const stored = await addHandOver(handOverOf(event));
  const { caseId, queue, progress } = stored;
  if (progress.state === 'done' || progress.state === 'superseded') {
    log('TL1006', { eventId: event.eventId, caseId });
    return;
  }
  await pokes.poke(stored, 'routed');
  log('TL3002', { caseId, queue });
}

function handOverOf(event: CaseRouted): HandOver {
  const { caseId, customerId, caseVersion, opening, channel, at } = event;
  const { routeSequence, queue, priority, destination, rule } = event;
  return {
    ...{ caseId, customerId, caseVersion, opening, channel },
    ...{ routeSequence, queue, priority, destination, rule },
    since: at,
    progress: { state: 'pending' },
  };
}
