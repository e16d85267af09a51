import { jsonProtocol } from '../core/protocols.ts';
import type { AwsService } from '../core/service.ts';
import { batchWrite } from './batch-write.ts';
import { collectionReads } from './collection-reads.ts';
import { descriptions } from './descriptions.ts';
import { reads } from './reads.ts';
import { singleWrites } from './single-writes.ts';
import { findStream, streamOperations } from './stream-operations.ts';
import { tableResource } from './table-resource.ts';
import { Tables } from './tables.ts';
import { transactWrite } from './transact-write.ts';
import { TransactionTokens } from './transaction-tokens.ts';

/**
 * DynamoDB with its streams, in memory.
 *
 * Each operation runs in one synchronous step, which is the write lock: nothing interleaves, transactions are serial, and
 * the same calls give the same answers. The engine uses no timer but the local scheduler (time to live) and no time but
 * the local clock. Expressions are parsed by dynalite's grammars; see the README for what is checked against AWS.
 */
export function createDynamoDb(): AwsService {
  const tables = new Tables();
  const tokens = new TransactionTokens();
  return {
    name: 'dynamodb',
    protocol: jsonProtocol({ version: '1.0', errorNamespace: 'com.amazonaws.dynamodb.v20120810' }),
    operations: {
      ...reads(tables),
      ...collectionReads(tables),
      ...singleWrites(tables),
      BatchWriteItem: batchWrite(tables),
      TransactWriteItems: transactWrite(tables, tokens),
      ...descriptions(tables),
      ...streamOperations(tables),
    },
    resources: { 'AWS::DynamoDB::Table': tableResource((table) => tables.add(table)) },
    watch: (streamArn, listener) => findStream(tables, streamArn).watch(listener),
    reset() {
      for (const table of tables.all()) table.clear();
      tokens.clear();
    },
  };
}
