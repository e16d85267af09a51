import { describe, expect, test } from 'vitest';
import { apiCloud } from './api-cloud.ts';

const message = (text: string) => JSON.stringify({ message: text });

describe('an HTTP API', () => {
  test('gives its function the event in payload format 2.0', async () => {
    const { send, api } = await apiCloud({ routes: { 'POST /cases/{caseId}/replies': {} } });
    const response = await send(
      'POST /cases/abc%20def-1/replies?queue=a&queue=b&text=x%20y',
      { 'content-type': 'application/json', cookie: 'a=1; b=2', 'user-agent': 'test' },
      '{"text":"Grüße"}',
    );
    expect(response.status).toBe(200);
    expect(response.json()).toEqual({
      version: '2.0',
      routeKey: 'POST /cases/{caseId}/replies',
      rawPath: '/cases/abc%20def-1/replies',
      rawQueryString: 'queue=a&queue=b&text=x%20y',
      cookies: ['a=1', 'b=2'],
      headers: {
        'content-type': 'application/json',
        'user-agent': 'test',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': '3000',
        'x-forwarded-proto': 'http',
      },
      queryStringParameters: { queue: 'a,b', text: 'x y' },
      pathParameters: { caseId: 'abc def-1' },
      requestContext: {
        accountId: '123456789012',
        apiId: api.ref,
        domainName: '127.0.0.1:3000',
        domainPrefix: api.ref,
        http: {
          method: 'POST',
          path: '/cases/abc%20def-1/replies',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'test',
        },
        requestId: expect.any(String),
        routeKey: 'POST /cases/{caseId}/replies',
        stage: '$default',
        time: '22/Nov/2026:02:16:05 +0000',
        timeEpoch: Date.parse('2026-11-22T02:16:05.123Z'),
      },
      body: '{"text":"Grüße"}',
      isBase64Encoded: false,
    });
  });

  test('is found at the endpoint that the template learns', async () => {
    const { api } = await apiCloud({ routes: {} });
    expect(api.attributes).toEqual({ ApiId: api.ref, ApiEndpoint: 'http://127.0.0.1:3000/_apis/agent-api' });
  });

  test.each([
    ['GET /work', 'GET /work'],
    ['POST /work', 'ANY /work'],
    ['GET /cases/1', 'GET /cases/{id}'],
    ['GET /cases/1/2/3', 'ANY /cases/{proxy+}'],
    ['PUT /elsewhere', '$default'],
  ])('sends %s to the most specific route, %s', async (line, routeKey) => {
    const routes = {
      $default: {},
      'ANY /cases/{proxy+}': {},
      'GET /cases/{id}': {},
      'ANY /work': {},
      'GET /work': {},
    };
    const { send } = await apiCloud({ routes });
    expect((await send(line)).json()).toMatchObject({ routeKey });
  });

  test('answers what no route knows with Not Found, and what cannot be decoded with Bad Request', async () => {
    const { send } = await apiCloud({ routes: { 'GET /work': {} } });
    expect(await send('GET /other')).toMatchObject({ status: 404, text: message('Not Found') });
    expect(await send('POST /work')).toMatchObject({ status: 404 });
    expect(await send('GET /work/%E0%A4%A')).toMatchObject({ status: 400 });
  });

  test('encodes bodies that are not text', async () => {
    const { send } = await apiCloud({ routes: { 'POST /': {} } });
    const bytes = Uint8Array.of(0, 255, 1);
    const binary = await send('POST /', { 'content-type': 'application/octet-stream' }, bytes);
    expect(binary.json()).toMatchObject({ body: 'AP8B', isBase64Encoded: true });
    const form = await send('POST /', { 'content-type': 'application/x-www-form-urlencoded' }, 'a=1');
    expect(form.json()).toMatchObject({ body: 'YT0x', isBase64Encoded: true });
    expect((await send('POST /')).json()).not.toHaveProperty('body');
  });

  test.each([
    ['an object without a status code', { some: 'thing' }, 200, 'application/json', '{"some":"thing"}'],
    ['a text', 'hello', 200, 'application/json', 'hello'],
    [
      'a whole answer',
      { statusCode: 201, headers: { 'Content-Type': 'text/csv', 'X-N': 1 }, body: 'a,b' },
      201,
      'text/csv',
      'a,b',
    ],
    ['an answer without headers', { statusCode: 404, body: 'gone' }, 404, 'text/plain;charset=UTF-8', 'gone'],
    [
      'bytes',
      { statusCode: 200, body: 'aGk=', isBase64Encoded: true },
      200,
      'text/plain;charset=UTF-8',
      'hi',
    ],
    [
      'an answer that is none',
      { statusCode: 'soon' },
      500,
      'application/json',
      message('Internal Server Error'),
    ],
    [
      'a body that is no text',
      { statusCode: 200, body: { a: 1 } },
      500,
      'application/json',
      message('Internal Server Error'),
    ],
  ])('makes a response of %s', async (_, result, status, type, text) => {
    const { send } = await apiCloud({ routes: { 'GET /': {} } }, () => result);
    const response = await send('GET /');
    expect(response).toMatchObject({ status, text });
    expect(response.headers['content-type']).toBe(type);
    expect(response.headers['apigw-requestid']).toMatch(/./);
  });

  test('hands over several cookies', async () => {
    const { send } = await apiCloud({ routes: { 'GET /': {} } }, () => ({
      statusCode: 200,
      cookies: ['a=1', 'b=2'],
    }));
    expect((await send('GET /')).cookies).toEqual(['a=1', 'b=2']);
  });

  test('says Internal Server Error when the function throws, and nothing of why', async () => {
    const { send, cloud } = await apiCloud({ routes: { 'GET /': {} } }, () => {
      throw new Error('secret detail');
    });
    const response = await send('GET /');
    expect(response).toMatchObject({ status: 500, text: message('Internal Server Error') });
    expect(JSON.stringify(response.headers)).not.toContain('secret');
    expect(cloud.traces.entries()).toContainEqual(
      expect.objectContaining({
        service: 'apigateway',
        what: 'failed',
        detail: expect.objectContaining({ status: 500 }),
      }),
    );
  });

  test('says Internal Server Error when it has no permission to invoke the function', async () => {
    const { send } = await apiCloud({ routes: { 'GET /': {} }, permission: false });
    expect(await send('GET /')).toMatchObject({ status: 500, text: message('Internal Server Error') });
  });

  test('says Service Unavailable when its integration does not answer in time', async () => {
    const { send, cloud } = await apiCloud(
      { routes: { 'GET /': {} }, integration: { TimeoutInMillis: 2_000 }, function: { Timeout: 60 } },
      () => new Promise(() => {}),
    );
    const response = send('GET /');
    await cloud.scheduler.advance(2_000);
    expect(await response).toMatchObject({ status: 503, text: message('Service Unavailable') });
  });

  test('refuses a body of more than 10 MB', async () => {
    const { send } = await apiCloud({ routes: { 'POST /': {} } });
    expect(await send('POST /', {}, new Uint8Array(10 * 1024 * 1024 + 1))).toMatchObject({ status: 413 });
  });

  test('serves a named stage below its name', async () => {
    const { send } = await apiCloud({ routes: { 'GET /work': {} }, stageName: 'v1' });
    expect((await send('GET /v1/work')).json()).toMatchObject({
      rawPath: '/v1/work',
      requestContext: { stage: 'v1' },
    });
    expect(await send('GET /work')).toMatchObject({ status: 404 });
  });

  test('is throttled by a fault and billed for every request', async () => {
    const { send, cloud } = await apiCloud({ routes: { 'GET /': {} } });
    cloud.faults.add({ kind: 'throttle', service: 'apigateway', times: 1 });
    expect(await send('GET /')).toMatchObject({ status: 429 });
    expect(await send('GET /')).toMatchObject({ status: 200 });
    const bill = cloud.meterBook.bill();
    expect(bill.lines).toContainEqual(
      expect.objectContaining({ service: 'apigateway', units: { 'http-api.request': 2 } }),
    );
    expect(bill.unpriced).toEqual([]);
  });
});

describe('cross-origin requests', () => {
  const api = {
    CorsConfiguration: {
      AllowOrigins: ['https://desk.example.com'],
      AllowMethods: ['GET', 'POST'],
      AllowHeaders: ['Authorization'],
      MaxAge: 600,
    },
  };
  const origin = 'https://desk.example.com';
  const asking = { origin, 'access-control-request-method': 'POST' };

  test('are preflighted without the function or a token', async () => {
    let runs = 0;
    const { send } = await apiCloud({ api, routes: { 'POST /work': { jwt: true } } }, () => runs++);
    const response = await send('OPTIONS /work', asking);
    expect(response).toMatchObject({ status: 204, text: '' });
    expect(response.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'authorization',
      'access-control-max-age': '600',
    });
    expect(runs).toBe(0);
  });

  test('get their headers from the configuration, not from the function', async () => {
    const { send } = await apiCloud({ api, routes: { 'GET /': {} } }, () => ({
      statusCode: 200,
      headers: { 'Access-Control-Allow-Origin': '*' },
    }));
    expect((await send('GET /', { origin })).headers['access-control-allow-origin']).toBe(origin);
    const foreign = await send('GET /', { origin: 'https://evil.example' });
    expect(foreign.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('from another origin are told nothing', async () => {
    const { send } = await apiCloud({ api, routes: { 'POST /': {} } });
    const response = await send('OPTIONS /', { ...asking, origin: 'https://evil.example' });
    expect(Object.keys(response.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('an API that the local cloud cannot serve is refused at the start', () => {
  test.each([
    [{ api: { ProtocolType: 'WEBSOCKET' } }, 'only HTTP APIs run here'],
    [{ api: { Body: {} } }, 'property Body is not implemented'],
    [{ integration: { IntegrationType: 'HTTP_PROXY' } }, 'only Lambda proxy integrations'],
    [{ integration: { PayloadFormatVersion: '1.0' } }, 'only payload format 2.0'],
    [{ routes: { 'work GET': {} } }, 'RouteKey'],
  ])('%j', async (options, sentence) => {
    await expect(apiCloud({ routes: {}, ...options })).rejects.toThrow(sentence);
  });
});
