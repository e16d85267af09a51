import type { Cloud, InvocationResult } from '../core/cloud.ts';
import { invokeFunction } from '../http-api/invoke-function.ts';
import { responseOf } from '../http-api/payload.ts';
import {
  CLOSE,
  type ClientEnd,
  type Connection,
  IDLE_MS,
  LARGEST_MESSAGE,
  LONGEST_MS,
  messageUsage,
} from './connection.ts';
import { connectEvent, disconnectEvent, type Handshake, messageEvent, newId } from './events.ts';
import { type Place, routeKeyOf } from './socket-api.ts';

/** What became of a handshake. */
export type Answer =
  | { readonly ok: true; readonly connection: Connection; readonly subprotocol: string | undefined }
  | { readonly ok: false; readonly status: number; readonly body: string };

type Ran = InvocationResult | 'timed out' | undefined;

const refused = (status: number, message: string): Answer => ({
  ok: false,
  status,
  body: JSON.stringify({ message }),
});

/** The open connections of all WebSocket APIs. */
export class Connections {
  readonly #open = new Map<string, Connection>();

  find(place: Place, id: string): Connection | undefined {
    const found = this.#open.get(id);
    return found?.api === place.api && found.stage === place.stage ? found : undefined;
  }

  /** Asks the route `$connect`; until it has agreed nobody can post to the connection. */
  async open(cloud: Cloud, place: Place, handshake: Handshake, client: ClientEnd): Promise<Answer> {
    if (cloud.fault('throttle', { service: 'execute-api', resource: place.api.name }))
      return refused(429, 'Too Many Requests');
    const header = (wanted: string) =>
      Object.entries(handshake.headers).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
    const known = {
      ...place,
      id: newId(cloud),
      connectedAt: cloud.clock.now(),
      sourceIp: handshake.sourceIp,
      userAgent: header('user-agent'),
    };
    const ran = await this.#run(cloud, place, '$connect', connectEvent(cloud, known, handshake));
    const answer = verdict(ran);
    const detail = { route: '$connect', status: answer.status, ...reasonOf(ran) };
    const what = answer.status < 300 ? 'connected' : 'refused';
    cloud.trace({ service: 'execute-api', what, resource: place.api.name, detail });
    if (answer.status >= 300) return { ok: false, status: answer.status, body: answer.body };
    const now = cloud.clock.now();
    const connection: Connection = {
      ...known,
      client,
      host: header('host'),
      lastActiveAt: now,
      idle: this.#endAt(cloud, now + IDLE_MS, known.id),
      oldest: this.#endAt(cloud, now + LONGEST_MS, known.id),
    };
    this.#open.set(known.id, connection);
    return { ok: true, connection, subprotocol: answer.subprotocol };
  }

  /** A client's message goes to its route; what the function answers is not sent back, for that needs a route response. */
  async take(cloud: Cloud, connection: Connection, text: string): Promise<void> {
    if (this.#open.get(connection.id) !== connection) return;
    const bytes = Buffer.byteLength(text);
    if (bytes > LARGEST_MESSAGE) return this.end(cloud, connection, CLOSE.tooLarge);
    this.#touch(cloud, connection, bytes);
    const routeKey = routeKeyOf(connection.api, text);
    const ran = routeKey
      ? await this.#run(cloud, connection, routeKey, messageEvent(cloud, connection, routeKey, text))
      : undefined;
    const failed = ran !== undefined && (ran === 'timed out' || !ran.ok);
    if (routeKey !== undefined && !failed) return;
    const detail = { route: routeKey ?? 'none', ...reasonOf(ran) };
    cloud.trace({ service: 'execute-api', what: 'failed', resource: connection.api.name, detail });
    const message = routeKey === undefined ? 'Forbidden' : 'Internal server error';
    const told = { message, connectionId: connection.id, requestId: newId(cloud) };
    if (this.#open.has(connection.id)) this.post(cloud, connection, JSON.stringify(told));
  }

  post(cloud: Cloud, connection: Connection, text: string): void {
    this.#touch(cloud, connection, Buffer.byteLength(text));
    connection.client.receive(text);
  }

  /** The API ends a connection: the client hears the code, then `$disconnect` runs. */
  end(cloud: Cloud, connection: Connection, close: { readonly code: number; readonly reason: string }): void {
    if (this.left(cloud, connection, close)) connection.client.closed(close.code, close.reason);
  }

  /** The client has gone. False when that is known already. */
  left(
    cloud: Cloud,
    connection: Connection,
    close: { readonly code: number; readonly reason: string },
  ): boolean {
    if (this.#open.get(connection.id) !== connection) return false;
    this.#forget(connection);
    const minutes = Math.max(1, Math.ceil((cloud.clock.now() - connection.connectedAt) / 60_000));
    count(cloud, connection, 'Connection', { 'websocket.connection-minute': minutes });
    // Nobody waits for it, and its failure changes nothing for the client.
    cloud.scheduler.after(0, `websocket disconnect ${connection.api.name}`, async () => {
      const ran = await this.#run(
        cloud,
        connection,
        '$disconnect',
        disconnectEvent(cloud, connection, close),
      );
      const detail = { route: '$disconnect', code: close.code, ...reasonOf(ran) };
      cloud.trace({ service: 'execute-api', what: 'disconnected', resource: connection.api.name, detail });
    });
    return true;
  }

  /** Ends all without telling anybody's function. */
  drop(): void {
    for (const connection of [...this.#open.values()]) {
      this.#forget(connection);
      connection.client.closed(CLOSE.restart.code, CLOSE.restart.reason);
    }
  }

  #forget(connection: Connection): void {
    this.#open.delete(connection.id);
    connection.idle.cancel();
    connection.oldest.cancel();
  }

  #touch(cloud: Cloud, connection: Connection, bytes: number): void {
    count(cloud, connection, 'Message', messageUsage(bytes));
    connection.lastActiveAt = cloud.clock.now();
    connection.idle.cancel();
    connection.idle = this.#endAt(cloud, connection.lastActiveAt + IDLE_MS, connection.id);
  }

  #endAt(cloud: Cloud, time: number, id: string) {
    return cloud.scheduler.background(time, 'websocket timeout', () => {
      const connection = this.#open.get(id);
      if (connection) this.end(cloud, connection, CLOSE.goingAway);
    });
  }

  /** Undefined when the API has no such route. */
  async #run(cloud: Cloud, { api, stage }: Place, routeKey: string, event: object): Promise<Ran> {
    const integration = api.integrations.get(api.routes.get(routeKey) ?? '');
    if (!integration) return undefined;
    const source = `${api.id}/${stage}/${routeKey}`;
    return invokeFunction(cloud, { apiName: api.name, ...integration, source, event });
  }
}

const count = (
  cloud: Cloud,
  { api }: Connection,
  operation: string,
  usage: Readonly<Record<string, number>>,
) => cloud.meter({ service: 'execute-api', operation, resource: api.name, usage });

const reasonOf = (ran: Ran) =>
  ran === undefined || (ran !== 'timed out' && ran.ok)
    ? {}
    : { reason: ran === 'timed out' ? ran : `${ran.errorType}: ${ran.errorMessage}` };

/** Without a route `$connect` everybody may come in; a function that fails lets nobody in. */
function verdict(ran: Ran): { status: number; body: string; subprotocol: string | undefined } {
  if (ran === undefined) return { status: 200, body: '', subprotocol: undefined };
  const response = ran === 'timed out' ? undefined : responseOf(ran);
  if (!response) {
    const body = JSON.stringify({ message: 'Internal server error' });
    return { status: ran === 'timed out' ? 504 : 502, body, subprotocol: undefined };
  }
  const { status, body, headers } = response;
  return { status, body: Buffer.from(body).toString(), subprotocol: headers['sec-websocket-protocol'] };
}
