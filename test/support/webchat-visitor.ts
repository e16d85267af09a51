import { expect } from 'vitest';
import { httpApiOf, type OpenSocket, webSocketsOf } from '../../local/index.ts';
import type { Answer } from './agent-api-caller.ts';
import { openApiDocument } from './openapi.ts';
import type { Product } from './product-cloud.ts';

/** The page that the example configuration lets chat. */
export const PAGE = 'https://example.com';

const { mistakesOf, schemaOf } = openApiDocument('functions/webchat-api/openapi.yaml');

export interface ChatRequest {
  readonly token?: string;
  readonly body?: unknown;
  /** Exactly these bytes instead of `body`. */
  readonly bytes?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls the chat's API as a page does, `POST /webchat/messages`. Every answer is held against the OpenAPI document. */
export async function chatRequest(
  { running, cloud, outputs }: Product,
  route: string,
  { token, body, bytes, headers }: ChatRequest = {},
): Promise<Answer> {
  const [method = '', target = ''] = route.split(' ');
  const [path = '', rawQuery = ''] = target.split('?');
  const base = new URL(outputs.ChannelsApiUrl ?? '').pathname.replace(/\/$/, '');
  const content = bytes ?? (body === undefined ? '' : JSON.stringify(body));
  const served = httpApiOf(running.cloud).serve({
    method,
    path: base + path,
    rawPath: base + path,
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers: {
      'content-type': 'application/json',
      origin: PAGE,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: typeof content === 'string' ? new TextEncoder().encode(content) : content,
  });
  await cloud.scheduler.quiet();
  const answer = await served;
  const { status = 0, headers: answered = {} } = answer ?? {};
  const json = JSON.parse(Buffer.from(answer?.body ?? '').toString());
  expect(mistakesOf(schemaOf(`${method} ${path}`, status), json)).toEqual([]);
  return { status, headers: answered, body: json };
}

/** Opens the WebSocket that a page listens on; the status when it is refused. */
export async function listen(
  { cloud, outputs }: Product,
  token: string,
  headers: Readonly<Record<string, string>> = { Origin: PAGE },
): Promise<OpenSocket | number> {
  const opening = webSocketsOf(cloud).open(cloud, outputs.LiveUpdatesUrl ?? '', {
    protocols: ['throughline', token],
    headers,
  });
  await cloud.scheduler.quiet();
  const opened = await opening;
  return opened.ok ? opened.socket : opened.status;
}

let ids = 0;

/** A visitor with a session, in front of the page. */
export async function openChat(product: Product, renewed?: string) {
  const session = await chatRequest(product, 'POST /webchat/sessions', renewed ? { token: renewed } : {});
  const token: string = session.body.token;
  return {
    session,
    token,
    write: (text: string, more: object = {}) =>
      chatRequest(product, 'POST /webchat/messages', {
        token,
        body: { id: `message-${++ids}`, text, ...more },
      }),
    read: async (since?: string) =>
      (await chatRequest(product, `GET /webchat/messages${since ? `?since=${since}` : ''}`, { token })).body,
    async listen(): Promise<OpenSocket> {
      const socket = await listen(product, token);
      if (typeof socket === 'number') throw new Error(`The WebSocket was refused with ${socket}.`);
      return socket;
    },
  };
}
