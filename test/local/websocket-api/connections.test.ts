import { describe, expect, test } from 'vitest';
import { socketCloud } from './socket-cloud.ts';

const MINUTE = 60_000;

describe('a WebSocket API', () => {
  test('asks $connect with the event that AWS sends', async () => {
    const { knock, events, api } = await socketCloud();
    const opened = await knock(
      { headers: { 'User-Agent': 'test', Origin: 'https://shop.example.com' } },
      '?a=1&a=2',
    );
    expect(opened.ok).toBe(true);
    expect(events).toEqual([
      {
        headers: {
          Host: '127.0.0.1:3000',
          'Sec-WebSocket-Version': '13',
          'User-Agent': 'test',
          Origin: 'https://shop.example.com',
          'X-Forwarded-For': '127.0.0.1',
          'X-Forwarded-Port': '3000',
          'X-Forwarded-Proto': 'http',
        },
        multiValueHeaders: expect.objectContaining({ Host: ['127.0.0.1:3000'], 'User-Agent': ['test'] }),
        queryStringParameters: { a: '2' },
        multiValueQueryStringParameters: { a: ['1', '2'] },
        requestContext: {
          routeKey: '$connect',
          eventType: 'CONNECT',
          extendedRequestId: expect.stringMatching(/=$/),
          requestTime: '22/Nov/2026:02:16:05 +0000',
          messageDirection: 'IN',
          stage: 'live',
          connectedAt: Date.parse('2026-11-22T02:16:05.123Z'),
          requestTimeEpoch: Date.parse('2026-11-22T02:16:05.123Z'),
          identity: { sourceIp: '127.0.0.1', userAgent: 'test' },
          requestId: expect.stringMatching(/=$/),
          domainName: '127.0.0.1:3000',
          connectionId: expect.stringMatching(/=$/),
          apiId: api.ref,
        },
        isBase64Encoded: false,
      },
    ]);
  });

  test('gives the template its address for clients and the one for its backend', async () => {
    const { api } = await socketCloud();
    expect(api.attributes['ApiEndpoint']).toBe('ws://127.0.0.1:3000/_sockets/live-updates');
    expect(api.aliases).toEqual({
      [`wss://${api.ref}.execute-api.eu-west-1.amazonaws.com`]: 'ws://127.0.0.1:3000/_sockets/live-updates',
      [`https://${api.ref}.execute-api.eu-west-1.amazonaws.com`]:
        'http://127.0.0.1:3000/_sockets/live-updates',
    });
  });

  test.each([401, 403, 500])(
    'refuses the handshake with the %i that $connect answers',
    async (statusCode) => {
      const { knock } = await socketCloud({}, () => ({ statusCode, body: 'No.' }));
      expect(await knock()).toEqual({ ok: false, status: statusCode, body: 'No.' });
    },
  );

  test('refuses it when $connect throws, or may not be invoked', async () => {
    const throwing = await socketCloud({}, () => {
      throw new Error('secret detail');
    });
    expect(await throwing.knock()).toEqual({
      ok: false,
      status: 502,
      body: '{"message":"Internal server error"}',
    });
    const forbidden = await socketCloud({ permission: false });
    expect(await forbidden.knock()).toMatchObject({ ok: false, status: 502 });
    expect(forbidden.events).toEqual([]);
  });

  test('refuses a stage that it does not have', async () => {
    const { sockets, cloud, url } = await socketCloud();
    expect(await sockets.open(cloud, url.replace('live-updates/live', 'live-updates/other'))).toMatchObject({
      ok: false,
      status: 403,
    });
  });

  test('lets everybody in without a route $connect', async () => {
    const { knock, events } = await socketCloud({ routes: ['$default'] });
    expect(await knock()).toMatchObject({ ok: true });
    expect(events).toEqual([]);
  });

  test('agrees to the subprotocol that $connect names', async () => {
    const { open, events } = await socketCloud({}, () => ({
      statusCode: 200,
      headers: { 'Sec-WebSocket-Protocol': 'throughline' },
    }));
    const socket = await open({ protocols: ['throughline', 'abc'] });
    expect(socket.protocol).toBe('throughline');
    expect(events[0].headers['Sec-WebSocket-Protocol']).toBe('throughline, abc');
  });

  test('takes a message to the route that its body names, otherwise to $default', async () => {
    const { open, events } = await socketCloud({ routes: ['$connect', '$default', 'ping'] });
    const socket = await open();
    await socket.send('{"action":"ping"}');
    await socket.send('{"action":"$connect"}');
    await socket.send('not JSON');
    expect(events.slice(1).map(({ requestContext, body }) => [requestContext.routeKey, body])).toEqual([
      ['ping', '{"action":"ping"}'],
      ['$default', '{"action":"$connect"}'],
      ['$default', 'not JSON'],
    ]);
    expect(events[1]).toMatchObject({
      requestContext: { eventType: 'MESSAGE', messageId: expect.any(String), connectionId: socket.id },
      isBase64Encoded: false,
    });
    expect(socket.received).toEqual([]);
  });

  test('says Forbidden to a message that no route takes, and tells of a function that failed', async () => {
    const none = await socketCloud({ routes: ['$connect'] });
    const unheard = await none.open();
    await unheard.send('hello');
    expect(JSON.parse(unheard.received[0] ?? '')).toEqual({
      message: 'Forbidden',
      connectionId: unheard.id,
      requestId: expect.any(String),
    });
    const failing = await socketCloud({ routes: ['$default'] }, () => {
      throw new Error('secret detail');
    });
    const socket = await failing.open();
    await socket.send('hello');
    expect(socket.received.join()).toContain('Internal server error');
    expect(socket.received.join()).not.toContain('secret');
  });

  test('closes a connection that sends more than 128 KB', async () => {
    const { open } = await socketCloud();
    const socket = await open();
    await socket.send('x'.repeat(128 * 1024));
    expect(socket.closed).toBeUndefined();
    await socket.send('x'.repeat(128 * 1024 + 1));
    expect(socket.closed).toMatchObject({ code: 1009 });
  });

  test('tells $disconnect when a client leaves, once', async () => {
    const { open, events, cloud } = await socketCloud();
    const socket = await open();
    socket.close(1000, 'bye');
    socket.close();
    await cloud.scheduler.quiet();
    expect(events.slice(1)).toEqual([
      {
        headers: { Host: '127.0.0.1:3000', 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' },
        multiValueHeaders: expect.any(Object),
        requestContext: expect.objectContaining({
          routeKey: '$disconnect',
          eventType: 'DISCONNECT',
          connectionId: socket.id,
          disconnectStatusCode: 1000,
          disconnectReason: 'bye',
        }),
        isBase64Encoded: false,
      },
    ]);
  });

  test('closes a connection that is silent for ten minutes; a message starts them anew', async () => {
    const { open, events, cloud } = await socketCloud();
    const socket = await open();
    await cloud.scheduler.advance(9 * MINUTE);
    await socket.send('still here');
    await cloud.scheduler.advance(9 * MINUTE);
    expect(socket.closed).toBeUndefined();
    await cloud.scheduler.advance(MINUTE);
    expect(socket.closed).toMatchObject({ code: 1001 });
    expect(events.at(-1)).toMatchObject({ requestContext: { eventType: 'DISCONNECT' } });
  });

  test('closes every connection after two hours', async () => {
    const { open, cloud } = await socketCloud();
    const socket = await open();
    for (let minutes = 0; minutes < 120; minutes += 5) {
      expect(socket.closed).toBeUndefined();
      await socket.send('still here');
      await cloud.scheduler.advance(5 * MINUTE);
    }
    expect(socket.closed).toMatchObject({ code: 1001 });
  });

  test('counts messages in parts of 32 KB and minutes of connection', async () => {
    const { open, cloud } = await socketCloud();
    const socket = await open();
    await socket.send('x'.repeat(33 * 1024));
    await cloud.scheduler.advance(90_000);
    socket.close();
    await cloud.scheduler.quiet();
    const { lines, unpriced } = cloud.meterBook.bill();
    const units = Object.fromEntries(
      lines.filter(({ service }) => service === 'execute-api').map((line) => [line.operation, line.units]),
    );
    expect(units).toEqual({
      Message: { 'websocket.message': 2 },
      Connection: { 'websocket.connection-minute': 2 },
    });
    expect(unpriced).toEqual([]);
  });

  test('is throttled by a fault', async () => {
    const { knock, cloud } = await socketCloud();
    cloud.faults.add({ kind: 'throttle', service: 'execute-api', times: 1 });
    expect(await knock()).toMatchObject({ ok: false, status: 429 });
    expect(await knock()).toMatchObject({ ok: true });
  });

  test('forgets its connections at a reset, and nobody is told', async () => {
    const { open, sockets, events, cloud } = await socketCloud();
    const socket = await open();
    await sockets.reset();
    await cloud.scheduler.quiet();
    expect(socket.closed).toMatchObject({ code: 1012 });
    expect(events).toHaveLength(1);
  });

  test.each([
    [{ api: { RouteSelectionExpression: '$context.routeKey' } }, 'must be $request.body.<member>'],
    [{ route: { AuthorizationType: 'CUSTOM' } }, 'only routes without an authorizer exist here'],
    [{ integration: { IntegrationType: 'MOCK' } }, 'only Lambda proxy integrations exist here'],
    [{ api: { CorsConfiguration: {} } }, 'CorsConfiguration is not implemented by the local cloud'],
  ])('refuses at start what it cannot do: %j', async (options, sentence) => {
    await expect(socketCloud(options)).rejects.toThrow(sentence);
  });
});
