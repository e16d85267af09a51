import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../runtime/sha256.ts';

/** What signing and sending need, taken from a client that the function has anyway. */
export type Transport = Pick<DynamoDBClient['config'], 'credentials' | 'region' | 'requestHandler'>;

/**
 * Signs requests to S3 by the SDK's own signer, for functions on the way of every message: the S3 client would add
 * 140 KB to each for a single call.
 */
export function s3Signer({ credentials, region }: Omit<Transport, 'requestHandler'>): SignatureV4 {
  return new SignatureV4({
    credentials,
    region,
    service: 's3',
    sha256: Sha256,
    // S3 alone signs the path as it is sent.
    uriEscapePath: false,
  });
}

/** Where a bucket answers. */
export interface Place {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
}

/** Host and path of a bucket; `endpoint`: of another S3 than AWS's, addressed by path. */
export function placeOf({
  bucket,
  region,
  endpoint,
}: {
  readonly bucket: string;
  readonly region: string;
  readonly endpoint?: string | undefined;
}): Place {
  return endpoint === undefined ? ofAws(bucket, region) : byPath(bucket, endpoint);
}

/** The header that every signed request carries. */
export function hostOf({ hostname, port }: Place): { readonly host: string } {
  return { host: port === undefined ? hostname : `${hostname}:${port}` };
}

function ofAws(bucket: string, region: string): Place {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return { protocol: 'https:', hostname: `${bucket}.s3.${region}.${suffix}`, path: '' };
}

function byPath(bucket: string, endpoint: string): Place {
  const { protocol, hostname, port } = new URL(endpoint);
  return { protocol, hostname, ...(port !== '' && { port: Number(port) }), path: `/${bucket}` };
}
