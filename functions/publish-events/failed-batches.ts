import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';

/** Where Lambda keeps batches that a stream consumer failed on, in the bucket of the mapping's failure destination. */
const PREFIX = 'aws/lambda/';

/**
 * One such object (Lambda guide, "Retaining discarded records for a DynamoDB event source"): metadata, and the whole
 * event as `payload`, a text of JSON.
 */
const stored = z.object({ payload: z.union([z.string(), z.looseObject({})]) });
const event = z.object({ Records: z.array(z.looseObject({ dynamodb: z.looseObject({}) })) });

/** Batches of changes whose events could not be published. */
export interface FailedBatches {
  /** Keys of all batches, oldest first. */
  list(): Promise<string[]>;
  /** The records of a batch. Throws when the object is none. */
  read(key: string): Promise<DynamoDBStreamEvent['Records']>;
  remove(key: string): Promise<void>;
}

export function failedBatchesIn(s3: S3Client, bucket: string): FailedBatches {
  return {
    async list() {
      const found: { key: string; since: number }[] = [];
      let token: string | undefined;
      do {
        const page = await s3.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: PREFIX, ContinuationToken: token }),
        );
        for (const { Key, LastModified } of page.Contents ?? []) {
          if (Key !== undefined) found.push({ key: Key, since: LastModified?.getTime() ?? 0 });
        }
        token = page.NextContinuationToken;
      } while (token !== undefined);
      return found.sort((a, b) => a.since - b.since).map(({ key }) => key);
    },
    async read(key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return recordsIn(await Body?.transformToString());
    },
    async remove(key) {
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
  };
}

/** The stream records in the text of a stored batch. @throws Error when it is not of that form. */
function recordsIn(text: string | undefined): DynamoDBStreamEvent['Records'] {
  const { payload } = stored.parse(JSON.parse(text ?? ''));
  const { Records } = event.parse(typeof payload === 'string' ? JSON.parse(payload) : payload);
  return Records;
}
