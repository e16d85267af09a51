import * as z from 'zod';
import type { HttpResponse } from '../core/service.ts';
import { xmlDocument } from './xml.ts';

const texts = z.record(z.string(), z.string());

/** What PutObject, GetObject and HeadObject give. */
const objectResult = z.object({
  ETag: z.string(),
  Checksums: texts.default({}),
  Body: z.instanceof(Uint8Array).optional(),
  ContentLength: z.number().optional(),
  ContentType: z.string().optional(),
  LastModified: z.date().optional(),
  Metadata: texts.default({}),
  Headers: texts.default({}),
});

const DOCUMENTS: Readonly<Record<string, string>> = {
  ListBuckets: 'ListAllMyBucketsResult',
  ListObjectsV2: 'ListBucketResult',
  DeleteObjects: 'DeleteResult',
};

/** Writes an operation's output as S3 answers it. */
export function encodeResult(operation: string, output: unknown, requestId: string): HttpResponse {
  const headers = { 'x-amz-request-id': requestId };
  const root = DOCUMENTS[operation];
  if (root !== undefined) return xmlAnswer(xmlDocument(root, spellLists(operation, output)), headers);
  switch (operation) {
    case 'GetBucketLocation': {
      const { LocationConstraint } = z.object({ LocationConstraint: z.string() }).parse(output);
      return xmlAnswer(xmlDocument('LocationConstraint', LocationConstraint), headers);
    }
    case 'HeadBucket': {
      const { BucketRegion } = z.object({ BucketRegion: z.string() }).parse(output);
      return { status: 200, headers: { ...headers, 'x-amz-bucket-region': BucketRegion }, body: '' };
    }
    case 'DeleteObject':
      return { status: 204, headers, body: '' };
    default:
      return objectAnswer(output, headers);
  }
}

function objectAnswer(output: unknown, requestHeaders: Readonly<Record<string, string>>): HttpResponse {
  const object = objectResult.parse(output);
  const headers: Record<string, string> = { ...requestHeaders, ...object.Headers, etag: object.ETag };
  for (const [algorithm, value] of Object.entries(object.Checksums))
    headers[`x-amz-checksum-${algorithm}`] = value;
  for (const [name, value] of Object.entries(object.Metadata)) headers[`x-amz-meta-${name}`] = value;
  if (object.ContentType !== undefined) headers['content-type'] = object.ContentType;
  if (object.ContentLength !== undefined) headers['content-length'] = String(object.ContentLength);
  if (object.LastModified !== undefined) headers['last-modified'] = object.LastModified.toUTCString();
  return { status: 200, headers, body: object.Body ?? '' };
}

function xmlAnswer(body: string, headers: Readonly<Record<string, string>>): HttpResponse {
  return { status: 200, headers: { ...headers, 'content-type': 'application/xml' }, body };
}

/** Buckets stand inside an element of their own; other lists are repeated elements. */
function spellLists(operation: string, output: unknown): unknown {
  if (operation !== 'ListBuckets') return output;
  const { Buckets } = z.object({ Buckets: z.array(z.unknown()) }).parse(output);
  return { Owner: { ID: 'local' }, Buckets: { Bucket: Buckets } };
}
