import type { Cloud } from '../core/cloud.ts';
import type { FunctionHost } from './function-host.ts';
import type { StreamMapping } from './mapping-kind.ts';
import { type StreamRecord, sequenceOf, writtenAtMs } from './stream-records.ts';
import { sendTo } from './targets.ts';

/** A batch that a mapping gives up. */
export interface DiscardedBatch {
  readonly records: readonly StreamRecord[];
  readonly shardId: string;
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly invocations: number;
}

const isoSeconds = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/**
 * Sends a discarded batch to the mapping's on-failure destination: what it was, where it lay and why it was given up; to a
 * bucket with the whole event besides, as JSON text in `payload`.
 * Source: AWS Lambda Developer Guide, "Retain discarded records for a DynamoDB event source in Lambda".
 *
 * @throws AwsError as the destination refuses it
 */
export async function sendDiscarded(
  cloud: Cloud,
  host: FunctionHost,
  mapping: StreamMapping,
  batch: DiscardedBatch,
): Promise<void> {
  const target = mapping.onFailureArn;
  const [first] = batch.records;
  const last = batch.records.at(-1);
  if (target === undefined || first === undefined || last === undefined) return;
  const metadata = {
    requestContext: {
      requestId: cloud.random.uuid(),
      functionArn: host.configuration.description.arn,
      condition: batch.condition,
      approximateInvokeCount: batch.invocations,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: new Date(cloud.clock.now()).toISOString(),
    DDBStreamBatchInfo: {
      shardId: batch.shardId,
      startSequenceNumber: sequenceOf(first),
      endSequenceNumber: sequenceOf(last),
      approximateArrivalOfFirstRecord: isoSeconds(writtenAtMs(first)),
      approximateArrivalOfLastRecord: isoSeconds(writtenAtMs(last)),
      batchSize: batch.records.length,
      streamArn: mapping.sourceArn,
    },
  };
  if (!target.startsWith('arn:aws:s3:')) return sendTo(cloud, target, JSON.stringify(metadata), host.role);
  const body = { ...metadata, payload: JSON.stringify({ Records: batch.records }) };
  const input = {
    Bucket: target.split(':').at(-1),
    Key: objectKey(cloud, mapping.uuid, batch.shardId),
    Body: new TextEncoder().encode(JSON.stringify(body)),
    ContentType: 'application/json',
  };
  await cloud.call('s3', 'PutObject', input, host.role);
}

/** `aws/lambda/<mapping>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<random>` */
function objectKey(cloud: Cloud, uuid: string, shardId: string): string {
  const iso = new Date(cloud.clock.now()).toISOString();
  const day = iso.slice(0, 10).replaceAll('-', '/');
  const moment = iso.slice(0, 19).replaceAll(':', '.');
  return `aws/lambda/${uuid}/${shardId}/${day}/${moment}-${cloud.random.uuid()}`;
}
