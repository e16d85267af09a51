import { AwsError, type HttpRequest, type HttpResponse, type Protocol } from '../core/service.ts';
import { receiveBody } from './body.ts';
import type { Buckets } from './bucket.ts';
import { encodeResult } from './encode-result.ts';
import { textsOf, xmlDocument } from './xml.ts';

/** Headers of this prefix that have a meaning here, or none that could be missed; any other is refused. */
const KNOWN_HEADERS =
  /^x-amz-(meta-.*|checksum-.*|date|content-sha256|security-token|user-agent|trailer|decoded-content-length|sdk-checksum-algorithm|server-side-encryption.*|expected-bucket-owner|acl)$/;

/** Parts of an object's address that change nothing: the SDK's hint, and those of a presigned URL. */
const NEUTRAL_QUERY =
  /^(x-id|response-.*|list-type|prefix|delimiter|start-after|continuation-token|max-keys|encoding-type|fetch-owner|delete|location|x-amz-.*)$/i;

/** Headers kept with an object and given back with it. */
const KEPT_HEADERS = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
];

/** S3's REST-XML, with the bucket in the path or before the host (`bucket.localhost:4566`). */
export function s3Protocol(buckets: Buckets): Protocol {
  return {
    decode(request) {
      refuseUnknown(request);
      const { bucket, key } = addressOf(request, buckets);
      if (bucket === '') return { operation: 'ListBuckets', input: {} };
      return key === '' ? decodeBucket(request, bucket) : decodeObject(request, bucket, key);
    },
    encode: encodeResult,
    encodeError(error, requestId): HttpResponse {
      const headers = { 'content-type': 'application/xml', 'x-amz-request-id': requestId };
      const details = { Code: error.code, Message: error.message, ...error.members, RequestId: requestId };
      const body = error.status === 304 ? '' : xmlDocument('Error', details).replace(/ xmlns="[^"]*"/, '');
      return { status: error.status, headers, body };
    },
  };
}

function addressOf(request: HttpRequest, buckets: Buckets): { bucket: string; key: string } {
  const host = request.headers.host ?? '';
  const before = [...buckets.keys()].find((name) => host.startsWith(`${name}.`));
  const path = request.path.replace(/^\//, '');
  if (before !== undefined) return { bucket: before, key: path };
  const slash = path.indexOf('/');
  return slash < 0 ? { bucket: path, key: '' } : { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}

function decodeBucket({ method, query, body }: HttpRequest, Bucket: string) {
  if (method === 'HEAD') return { operation: 'HeadBucket', input: { Bucket } };
  if (method === 'POST' && query.has('delete')) {
    const xml = new TextDecoder().decode(body);
    const Objects = textsOf(xml, 'Key').map((Key) => ({ Key }));
    const Quiet = textsOf(xml, 'Quiet').includes('true');
    return { operation: 'DeleteObjects', input: { Bucket, Delete: { Objects, Quiet } } };
  }
  if (method === 'GET' && query.has('location')) return { operation: 'GetBucketLocation', input: { Bucket } };
  if (method === 'GET' && query.get('list-type') === '2') {
    const text = (name: string): string | undefined => query.get(name) ?? undefined;
    const maxKeys = text('max-keys');
    return {
      operation: 'ListObjectsV2',
      input: {
        Bucket,
        Prefix: text('prefix'),
        Delimiter: text('delimiter'),
        StartAfter: text('start-after'),
        ContinuationToken: text('continuation-token'),
        EncodingType: text('encoding-type'),
        MaxKeys: maxKeys === undefined ? undefined : Math.min(Number(maxKeys), 1_000),
      },
    };
  }
  throw notImplemented(`${method} on a bucket${[...query.keys()].map((name) => ` with ?${name}`).join('')}`);
}

function decodeObject(request: HttpRequest, Bucket: string, Key: string) {
  const { headers, method } = request;
  const conditions = { IfMatch: headers['if-match'], IfNoneMatch: headers['if-none-match'] };
  switch (method) {
    case 'GET':
      return {
        operation: 'GetObject',
        input: { Bucket, Key, ...conditions, Overrides: overridesOf(request) },
      };
    case 'HEAD':
      return { operation: 'HeadObject', input: { Bucket, Key, ...conditions } };
    case 'DELETE':
      return { operation: 'DeleteObject', input: { Bucket, Key } };
    case 'PUT': {
      const { bytes, checksums } = receiveBody(request);
      return {
        operation: 'PutObject',
        input: {
          Bucket,
          Key,
          Body: bytes,
          ContentType: headers['content-type'],
          Metadata: metadataOf(headers),
          Headers: keptHeaders(headers),
          Checksums: checksums,
          ...conditions,
        },
      };
    }
    default:
      throw notImplemented(`${method} on an object`);
  }
}

/** Headers that a signed GET asks to have in the answer instead of the object's own. */
function overridesOf({ query }: HttpRequest): Record<string, string> {
  const prefix = 'response-';
  return Object.fromEntries(
    [...query].flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    ),
  );
}

function metadataOf(headers: HttpRequest['headers']): Record<string, string> {
  const prefix = 'x-amz-meta-';
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    ),
  );
}

function keptHeaders(headers: HttpRequest['headers']): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    // How the body travelled is no property of the object.
    const values = headers[name]?.split(',').map((value) => value.trim());
    const value = values?.filter((one) => one !== 'aws-chunked' && one !== '').join(', ');
    if (value) kept[name] = value;
  }
  return kept;
}

function refuseUnknown({ headers, query }: HttpRequest): void {
  const header = Object.keys(headers).find((name) => name.startsWith('x-amz-') && !KNOWN_HEADERS.test(name));
  if (header !== undefined) throw notImplemented(`the header ${header}`);
  if (headers.range !== undefined) throw notImplemented('the header range');
  const parameter = [...query.keys()].find((name) => !NEUTRAL_QUERY.test(name));
  if (parameter !== undefined) throw notImplemented(`the parameter ?${parameter}`);
}

function notImplemented(what: string): AwsError {
  return new AwsError('NotImplemented', `The S3 of the local cloud does not implement ${what}.`, 501);
}
