import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { parseInboundMessage } from '../../shared/gateways/inbox.ts';
import { type Environment, type LambdaHandler, onColdStart } from '../../shared/runtime/cold-start.ts';
import { guarded } from '../../shared/runtime/guarded.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import { queueConsumer } from '../../shared/runtime/queue-consumer.ts';
import { buildDependencies } from './dependencies.ts';
import { recordInteraction } from './record-interaction.ts';

// What AWS calls: the FIFO queue `inbox`, which every channel's edge fills, one group per contact point.
export const handler = onColdStart(build);

// What runs on a cold start.
export function build(
  environment: Environment,
  outside: Partial<Outside> = {},
): LambdaHandler<SQSEvent, SQSBatchResponse> {
  const dependencies = buildDependencies(environment, outsideWith(outside));
  return guarded(
    dependencies.log,
    queueConsumer({
      ...dependencies,
      // What runs for every record.
      parse: parseInboundMessage,
      handle: (message) => recordInteraction(message, dependencies),
    }),
  );
}
