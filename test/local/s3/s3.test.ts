import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { createS3 } from '../../../local/s3/index.ts';
import { type SmallCloud, smallCloud } from '../small-cloud.ts';

interface S3Cloud extends SmallCloud {
  readonly s3: S3Client;
}

function s3Cloud(properties: Record<string, unknown> = {}): S3Cloud {
  const cloud = smallCloud([createS3()]);
  cloud.create('AWS::S3::Bucket', 'Bucket', { BucketName: 'raw', ...properties });
  return Object.assign(cloud, { s3: new S3Client(cloud.client) });
}

const put = (cloud: S3Cloud, Key: string, more: object = {}) =>
  cloud.s3.send(new PutObjectCommand({ Bucket: 'raw', Key, Body: `body of ${Key}`, ...more }));

const text = async (cloud: S3Cloud, Key: string) =>
  (await cloud.s3.send(new GetObjectCommand({ Bucket: 'raw', Key }))).Body?.transformToString();

const path = (
  cloud: S3Cloud,
  method: string,
  rawPath: string,
  more: { headers?: Record<string, string>; body?: string } = {},
) => {
  const [address = '', query] = rawPath.split('?');
  return cloud.handle({
    method,
    rawPath: address,
    path: decodeURIComponent(address),
    query: new URLSearchParams(query),
    headers: {
      host: '127.0.0.1:4566',
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20261122/eu-west-1/s3/aws4_request',
      ...more.headers,
    },
    body: new TextEncoder().encode(more.body ?? ''),
  });
};

describe('an object', () => {
  test('comes back as it was put, with type, metadata, checksum and time', async () => {
    const cloud = s3Cloud();
    const Key = 'inbound/2026-11-22/ä b+c.json';
    const stored = await put(cloud, Key, { ContentType: 'application/json', Metadata: { channel: 'sms' } });
    const read = await cloud.s3.send(new GetObjectCommand({ Bucket: 'raw', Key }));
    expect(await read.Body?.transformToString()).toBe(`body of ${Key}`);
    expect(read).toMatchObject({
      ContentType: 'application/json',
      Metadata: { channel: 'sms' },
      ETag: stored.ETag,
    });
    expect(read.ChecksumCRC32).toBe(stored.ChecksumCRC32);
    expect(stored.ChecksumCRC32).toBeTruthy();
    expect(read.LastModified?.toISOString()).toBe('2026-11-22T02:16:05.000Z');
    const head = await cloud.s3.send(new HeadObjectCommand({ Bucket: 'raw', Key }));
    expect(head.ContentLength).toBe(Buffer.byteLength(`body of ${Key}`));
    expect(cloud.problems).toEqual([]);
  });

  test('may be any bytes, and empty', async () => {
    const cloud = s3Cloud();
    const bytes = Uint8Array.from({ length: 256 }, (_, n) => n);
    await put(cloud, 'bytes', { Body: bytes });
    await put(cloud, 'empty', { Body: '' });
    const read = await cloud.s3.send(new GetObjectCommand({ Bucket: 'raw', Key: 'bytes' }));
    expect(await read.Body?.transformToByteArray()).toEqual(bytes);
    expect(await text(cloud, 'empty')).toBe('');
  });

  test('may be a stream, which the SDK sends in chunks with a trailing checksum', async () => {
    const cloud = s3Cloud();
    const seen: string[] = [];
    cloud.s3.middlewareStack.add(
      (next) => (args) => {
        const { headers } = args.request as { headers: Record<string, string> };
        seen.push(headers['x-amz-content-sha256'] ?? '');
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    const Body = Readable.from([Buffer.from('one '), Buffer.from('two')]);
    await put(cloud, 'stream', { Body, ContentLength: 7, ContentEncoding: 'gzip' });
    expect(seen).toEqual([expect.stringContaining('STREAMING')]);
    expect(await text(cloud, 'stream')).toBe('one two');
    const head = await cloud.s3.send(new HeadObjectCommand({ Bucket: 'raw', Key: 'stream' }));
    expect(head.ContentEncoding).toBe('gzip');
  });

  test('is refused when its checksum does not fit', async () => {
    const cloud = s3Cloud();
    await expect(put(cloud, 'a', { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(text(cloud, 'a')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('is written once only when asked to', async () => {
    const cloud = s3Cloud();
    await put(cloud, 'a', { Body: 'first', IfNoneMatch: '*' });
    await expect(put(cloud, 'a', { Body: 'second', IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
    expect(await text(cloud, 'a')).toBe('first');
  });

  test('is gone after a deletion, alone or among others', async () => {
    const cloud = s3Cloud();
    for (const key of ['a', 'b & <c>', 'd']) await put(cloud, key);
    await cloud.s3.send(new DeleteObjectCommand({ Bucket: 'raw', Key: 'a' }));
    const answer = await cloud.s3.send(
      new DeleteObjectsCommand({
        Bucket: 'raw',
        Delete: { Objects: [{ Key: 'b & <c>' }, { Key: 'never there' }] },
      }),
    );
    expect(answer.Deleted?.map(({ Key }) => Key)).toEqual(['b & <c>', 'never there']);
    const left = await cloud.s3.send(new ListObjectsV2Command({ Bucket: 'raw' }));
    expect(left.Contents?.map(({ Key }) => Key)).toEqual(['d']);
  });

  test('that is not there is NoSuchKey, or a bare 404 to HEAD; a bucket that is not there NoSuchBucket', async () => {
    const cloud = s3Cloud();
    await expect(text(cloud, 'a')).rejects.toMatchObject({
      name: 'NoSuchKey',
      $metadata: { httpStatusCode: 404 },
    });
    const head = new HeadObjectCommand({ Bucket: 'raw', Key: 'a' });
    await expect(cloud.s3.send(head)).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
    const nowhere = new GetObjectCommand({ Bucket: 'nowhere', Key: 'a' });
    await expect(cloud.s3.send(nowhere)).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  test('expires when a lifecycle rule says so, on the clock of the cloud', async () => {
    const Rules = [{ Status: 'Enabled', Prefix: 'short/', ExpirationInDays: 3 }];
    const cloud = s3Cloud({ LifecycleConfiguration: { Rules } });
    await put(cloud, 'short/a');
    await put(cloud, 'long/a');
    await cloud.scheduler.advance(3 * 86_400_000);
    expect(await text(cloud, 'short/a')).toBe('body of short/a');
    await cloud.scheduler.advance(86_400_000);
    await expect(text(cloud, 'short/a')).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await text(cloud, 'long/a')).toBe('body of long/a');
  });
});

describe('a listing', () => {
  test('goes by the bytes of the keys, in pages, with common prefixes', async () => {
    const cloud = s3Cloud();
    for (const key of ['b/2', 'a', 'b/1', 'ä', 'c/1/x', 'Z']) await put(cloud, key);
    const all = await cloud.s3.send(new ListObjectsV2Command({ Bucket: 'raw' }));
    expect(all.Contents?.map(({ Key }) => Key)).toEqual(['Z', 'a', 'b/1', 'b/2', 'c/1/x', 'ä']);

    const names: string[] = [];
    let ContinuationToken: string | undefined;
    let pages = 0;
    do {
      const page = await cloud.s3.send(
        new ListObjectsV2Command({ Bucket: 'raw', Delimiter: '/', MaxKeys: 2, ContinuationToken }),
      );
      names.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
      names.push(...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix));
      ContinuationToken = page.NextContinuationToken;
      pages += 1;
    } while (ContinuationToken !== undefined);
    expect(names.sort()).toEqual(['Z', 'a', 'b/', 'c/', 'ä']);
    expect(pages).toBe(3);
  });

  test('names the buckets', async () => {
    const cloud = s3Cloud();
    const { Buckets } = await cloud.s3.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['raw']);
    const head = await cloud.s3.send(new HeadBucketCommand({ Bucket: 'raw' }));
    expect(head.BucketRegion).toBe('eu-west-1');
  });
});

describe('on the wire', () => {
  test('the bucket may stand before the host or in the path', async () => {
    const cloud = s3Cloud();
    await path(cloud, 'PUT', '/a/b', { headers: { host: 'raw.localhost:4566' }, body: 'x' });
    expect(Buffer.from((await path(cloud, 'GET', '/raw/a/b')).body).toString()).toBe('x');
  });

  test('the AWS CLI lists with URL-encoded keys', async () => {
    const cloud = s3Cloud();
    await put(cloud, 'a b/c');
    const answer = await path(cloud, 'GET', '/raw?list-type=2&prefix=&delimiter=&encoding-type=url');
    expect(answer.body).toContain('<Key>a%20b/c</Key>');
  });

  test.each([
    ['a range', 'GET', '/raw/a', { range: 'bytes=0-1' }, 'range'],
    ['a copy', 'PUT', '/raw/a', { 'x-amz-copy-source': '/raw/b' }, 'x-amz-copy-source'],
    ['a multipart upload', 'POST', '/raw/a?uploads=', {}, '?uploads'],
    ['a version', 'GET', '/raw/a?versionId=1', {}, '?versionId'],
    ['a list of the first version', 'GET', '/raw', {}, 'GET on a bucket'],
  ])('%s is refused by name instead of being ignored', async (_what, method, address, headers, named) => {
    const answer = await path(s3Cloud(), method, address, { headers });
    expect(answer.status).toBe(501);
    expect(answer.body).toContain('<Code>NotImplemented</Code>');
    expect(answer.body).toContain(named);
  });

  test('broken chunks are refused', async () => {
    const headers = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };
    const answer = await path(s3Cloud(), 'PUT', '/raw/a', { headers, body: 'ff\r\nshort' });
    expect(answer.body).toContain('<Code>IncompleteBody</Code>');
  });
});

describe('AWS::S3::Bucket', () => {
  test('is accepted as CDK writes a private, encrypted, versioned bucket', () => {
    const cloud = smallCloud([createS3()]);
    const { ref, attributes } = cloud.create('AWS::S3::Bucket', 'Raw', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'arn:key' },
          },
        ],
      },
      LifecycleConfiguration: {
        Rules: [
          { Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
          { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
        ],
      },
      LoggingConfiguration: { DestinationBucketName: 'logs' },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      VersioningConfiguration: { Status: 'Enabled' },
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    expect(ref).toMatch(/^test-raw-[0-9a-f]{12}$/);
    expect(attributes.Arn).toBe(`arn:aws:s3:::${ref}`);
  });

  test('is refused with notifications, naming the property', () => {
    const cloud = smallCloud([createS3()]);
    const create = () => cloud.create('AWS::S3::Bucket', 'Raw', { NotificationConfiguration: {} });
    expect(create).toThrow('AWS::S3::Bucket test/Raw: property NotificationConfiguration is not implemented');
  });
});

describe('AWS::S3::BucketPolicy', () => {
  test('lets a service in, and nobody else', async () => {
    const cloud = s3Cloud();
    cloud.create('AWS::S3::BucketPolicy', 'Policy', {
      Bucket: 'raw',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 's3:PutObject',
            Principal: { Service: 'ses.amazonaws.com' },
            Resource: 'arn:aws:s3:::raw/mail/*',
          },
        ],
      },
    });
    const from = (principal: string, Key: string) =>
      cloud.call(
        's3',
        'PutObject',
        { Bucket: 'raw', Key, Body: 'x' },
        { kind: 'service', principal, sourceArn: 'arn:x' },
      );
    await from('ses.amazonaws.com', 'mail/1');
    await expect(from('ses.amazonaws.com', 'other/1')).rejects.toThrow(/not authorized|denied/i);
    await expect(from('sns.amazonaws.com', 'mail/1')).rejects.toThrow(/not authorized|denied/i);
  });
});
