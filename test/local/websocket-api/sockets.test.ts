import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { afterEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { LoadedFunction } from '../../../local/core/cloud.ts';
import { openFront } from '../../../local/http-api/front.ts';
import { socketCloud } from './socket-cloud.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The API behind a real port. */
async function portOf(handler?: LoadedFunction) {
  const it = await socketCloud({}, handler);
  const serve = (request: Parameters<typeof it.http.serve>[0]) => it.http.serve(request);
  const server = await openFront(0, serve, () => undefined, it.sockets.upgrade);
  const base = `127.0.0.1:${(server.address() as AddressInfo).port}/_sockets/live-updates/live`;
  closing.push(async () => {
    await it.sockets.stop?.();
    await new Promise((resolve) => server.close(resolve));
  });
  return { ...it, base };
}

/** The status with which a handshake is refused. */
async function refusal(socket: WebSocket): Promise<number | undefined> {
  const [, response] = await once(socket, 'unexpected-response');
  response.resume();
  return response.statusCode;
}

const settleUntil = async (met: () => boolean) => {
  while (!met()) await new Promise((resolve) => setImmediate(resolve));
};

describe('a WebSocket API on its port', () => {
  test('carries messages both ways and hears of the end', async () => {
    const { base, events, cloud, management } = await portOf(() => ({
      statusCode: 200,
      headers: { 'Sec-WebSocket-Protocol': 'throughline' },
    }));
    const socket = new WebSocket(`ws://${base}?a=1`, ['throughline', 'abc']);
    await once(socket, 'open');
    expect(socket.protocol).toBe('throughline');
    expect(events[0]).toMatchObject({
      headers: { 'Sec-WebSocket-Protocol': 'throughline,abc' },
      queryStringParameters: { a: '1' },
      requestContext: { identity: { sourceIp: '127.0.0.1' } },
    });

    socket.send('{"action":"x"}');
    await settleUntil(() => events.length === 2);
    expect(events[1]).toMatchObject({ body: '{"action":"x"}', requestContext: { routeKey: '$default' } });

    const { connectionId } = events[0].requestContext;
    const received = once(socket, 'message');
    // By the API's own address, as a deployed backend calls it; the transport stays in the process.
    await management().send(
      new PostToConnectionCommand({ ConnectionId: connectionId, Data: Buffer.from('news') }),
    );
    expect(String((await received)[0])).toBe('news');

    socket.close(1000, 'bye');
    await once(socket, 'close');
    await cloud.scheduler.advance(0);
    await settleUntil(() => events.length === 3);
    expect(events[2]).toMatchObject({ requestContext: { disconnectStatusCode: 1000 } });
  });

  test('posts to a client that a signed request names at the port itself', async () => {
    const { base, events, management } = await portOf();
    const socket = new WebSocket(`ws://${base}`);
    await once(socket, 'open');
    const received = once(socket, 'message');
    const { connectionId } = events[0].requestContext;
    const overTheWire = management({ endpoint: `http://${base}`, requestHandler: {} });
    await overTheWire.send(
      new PostToConnectionCommand({ ConnectionId: connectionId, Data: Buffer.from('news') }),
    );
    expect(String((await received)[0])).toBe('news');
    const unsigned = await fetch(`http://${base}/@connections/${encodeURIComponent(connectionId)}`, {
      method: 'POST',
      body: 'x',
    });
    expect(unsigned.status).toBe(403);
  });

  test('refuses a handshake with the status of $connect, and an address without an API', async () => {
    const { base } = await portOf(() => ({ statusCode: 401 }));
    expect(await refusal(new WebSocket(`ws://${base}`))).toBe(401);
    expect(await refusal(new WebSocket(`ws://${base.replace('live-updates', 'other')}`))).toBe(403);
  });

  test('closes a connection that sends bytes instead of text', async () => {
    const { base } = await portOf();
    const socket = new WebSocket(`ws://${base}`);
    await once(socket, 'open');
    socket.send(Buffer.of(0, 255));
    expect((await once(socket, 'close'))[0]).toBe(1003);
  });

  test('closes a connection that sends a frame of more than 128 KB', async () => {
    const { base, events } = await portOf();
    const socket = new WebSocket(`ws://${base}`);
    await once(socket, 'open');
    socket.send('x'.repeat(128 * 1024 + 1));
    expect((await once(socket, 'close'))[0]).toBe(1009);
    expect(events.map(({ requestContext }) => requestContext.eventType)).not.toContain('MESSAGE');
  });

  test('lets the port close although clients are connected', async () => {
    const { base } = await portOf();
    const socket = new WebSocket(`ws://${base}`);
    await once(socket, 'open');
    const closed = once(socket, 'close');
    for (const close of closing.splice(0)) await close();
    expect((await closed)[0]).toBe(1012);
  });
});
