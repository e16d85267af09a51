import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/*
 * The chat answers pages of the configured sites only, and the console is none of them: the browser would say truly
 * where its page is from, and be refused. So the requests of the console's chat window go through here and are given
 * the Origin of the first configured site. Everything else about them, token included, is as the page sent it.
 */

/** Where the chat is, and as whose page it is used. */
export interface ChatSite {
  readonly apiUrl: string;
  readonly liveUpdatesUrl: string;
  readonly origin: string;
}

const PREFIX = '/console/chat/';

export const isChatRequest = (path: string): boolean => path.startsWith(PREFIX);

/** Passes a request to the web chat's API and its answer back. */
export async function passToChat(
  { apiUrl, origin }: ChatSite,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const { authorization } = request.headers;
  const answer = await fetch(`${apiUrl}/webchat/${(request.url ?? '').slice(PREFIX.length)}`, {
    method: request.method ?? 'GET',
    headers: { origin, 'content-type': 'application/json', ...(authorization && { authorization }) },
    ...(request.method === 'POST' && { body: Buffer.concat(chunks) }),
  });
  response.writeHead(answer.status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(await answer.text());
}

/** Passes a WebSocket on, byte by byte: its first lines are written anew, the rest is as it comes. */
export function passToLiveUpdates(
  { liveUpdatesUrl, origin }: ChatSite,
  request: IncomingMessage,
  [socket, head]: readonly [Duplex, Buffer],
): void {
  const { hostname, port, host, pathname } = new URL(liveUpdatesUrl);
  const upstream = connect(Number(port), hostname, () => {
    upstream.write(
      `GET ${pathname} HTTP/1.1\r\n${headersAs({ host, origin }, request).join('\r\n')}\r\n\r\n`,
    );
    upstream.write(head);
    socket.pipe(upstream).pipe(socket);
  });
  for (const [one, other] of [
    [socket, upstream],
    [upstream, socket],
  ] as const) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
}

function headersAs(own: Readonly<Record<string, string>>, { rawHeaders }: IncomingMessage): string[] {
  const lines: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    lines.push(`${name}: ${own[name.toLowerCase()] ?? rawHeaders[at + 1]}`);
  }
  return lines;
}
