import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Cloud } from '../core/cloud.ts';
import { CLOSE, type ClientEnd, LARGEST_MESSAGE } from './connection.ts';
import type { Answer, Connections } from './connections.ts';
import type { Handshake } from './events.ts';
import { placeOf, type SocketApi } from './socket-api.ts';

/**
 * Takes over a real socket whose client asks for a WebSocket API.
 *
 * @param sockets those taken over; a port closes only when the last of them has ended
 */
export async function upgrade(
  cloud: Cloud,
  apis: ReadonlyMap<string, SocketApi>,
  connections: Connections,
  sockets: Set<Duplex>,
  [request, socket, head]: readonly [IncomingMessage, Duplex, Buffer],
): Promise<void> {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  // A client that breaks off must not end the process.
  socket.on('error', () => socket.destroy());
  const url = new URL(request.url ?? '/', cloud.httpEndpoint);
  const place = placeOf(apis.values(), url.pathname);
  if (!place) return refuse(socket, 403, '{"message":"Forbidden"}');
  if (request.headers['sec-websocket-version'] !== '13' || !request.headers['sec-websocket-key'])
    return refuse(socket, 400, '{"message":"Bad Request"}');

  // Filled as soon as the handshake is through; nothing is posted before.
  let client: ClientEnd | undefined;
  const answer = await connections.open(cloud, place, handshakeOf(request, url), {
    receive: (text) => client?.receive(text),
    closed: (code, reason) => client?.closed(code, reason),
  });
  if (!answer.ok) return refuse(socket, answer.status, answer.body);
  if (socket.destroyed) {
    connections.left(cloud, answer.connection, { code: 1006, reason: 'Client went away' });
    return;
  }
  client = accept(cloud, connections, answer, request, socket, head);
}

function accept(
  cloud: Cloud,
  connections: Connections,
  { connection, subprotocol }: Extract<Answer, { ok: true }>,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): ClientEnd | undefined {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_MESSAGE,
    handleProtocols: () => subprotocol ?? false,
  });
  let end: ClientEnd | undefined;
  server.handleUpgrade(request, socket, head, (client) => {
    // A frame that is too large or no frame at all: `ws` closes by itself and says so next.
    client.on('error', () => undefined);
    client.on('message', (data, isBinary) => {
      if (isBinary) return connections.end(cloud, connection, CLOSE.binary);
      connections
        .take(cloud, connection, data.toString())
        .catch(() => connections.end(cloud, connection, CLOSE.failed));
    });
    client.on('close', (code, reason) => {
      connections.left(cloud, connection, { code, reason: reason.toString() });
    });
    end = { receive: (text) => client.send(text), closed: (code, reason) => client.close(code, reason) };
  });
  return end;
}

function handshakeOf(request: IncomingMessage, url: URL): Handshake {
  const headers: Record<string, string> = {};
  // Names as they were sent; Node's own list is in lower case.
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const name = request.rawHeaders[at] ?? '';
    headers[name] = [headers[name], request.rawHeaders[at + 1]]
      .filter((value) => value !== undefined)
      .join(', ');
  }
  return { headers, query: url.searchParams, sourceIp: request.socket.remoteAddress ?? '127.0.0.1' };
}

function refuse(socket: Duplex, status: number, body: string): void {
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
