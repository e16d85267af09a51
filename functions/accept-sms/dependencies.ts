import { type Inbox, inboxQueue } from '../../shared/gateways/inbox.ts';
import { sqs } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { deadLettersIn } from '../../shared/runtime/dead-letters.ts';
import { toolsFor } from '../../shared/runtime/function-tools.ts';
import type { Log } from '../../shared/runtime/log.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import type { QueueConsumer } from '../../shared/runtime/queue-consumer.ts';
import { acceptSmsEnvironment } from './environment.ts';

export interface AcceptSmsDependencies {
  readonly inbox: Inbox;
  readonly log: Log;
}

export function buildDependencies(
  environment: Environment,
  outside: Outside,
): AcceptSmsDependencies & Pick<QueueConsumer<unknown>, 'deadLetters' | 'count'> {
  const variables = acceptSmsEnvironment(environment);
  const client = sqs(outside);
  return {
    inbox: inboxQueue(client, variables.INBOX_QUEUE_URL),
    deadLetters: deadLettersIn(() => client, variables),
    ...toolsFor(variables.POWERTOOLS_SERVICE_NAME, outside),
  };
}
