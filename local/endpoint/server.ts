import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type ControlTarget, control } from '../control/control.ts';
import { awsRefusalOf, refusalOf } from '../control/same-machine.ts';
import type { HttpRequest, HttpResponse } from '../core/service.ts';

/** The largest body that any AWS operation here takes (S3 objects in one PUT aside) is far below. */
const LARGEST_BODY = 64 * 1024 * 1024;

async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > LARGEST_BODY) return undefined;
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function decoded(rawPath: string): string {
  try {
    return decodeURIComponent(rawPath);
  } catch {
    return rawPath;
  }
}

function send(outgoing: ServerResponse, answer: HttpResponse): void {
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  // An answer to HEAD has no body but states the length that GET would have.
  const length = answer.headers['content-length'] ?? String(body.length);
  outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': length });
  outgoing.end(body);
}

const refusal = (status: number, error: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: `${JSON.stringify({ error })}\n`,
});

/** Server-sent events: every trace as it happens, for the console. */
function stream(incoming: IncomingMessage, outgoing: ServerResponse, { cloud }: ControlTarget): void {
  outgoing.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  outgoing.write(': the local cloud tells what happens\n\n');
  const end = cloud.traces.listen((entry) => {
    outgoing.write(`data: ${JSON.stringify({ ...entry, at: new Date(entry.at).toISOString() })}\n\n`);
  });
  incoming.on('close', end);
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: ControlTarget,
): Promise<void> {
  const headers = headersOf(incoming);
  const [rawPath = '/', search = ''] = splitAtQuery(incoming.url ?? '/');
  const query = new URLSearchParams(search);
  const ofControl = rawPath === '/_local' || rawPath.startsWith('/_local/');
  const method = incoming.method ?? 'GET';
  const refused = ofControl ? refusalOf({ headers }) : awsRefusalOf({ method, query, headers });
  if (refused !== undefined) return send(outgoing, refusal(403, refused));
  if (ofControl && method === 'GET' && rawPath === '/_local/events') {
    return stream(incoming, outgoing, target);
  }
  const body = await readBody(incoming);
  if (body === undefined) return send(outgoing, refusal(413, 'The body is larger than 64 MB.'));
  const request: HttpRequest = {
    method,
    rawPath,
    path: decoded(rawPath),
    query,
    headers,
    body,
  };
  send(outgoing, ofControl ? await control(request, target) : await target.cloud.handle(request));
}

function splitAtQuery(url: string): [string, string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

/**
 * Opens the AWS endpoint on 127.0.0.1, with the control API under `/_local/`.
 *
 * @throws Error with a sentence when the port is taken
 */
export async function openEndpoint(port: number, target: ControlTarget): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing, target).catch(() => {
      // The connection broke, or a service answered with headers that HTTP cannot carry.
      if (outgoing.headersSent) outgoing.destroy();
      else send(outgoing, refusal(500, 'The local cloud could not answer this request.'));
    });
  });
  // SDK clients keep connections open; closing them first makes their next request fail now and then.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `Port ${port} of 127.0.0.1 is in use: end the other program or choose another port with LOCAL_AWS_PORT.`,
            )
          : error,
      );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

/** Closes the endpoint, cutting what is still connected. */
export async function closeEndpoint(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
