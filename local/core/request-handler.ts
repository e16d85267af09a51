import { Readable } from 'node:stream';
import type { Cloud } from './cloud.ts';
import type { HttpRequest, HttpResponse } from './service.ts';

/** The request of an SDK v3 client, as far as it is read here. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Readable | Uint8Array;
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (body instanceof Readable) return Buffer.concat(await body.toArray());
  throw new TypeError('A request body must be text, bytes or a stream.');
}

function queryOf(query: SdkRequest['query']): URLSearchParams {
  const result = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const item of Array.isArray(value) ? value : [value]) result.append(name, String(item ?? ''));
  }
  return result;
}

/** What the SDK may hand on as a stream has to be one; the body of a JSON answer it takes at once. */
function bodyOf({ headers, body: content }: HttpResponse): Readable | Uint8Array {
  const body = typeof content === 'string' ? Buffer.from(content) : content;
  if (headers['content-type']?.startsWith('application/x-amz-json')) return body;
  return Readable.from(body.length === 0 ? [] : [body]);
}

function decodedPath(rawPath: string): string {
  try {
    return decodeURIComponent(rawPath);
  } catch {
    return rawPath;
  }
}

/**
 * A `requestHandler` for SDK v3 clients that answers from the cloud in this process, without a socket:
 * `new SQSClient({ requestHandler: inProcess(cloud), … })`.
 */
export function inProcess(cloud: Cloud) {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request: SdkRequest): Promise<{ response: SdkResponse }> {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
      );
      const local: HttpRequest = {
        method: request.method,
        rawPath: request.path,
        path: decodedPath(request.path),
        query: queryOf(request.query),
        headers,
        body: await bytesOf(request.body),
      };
      const answer = await cloud.handle(local);
      return {
        response: { statusCode: answer.status, headers: { ...answer.headers }, body: bodyOf(answer) },
      };
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  };
}
