import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { ReplyQueued } from '../../shared/events/reply-queued.ts';
import { type Environment, type LambdaHandler, onColdStart } from '../../shared/runtime/cold-start.ts';
import { eventReader } from '../../shared/runtime/event-consumer.ts';
import { guarded } from '../../shared/runtime/guarded.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import { queueConsumer } from '../../shared/runtime/queue-consumer.ts';
import { sendReply } from '../../shared/sending/send-reply.ts';
import { dependenciesOf } from './dependencies.ts';

// On a cold start.
export function build(
  environment: Environment,
  outside?: Partial<Outside>,
): LambdaHandler<SQSEvent, SQSBatchResponse> {
  const dependencies = dependenciesOf(environment, outside);
  // For every message.
  const handle = (event: ReplyQueued) => sendReply(event, dependencies);
  return guarded(
    dependencies.log,
    queueConsumer({ parse: eventReader(ReplyQueued), handle, ...dependencies }),
  );
}

// What AWS calls.
export const handler = onColdStart(build);
