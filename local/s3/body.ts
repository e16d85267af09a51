import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError, type HttpRequest } from '../core/service.ts';

/** An object's bytes as sent, and the checksum header that came with them, by name without prefix: `crc32`. */
export interface ReceivedBody {
  readonly bytes: Uint8Array;
  readonly checksums: Readonly<Record<string, string>>;
}

const CHECKSUM = 'x-amz-checksum-';

/**
 * Takes the body of an upload out of its wire form: plain, or `aws-chunked` with or without a trailing checksum, as
 * SDK v3 sends streams (S3 user guide, "Signature calculations … transferring payload in multiple chunks").
 * @throws AwsError BadDigest when a checksum does not fit, IncompleteBody when chunks are broken
 */
export function receiveBody(request: HttpRequest): ReceivedBody {
  const isChunked =
    (request.headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-') ||
    (request.headers['content-encoding'] ?? '').includes('aws-chunked');
  const { bytes, trailers } = isChunked ? readChunks(request.body) : { bytes: request.body, trailers: {} };
  const checksums: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...request.headers, ...trailers })) {
    const algorithm = name.startsWith(CHECKSUM) ? name.slice(CHECKSUM.length) : '';
    if (algorithm !== '' && algorithm !== 'algorithm' && algorithm !== 'type') checksums[algorithm] = value;
  }
  verify(bytes, { ...checksums, md5: request.headers['content-md5'] });
  return { bytes, checksums };
}

/** Size in hex, extensions, line end, bytes, line end; a chunk of size 0 ends them, trailing headers follow. */
function readChunks(body: Uint8Array): { bytes: Uint8Array; trailers: Record<string, string> } {
  const source = Buffer.from(body);
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = source.indexOf('\r\n', at);
    const size = Number.parseInt(source.toString('latin1', at, lineEnd), 16);
    if (lineEnd < 0 || Number.isNaN(size)) throw incomplete();
    at = lineEnd + 2;
    if (size === 0) break;
    if (at + size > source.length) throw incomplete();
    parts.push(source.subarray(at, at + size));
    at += size + 2;
  }
  const trailers: Record<string, string> = {};
  for (const line of source.toString('latin1', at).split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { bytes: Buffer.concat(parts), trailers };
}

function incomplete(): AwsError {
  return new AwsError('IncompleteBody', 'The request body terminated unexpectedly.');
}

/** CRC32C and CRC64NVME are kept and given back, but nothing here can compute them. */
function verify(bytes: Uint8Array, given: Readonly<Record<string, string | undefined>>): void {
  const computed: Readonly<Record<string, () => string>> = {
    crc32: () => {
      const number = Buffer.alloc(4);
      number.writeUInt32BE(crc32(bytes));
      return number.toString('base64');
    },
    sha1: () => createHash('sha1').update(bytes).digest('base64'),
    sha256: () => createHash('sha256').update(bytes).digest('base64'),
    md5: () => createHash('md5').update(bytes).digest('base64'),
  };
  for (const [algorithm, value] of Object.entries(given)) {
    const expected = computed[algorithm]?.();
    if (value !== undefined && expected !== undefined && expected !== value) {
      throw new AwsError('BadDigest', `The ${algorithm.toUpperCase()} you specified did not match the body.`);
    }
  }
}
