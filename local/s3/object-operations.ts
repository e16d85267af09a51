import { createHash } from 'node:crypto';
import * as z from 'zod';
import { AwsError, type Operation } from '../core/service.ts';
import type { Bucket, Buckets, StoredObject } from './bucket.ts';

const texts = z.record(z.string(), z.string());

const objectName = z.object({ Bucket: z.string().min(1), Key: z.string().min(1) });
const putInput = objectName.extend({
  Body: z.union([z.instanceof(Uint8Array), z.string()]).default(''),
  ContentType: z.string().optional(),
  Metadata: texts.default({}),
  IfNoneMatch: z.string().optional(),
  IfMatch: z.string().optional(),
  /** From the wire: headers that come back with the object, and checksums by algorithm. */
  Headers: texts.default({}),
  Checksums: texts.default({}),
});
const getInput = objectName.extend({
  IfMatch: z.string().optional(),
  IfNoneMatch: z.string().optional(),
  /** From the wire: headers of the answer that the request names (`response-content-type=…`). */
  Overrides: texts.default({}),
});
const deleteManyInput = z.object({
  Bucket: z.string().min(1),
  Delete: z.object({
    Objects: z
      .array(z.object({ Key: z.string().min(1) }))
      .min(1)
      .max(1_000),
    Quiet: z.boolean().default(false),
  }),
});

/** S3's own limit, in UTF-8 bytes. */
const MAX_KEY_BYTES = 1_024;

/** PutObject, GetObject, HeadObject, DeleteObject and DeleteObjects. Deletions are free. */
export function objectOperations(buckets: Buckets): Readonly<Record<string, Operation>> {
  return {
    PutObject: {
      permissions: (input) => [onObject('s3:PutObject', parse(putInput, input))],
      run(input, { cloud }) {
        const parsed = parse(putInput, input);
        const bucket = existingBucket(buckets, parsed.Bucket);
        if (Buffer.byteLength(parsed.Key) > MAX_KEY_BYTES) {
          throw new AwsError('KeyTooLongError', 'Your key is too long.');
        }
        checkConditions(bucket, parsed);
        const bytes = typeof parsed.Body === 'string' ? new TextEncoder().encode(parsed.Body) : parsed.Body;
        const object: StoredObject = {
          key: parsed.Key,
          bytes,
          etag: `"${createHash('md5').update(bytes).digest('hex')}"`,
          storedAt: cloud.clock.now(),
          contentType: parsed.ContentType ?? 'binary/octet-stream',
          headers: parsed.Headers,
          metadata: parsed.Metadata,
          checksums: parsed.Checksums,
        };
        bucket.put(object);
        return { ETag: object.etag, Checksums: object.checksums };
      },
      usage: () => ({ 's3.put': 1 }),
    },
    GetObject: reading(buckets, (object) => ({ ...describe(object), Body: object.bytes })),
    HeadObject: reading(buckets, describe),
    DeleteObject: {
      permissions: (input) => [onObject('s3:DeleteObject', parse(objectName, input))],
      run(input) {
        const { Bucket, Key } = parse(objectName, input);
        existingBucket(buckets, Bucket).delete(Key);
        return {};
      },
      usage: () => null,
    },
    DeleteObjects: {
      permissions(input) {
        const { Bucket, Delete } = parse(deleteManyInput, input);
        return Delete.Objects.map(({ Key }) => onObject('s3:DeleteObject', { Bucket, Key }));
      },
      run(input) {
        const { Bucket, Delete } = parse(deleteManyInput, input);
        const bucket = existingBucket(buckets, Bucket);
        for (const { Key } of Delete.Objects) bucket.delete(Key);
        return { Deleted: Delete.Quiet ? [] : Delete.Objects };
      },
      usage: () => null,
    },
  };
}

/** @throws AwsError NoSuchBucket */
export function existingBucket(buckets: Buckets, name: string): Bucket {
  const bucket = buckets.get(name);
  if (bucket === undefined) {
    throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name });
  }
  return bucket;
}

/** @throws AwsError InvalidArgument naming the member */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AwsError('InvalidArgument', `${issue?.path.join('.')}: ${issue?.message}`);
}

function reading(buckets: Buckets, answer: (object: StoredObject) => object): Operation {
  return {
    permissions: (input) => [onObject('s3:GetObject', parse(getInput, input))],
    run(input) {
      const { Bucket, Key, IfMatch, IfNoneMatch, Overrides } = parse(getInput, input);
      const object = existingBucket(buckets, Bucket).get(Key);
      if (IfMatch !== undefined && IfMatch !== object.etag) throw preconditionFailed();
      if (IfNoneMatch === object.etag) throw new AwsError('NotModified', 'Not Modified', 304);
      const { 'content-type': contentType = object.contentType, ...headers } = Overrides;
      return answer({ ...object, contentType, headers: { ...object.headers, ...headers } });
    },
    usage: () => ({ 's3.get': 1 }),
  };
}

function describe(object: StoredObject): object {
  return {
    ContentLength: object.bytes.length,
    ContentType: object.contentType,
    ETag: object.etag,
    LastModified: new Date(object.storedAt),
    Metadata: object.metadata,
    Headers: object.headers,
    Checksums: object.checksums,
  };
}

function checkConditions(bucket: Bucket, { Key, IfMatch, IfNoneMatch }: z.output<typeof putInput>): void {
  const present = bucket.find(Key);
  if (IfNoneMatch !== undefined && present !== undefined) throw preconditionFailed();
  if (IfMatch !== undefined && present?.etag !== IfMatch) throw preconditionFailed();
}

function preconditionFailed(): AwsError {
  return new AwsError(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    412,
  );
}

function onObject(action: string, { Bucket, Key }: { readonly Bucket: string; readonly Key: string }) {
  return { action, resource: `arn:aws:s3:::${Bucket}/${Key}` };
}
