import * as z from 'zod';
import { AwsError, type Operation } from '../core/service.ts';
import type { Buckets, StoredObject } from './bucket.ts';
import { existingBucket, parse } from './object-operations.ts';

const bucketName = z.object({ Bucket: z.string().min(1) });
const listInput = bucketName.extend({
  Prefix: z.string().default(''),
  Delimiter: z.string().default(''),
  StartAfter: z.string().default(''),
  ContinuationToken: z.string().optional(),
  MaxKeys: z.number().int().min(0).max(1_000).default(1_000),
  EncodingType: z.literal('url').optional(),
});

/** ListBuckets, HeadBucket, GetBucketLocation and ListObjectsV2. */
export function bucketOperations(buckets: Buckets): Readonly<Record<string, Operation>> {
  return {
    ListBuckets: {
      permissions: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
      run: () => ({
        Buckets: [...buckets.values()].map(({ name, createdAt }) => ({
          Name: name,
          CreationDate: new Date(createdAt),
        })),
      }),
      usage: () => ({ 's3.put': 1 }),
    },
    HeadBucket: {
      permissions: (input) => [onBucket('s3:ListBucket', input)],
      run(input, { cloud }) {
        existingBucket(buckets, parse(bucketName, input).Bucket);
        return { BucketRegion: cloud.region };
      },
      usage: () => ({ 's3.get': 1 }),
    },
    GetBucketLocation: {
      permissions: (input) => [onBucket('s3:GetBucketLocation', input)],
      run(input, { cloud }) {
        existingBucket(buckets, parse(bucketName, input).Bucket);
        return { LocationConstraint: cloud.region };
      },
      usage: () => ({ 's3.get': 1 }),
    },
    ListObjectsV2: {
      permissions(input) {
        const { Prefix } = parse(listInput, input);
        return [{ ...onBucket('s3:ListBucket', input), context: { 's3:prefix': Prefix } }];
      },
      run: (input) => list(buckets, parse(listInput, input)),
      usage: () => ({ 's3.put': 1 }),
    },
  };
}

/** One page of objects and common prefixes, which count alike towards `MaxKeys`. */
function list(buckets: Buckets, input: z.output<typeof listInput>): object {
  const { Bucket, Prefix, Delimiter, MaxKeys, EncodingType } = input;
  const after =
    input.ContinuationToken === undefined ? input.StartAfter : afterToken(input.ContinuationToken);
  const contents: StoredObject[] = [];
  const prefixes = new Set<string>();
  let last = '';
  let isTruncated = false;
  for (const object of existingBucket(buckets, Bucket).list(Prefix)) {
    const end = Delimiter === '' ? -1 : object.key.indexOf(Delimiter, Prefix.length);
    const name = end < 0 ? object.key : object.key.slice(0, end + Delimiter.length);
    if (prefixes.has(name) || Buffer.compare(Buffer.from(name), Buffer.from(after)) <= 0) continue;
    if (contents.length + prefixes.size >= MaxKeys) {
      isTruncated = MaxKeys > 0;
      break;
    }
    if (end < 0) contents.push(object);
    else prefixes.add(name);
    last = name;
  }
  const spell = (text: string): string => (EncodingType === undefined ? text : urlEncoded(text));
  return {
    Name: Bucket,
    Prefix: spell(Prefix),
    ...(Delimiter !== '' && { Delimiter: spell(Delimiter) }),
    ...(EncodingType !== undefined && { EncodingType }),
    MaxKeys,
    KeyCount: contents.length + prefixes.size,
    IsTruncated: isTruncated,
    ...(isTruncated && { NextContinuationToken: Buffer.from(last).toString('base64url') }),
    Contents: contents.map(({ key, storedAt, etag, bytes }) => ({
      Key: spell(key),
      LastModified: new Date(storedAt),
      ETag: etag,
      Size: bytes.length,
      StorageClass: 'STANDARD',
    })),
    CommonPrefixes: [...prefixes].map((prefix) => ({ Prefix: spell(prefix) })),
  };
}

/** S3 leaves slashes as they are. */
function urlEncoded(text: string): string {
  return encodeURIComponent(text).replaceAll('%2F', '/');
}

function afterToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (text === '') throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect');
  return text;
}

function onBucket(action: string, input: unknown) {
  return { action, resource: `arn:aws:s3:::${parse(bucketName, input).Bucket}` };
}
