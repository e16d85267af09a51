import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApiRequest, ApiResponse } from './payload.ts';

/** Answers an API's request; undefined when the path is none of its. */
export type Serve = (request: ApiRequest) => Promise<ApiResponse | undefined>;

/** Something else that lives on the same port, such as a page. */
export interface Neighbour {
  /** Answers everything that is no API's. */
  request(request: IncomingMessage, response: ServerResponse): void;
  /** Takes over a connection (WebSocket). Without it such requests are refused. */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

const LARGEST_BODY = 10 * 1024 * 1024 + 1;

/** The HTTP port of the local cloud. @throws Error with a sentence when the port is in use */
export async function openFront(
  port: number,
  serve: Serve,
  neighbour: () => Neighbour | undefined,
  upgradeApi?: Neighbour['upgrade'],
): Promise<Server> {
  const server = createServer((request, response) => {
    void answer(request, response, serve, neighbour);
  });
  server.on('upgrade', (request, socket, head) => {
    const take = request.url?.startsWith('/_') ? upgradeApi : neighbour()?.upgrade;
    if (take) take(request, socket, head);
    else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `Port ${port} of 127.0.0.1 is in use: end the other program or choose another port with LOCAL_HTTP_PORT.`,
            )
          : error,
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  serve: Serve,
  neighbour: () => Neighbour | undefined,
): Promise<void> {
  const [rawPath = '/', rawQuery = ''] = splitOnce(request.url ?? '/', '?');
  if (!rawPath.startsWith('/_')) {
    const other = neighbour();
    if (other) return other.request(request, response);
  }
  const served = await serve({
    method: request.method ?? 'GET',
    path: rawPath,
    rawPath,
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers: joined(request),
    body: await bodyOf(request),
    ...(request.socket.remoteAddress && { sourceIp: request.socket.remoteAddress }),
  }).catch((): ApiResponse => ({ status: 500, headers: {}, body: '{"message":"Internal Server Error"}' }));
  const result = served ?? {
    status: 404,
    headers: { 'content-type': 'application/json' },
    body: '{"message":"Not Found"}',
  };
  response.writeHead(result.status, {
    ...result.headers,
    ...(result.cookies && { 'set-cookie': [...result.cookies] }),
  });
  response.end(request.method === 'HEAD' ? undefined : result.body);
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    // What is over the limit is read but not kept; the API refuses it by its size.
    if (bytes < LARGEST_BODY) chunks.push(chunk);
    bytes += chunk.length;
  }
  return Buffer.concat(chunks);
}

/** Header names in lower case; values of one name joined by commas. */
function joined(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (values) headers[name] = values.join(name === 'cookie' ? '; ' : ',');
  }
  return headers;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
