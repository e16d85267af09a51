import { createHash, createHmac } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SignatureV4 } from '@smithy/signature-v4';

/** Keeps payloads as they were received. */
export interface Archive {
  /** Stores text under a key; again under the same key changes nothing. Throws when S3 did not take it. */
  put(key: string, text: string): Promise<void>;
}

/** What signing and sending need, taken from a client that the function has anyway. */
type Transport = Pick<DynamoDBClient['config'], 'credentials' | 'region' | 'requestHandler'>;

/** After this many answers that promise nothing, the message returns to its queue. */
const ATTEMPTS = 3;

/**
 * An archive in an S3 bucket. One signed PUT by hand: the S3 client would add 140 KB to the recorder, which loads on
 * the way of every message, for a single call. Signature and sockets are the SDK's own.
 *
 * @param endpoint of another S3 than AWS's, addressed by path.
 */
export function s3Archive(
  transport: Transport,
  {
    bucket,
    endpoint,
    now,
  }: { readonly bucket: string; readonly endpoint?: string | undefined; readonly now: () => Date },
): Archive {
  const signer = new SignatureV4({
    credentials: transport.credentials,
    region: transport.region,
    service: 's3',
    sha256: Sha256,
    // S3 alone signs the path as it is sent.
    uriEscapePath: false,
  });
  return {
    async put(key, text) {
      const region = await transport.region();
      const body = Buffer.from(text, 'utf8');
      const place = endpoint === undefined ? ofAws(bucket, region) : byPath(bucket, endpoint);
      const request = {
        method: 'PUT',
        ...place,
        path: `${place.path}/${key}`,
        query: {},
        headers: {
          host: place.port === undefined ? place.hostname : `${place.hostname}:${place.port}`,
          'content-type': 'application/json',
          'content-length': String(body.byteLength),
        },
        body,
      };
      for (let attempt = 1; ; attempt += 1) {
        const status = await answerTo(await signer.sign(request, { signingDate: now() }), transport);
        if (status === 200) return;
        if (attempt === ATTEMPTS || (status < 500 && status !== 429)) {
          // The status goes into the name, which is all that a log shows: 403 is a missing permission.
          throw Object.assign(new Error(`S3 answered ${status} to a PutObject.`), {
            name: `S3Answered${status}`,
          });
        }
      }
    },
  };
}

async function answerTo(request: unknown, { requestHandler }: Transport): Promise<number> {
  const { response } = await requestHandler.handle(request);
  // Undrained, the socket would not be used again.
  response.body?.resume?.();
  return response.statusCode;
}

interface Place {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
}

function ofAws(bucket: string, region: string): Place {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return { protocol: 'https:', hostname: `${bucket}.s3.${region}.${suffix}`, path: '' };
}

function byPath(bucket: string, endpoint: string): Place {
  const { protocol, hostname, port } = new URL(endpoint);
  return { protocol, hostname, ...(port !== '' && { port: Number(port) }), path: `/${bucket}` };
}

/** The hash that the signer asks for, by Node's own. */
class Sha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error('Not needed by the signer.');
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
