import { AwsError, type Operation } from '../core/service.ts';
import { getRecords, getShardIterator, parseRequest, streamOnly } from './requests.ts';
import { streamOfIterator, type TableStream } from './stream.ts';
import type { Table } from './table.ts';
import { keyUse, type Tables } from './tables.ts';

const MAX_RECORDS = 1000;

/** The operations of DynamoDB Streams that an event source mapping reads with; see `stream.ts`. Lambda reads free. */
export function streamOperations(tables: Tables): Record<string, Operation> {
  const operation = (
    action: string,
    arnOf: (input: Record<string, unknown>) => unknown,
    run: Operation['run'],
  ): Operation => ({
    permissions: (input, { cloud }) => {
      const streamArn = String(arnOf(input));
      const wanted = { action: `dynamodb:${action}`, resource: streamArn };
      const key = ownerOf(tables, streamArn)?.definition.kmsKeyArn;
      return key === undefined ? [wanted] : [wanted, keyUse(key, cloud.region)];
    },
    run,
    usage: () => null,
  });
  const byArn = (input: Record<string, unknown>) => input.StreamArn;
  const byIterator = (input: Record<string, unknown>) => streamOfIterator(String(input.ShardIterator));
  return {
    DescribeStream: operation('DescribeStream', byArn, (input) => {
      const stream = findStream(tables, parseRequest(streamOnly, input).StreamArn);
      return {
        StreamDescription: {
          StreamArn: stream.arn,
          StreamLabel: stream.label,
          StreamStatus: 'ENABLED',
          StreamViewType: stream.viewType,
          Shards: stream.shardIds.map((ShardId) => ({ ShardId })),
        },
      };
    }),
    GetShardIterator: operation('GetShardIterator', byArn, (input) => {
      const request = parseRequest(getShardIterator, input);
      const stream = findStream(tables, request.StreamArn);
      return {
        ShardIterator: stream.iterator(request.ShardId, request.ShardIteratorType, request.SequenceNumber),
      };
    }),
    GetRecords: operation('GetRecords', byIterator, (input) => {
      const { ShardIterator, Limit = MAX_RECORDS } = parseRequest(getRecords, input);
      const { records, next } = findStream(tables, streamOfIterator(ShardIterator)).read(
        ShardIterator,
        Limit,
      );
      return { Records: records, NextShardIterator: next };
    }),
  };
}

/** The stream of an ARN; throws ResourceNotFoundException. */
export function findStream(tables: Tables, streamArn: string): TableStream {
  const stream = ownerOf(tables, streamArn)?.definition.stream;
  if (stream === undefined) {
    throw new AwsError(
      'ResourceNotFoundException',
      `Requested resource not found: Stream: ${streamArn} not found`,
    );
  }
  return stream;
}

function ownerOf(tables: Tables, streamArn: string): Table | undefined {
  return tables.all().find(({ definition }) => definition.stream?.arn === streamArn);
}
