import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import * as z from 'zod';
import { httpApiOf, type RunningCloud, refusalOf } from '../../local/index.ts';
import type { Config } from '../../shared/config/config.ts';
import { actionsOn } from './actions.ts';
import { type ChatSite, isChatRequest, passToChat, passToLiveUpdates } from './chat-proxy.ts';
import { liveSignal } from './live-signal.ts';

const PAGE = join(import.meta.dirname, 'page');

/** Mounts the console on the HTTP port of a running local cloud. */
export async function mountConsole(running: RunningCloud, config: Config): Promise<void> {
  const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
    '/': ['text/html; charset=utf-8', readFileSync(join(PAGE, 'index.html'), 'utf8')],
    '/console/style.css': ['text/css; charset=utf-8', readStyle()],
    '/console/page.js': ['text/javascript; charset=utf-8', await bundlePage()],
  };
  const actions = actionsOn(running, config);
  const live = liveSignal(running);
  const chat = chatSite(running, config);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const refused = refusalOf({ headers: singleHeaders(request) });
    if (refused) return sendJson(response, 403, { error: { message: refused } });
    const file = request.method === 'GET' ? files[path] : undefined;
    if (file) return send(response, 200, ...file);
    if (request.method === 'GET' && path === '/console/live') return live(request, response);
    if (chat && isChatRequest(path)) return passToChat(chat, request, response);
    const action = actions[`${request.method} ${path}`];
    if (!action) return sendJson(response, 404, { error: { message: 'The console has no such page.' } });
    try {
      sendJson(response, 200, await action(request.method === 'POST' ? await readJson(request) : undefined));
    } catch (error) {
      const message = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
      sendJson(response, 400, { error: { message } });
    }
  }

  httpApiOf(running.cloud).mount({
    request(request, response) {
      answer(request, response).catch(() => response.destroy());
    },
    upgrade(request, socket, head) {
      const refused = refusalOf({ headers: singleHeaders(request) });
      if (refused || !chat || !isChatRequest(request.url ?? '')) socket.destroy();
      else passToLiveUpdates(chat, request, [socket, head]);
    },
  });
}

function chatSite({ outputs }: RunningCloud, { webchat }: Config): ChatSite | undefined {
  const { ChannelsApiUrl: apiUrl, LiveUpdatesUrl: liveUpdatesUrl } = outputs;
  const [origin] = webchat?.origins ?? [];
  return apiUrl && liveUpdatesUrl && origin ? { apiUrl, liveUpdatesUrl, origin } : undefined;
}

/** All style sheets as one, in the order of their names. */
function readStyle(): string {
  const folder = join(PAGE, 'style');
  const names = readdirSync(folder).sort();
  return names.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
}

async function bundlePage(): Promise<string> {
  const result = await build({
    entryPoints: [join(PAGE, 'main.tsx')],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    write: false,
    logLevel: 'silent',
  });
  return result.outputFiles[0]?.text ?? '';
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new Error('The body is not valid JSON.');
  }
}

const singleHeaders = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]));

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const sendJson = (response: ServerResponse, status: number, value: unknown) =>
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(value));

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'self'; img-src data:; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}
