import { compiled } from '../../shared/config/compiled.ts';
import type { RecordingRules } from '../../shared/domain/record-message.ts';
import { type Archive, s3Archive } from '../../shared/gateways/archive.ts';
import { dynamoDb, endpointOf, sqs } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { deadLettersIn } from '../../shared/runtime/dead-letters.ts';
import { toolsFor } from '../../shared/runtime/function-tools.ts';
import type { Log } from '../../shared/runtime/log.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import type { QueueConsumer } from '../../shared/runtime/queue-consumer.ts';
import type { Table } from '../../shared/stores/table.ts';
import { recordInteractionEnvironment } from './environment.ts';
import { promiseTable } from './promise-table.ts';

export interface RecordInteractionDependencies extends Pick<Outside, 'now' | 'newId'> {
  readonly table: Table;
  readonly archive: Archive;
  readonly rules: RecordingRules;
  readonly log: Log;
}

export function buildDependencies(
  environment: Environment,
  outside: Outside,
): RecordInteractionDependencies & Pick<QueueConsumer<unknown>, 'deadLetters' | 'count'> {
  const variables = recordInteractionEnvironment(environment);
  const { now, newId } = outside;
  const client = dynamoDb(outside);
  return {
    table: { client, name: variables.TABLE_NAME },
    archive: s3Archive(client.config, {
      bucket: variables.ARCHIVE_BUCKET,
      endpoint: endpointOf(outside) ?? variables.AWS_ENDPOINT_URL,
      now,
    }),
    rules: { ...compiled.joining, promises: promiseTable(compiled) },
    deadLetters: deadLettersIn(() => sqs(outside), variables),
    now,
    newId,
    ...toolsFor(variables.POWERTOOLS_SERVICE_NAME, outside),
  };
}
