import type { Cloud } from '../core/cloud.ts';
import type { Connections } from './connections.ts';
import { placeOf, type SocketApi } from './socket-api.ts';

export interface OpenOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** As the second argument of a browser's `new WebSocket(url, protocols)`. */
  readonly protocols?: readonly string[];
  readonly sourceIp?: string;
}

/** A client's end without a socket, for clouds on a virtual clock. */
export interface OpenSocket {
  readonly id: string;
  /** The subprotocol that the API agreed to. */
  readonly protocol: string;
  /** Texts received so far, oldest first. */
  readonly received: readonly string[];
  /** How it ended, when it has. */
  readonly closed: { readonly code: number; readonly reason: string } | undefined;
  send(text: string): Promise<void>;
  close(code?: number, reason?: string): void;
}

export type Opened =
  | { readonly ok: true; readonly socket: OpenSocket }
  | { readonly ok: false; readonly status: number; readonly body: string };

/** Opens a connection as a browser would, in this process. */
export async function openSocket(
  cloud: Cloud,
  apis: ReadonlyMap<string, SocketApi>,
  connections: Connections,
  url: string,
  { headers = {}, protocols = [], sourceIp = '127.0.0.1' }: OpenOptions = {},
): Promise<Opened> {
  const { pathname, searchParams, host } = new URL(url);
  const place = placeOf(apis.values(), pathname);
  if (!place) return { ok: false, status: 403, body: '{"message":"Forbidden"}' };
  const received: string[] = [];
  let closed: OpenSocket['closed'];
  const answer = await connections.open(
    cloud,
    place,
    {
      headers: {
        Host: host,
        'Sec-WebSocket-Version': '13',
        ...(protocols.length > 0 && { 'Sec-WebSocket-Protocol': protocols.join(', ') }),
        ...headers,
      },
      query: searchParams,
      sourceIp,
    },
    {
      receive: (text) => void received.push(text),
      closed(code, reason) {
        closed = { code, reason };
      },
    },
  );
  if (!answer.ok) return answer;
  const { connection, subprotocol = '' } = answer;
  return {
    ok: true,
    socket: {
      id: connection.id,
      protocol: subprotocol,
      received,
      get closed() {
        return closed;
      },
      send: (text) => connections.take(cloud, connection, text),
      close(code = 1005, reason = 'Client-side close frame status not set') {
        if (connections.left(cloud, connection, { code, reason })) closed = { code, reason };
      },
    },
  };
}
