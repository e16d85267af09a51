import type { HandOver } from '../../shared/domain/hand-over.ts';
import { drainQueue, type Pokes } from '../../shared/gateways/drain-queue.ts';
import { dynamoDb, sqs } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { deadLettersIn } from '../../shared/runtime/dead-letters.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { toolsFor } from '../../shared/runtime/function-tools.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import { addHandOver } from '../../shared/stores/hand-over-store.ts';
import { queueHandOverEnvironment } from './environment.ts';

export interface QueueHandOverDependencies {
  /** Stores a new hand-over; the answer is the one stored, be it this or an earlier one. */
  readonly addHandOver: (handOver: HandOver) => Promise<HandOver>;
  readonly pokes: Pokes;
  readonly log: Log;
}

export function dependenciesOf(environment: Environment, overrides?: Partial<Outside>) {
  const settings = readEnvironment(environment, queueHandOverEnvironment);
  const outside = outsideWith(overrides);
  const queues = sqs(outside);
  const table = { client: dynamoDb(outside), name: settings.TABLE_NAME };
  return {
    ...toolsFor(settings.POWERTOOLS_SERVICE_NAME, outside),
    addHandOver: (handOver: HandOver) => addHandOver(table, handOver),
    pokes: drainQueue(queues, settings.HAND_OVER_DRAIN_QUEUE_URL),
    deadLetters: deadLettersIn(() => queues, settings),
  };
}
