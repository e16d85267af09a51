import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { openFront, type Serve } from '../../../local/http-api/front.ts';
import type { Neighbour } from '../../../local/http-api/index.ts';

const open: { close(): void; closeAllConnections(): void }[] = [];

afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const echo: Serve = async ({ method, rawPath, rawQuery, headers, body }) =>
  rawPath.startsWith('/_apis/')
    ? {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ method, rawPath, rawQuery, headers, body: Buffer.from(body).toString() }),
        cookies: ['a=1', 'b=2'],
      }
    : undefined;

async function front(serve: Serve = echo, neighbour?: Neighbour) {
  const server = await openFront(0, serve, () => neighbour);
  open.push(server);
  const { port, address } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, address };
}

describe('the HTTP port', () => {
  test('listens on this machine only', async () => {
    expect((await front()).address).toBe('127.0.0.1');
  });

  test('hands a request over as it came, headers in lower case and joined', async () => {
    const { url } = await front();
    const response = await fetch(`${url}/_apis/x/a%20b?q=1&q=%32`, {
      method: 'POST',
      headers: [
        ['X-Many', '1'],
        ['X-Many', '2'],
      ],
      body: 'hello',
    });
    expect(await response.json()).toMatchObject({
      method: 'POST',
      rawPath: '/_apis/x/a%20b',
      rawQuery: 'q=1&q=%32',
      headers: { 'x-many': '1, 2' },
      body: 'hello',
    });
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  test('says Not Found where nothing lives', async () => {
    const { url } = await front();
    for (const path of ['/', '/_other']) {
      const response = await fetch(url + path);
      expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }]);
    }
  });

  test('lets a neighbour answer all paths but the APIs’', async () => {
    const { url } = await front(echo, { request: (_, response) => void response.end('the console') });
    expect(await (await fetch(url)).text()).toBe('the console');
    expect(await (await fetch(`${url}/_apis/x`)).json()).toMatchObject({ rawPath: '/_apis/x' });
  });

  test('lets no detail of a mistake out', async () => {
    const { url } = await front(() => Promise.reject(new Error('secret detail')));
    const response = await fetch(`${url}/_apis/x`);
    expect([response.status, await response.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  });

  test('in use by another program gets a sentence', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    open.push(other);
    const { port } = other.address() as AddressInfo;
    await expect(openFront(port, echo, () => undefined)).rejects.toThrow(
      `Port ${port} of 127.0.0.1 is in use: end the other program or choose another port with LOCAL_HTTP_PORT.`,
    );
  });
});
