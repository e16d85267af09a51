import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import * as z from 'zod';
import { httpApiOf, parseDuration, type RunningCloud, refusalOf, smsVoiceOf } from '../../local/index.ts';
import { moveBack } from './aws-calls.ts';
import { gatherState } from './gather-state.ts';

const PAGE = join(import.meta.dirname, 'page');

/** Milliseconds in which many happenings become one signal to the page. */
const SETTLE = 120;

/** What the page's own reads cause, at the queues and through the agent API: they would signal for ever. */
const SILENT = new Set(['sqs received', 'lambda invoked', 'apigateway answered']);

/** Mounts the console on the HTTP port of a running local cloud. */
export async function mountConsole(running: RunningCloud, queues: readonly string[]): Promise<void> {
  const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
    '/': ['text/html; charset=utf-8', readFileSync(join(PAGE, 'index.html'), 'utf8')],
    '/console/style.css': ['text/css; charset=utf-8', readFileSync(join(PAGE, 'style.css'), 'utf8')],
    '/console/page.js': ['text/javascript; charset=utf-8', await bundlePage()],
  };
  const actions = actionsOn(running, queues);
  const live = liveSignal(running);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const refused = refusalOf({ headers: singleHeaders(request) });
    if (refused) return sendJson(response, 403, { error: { message: refused } });
    const file = request.method === 'GET' ? files[path] : undefined;
    if (file) return send(response, 200, ...file);
    if (request.method === 'GET' && path === '/console/live') return live(request, response);
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
  });
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

const smsBody = z.strictObject({ from: z.string(), text: z.string().min(1, 'Write something first.') });
const clockBody = z.strictObject({ advance: z.string() });
const redriveBody = z.strictObject({ queueArn: z.string(), sourceArn: z.string() });
const tokenBody = z.strictObject({
  agent: z.string().min(1),
  queues: z.array(z.string()),
  role: z.enum(['agent', 'supervisor']),
});

/** What the page can ask for, by method and path. */
function actionsOn(running: RunningCloud, queues: readonly string[]) {
  const { cloud, outputs } = running;
  const actions: Readonly<Record<string, (body: unknown) => Promise<unknown>>> = {
    'GET /console/state': () => gatherState(cloud, outputs, queues),
    'POST /console/sms': async (body) => {
      const { from, text } = smsBody.parse(body);
      return { messageId: smsVoiceOf(cloud).receive(cloud, { from, text }) };
    },
    'POST /console/clock': async (body) => {
      await running.advance(parseDuration(clockBody.parse(body).advance));
      return { now: new Date(cloud.clock.now()).toISOString() };
    },
    'POST /console/redrive': async (body) => {
      const { queueArn, sourceArn } = redriveBody.parse(body);
      await moveBack(cloud, queueArn, sourceArn);
      return { redriven: true };
    },
    'POST /console/token': async (body) => {
      const issuer = [...cloud.services.values()].find(({ issueToken }) => issueToken !== undefined);
      if (!issuer?.issueToken) throw new Error('No issuer runs in this local cloud.');
      return { token: await issuer.issueToken(tokenBody.parse(body)) };
    },
  };
  return actions;
}

/** Server-sent events: a line whenever something has happened, many happenings as one. */
function liveSignal({ cloud }: RunningCloud) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': the console says when to read again\n\n');
    let timer: NodeJS.Timeout | undefined;
    const end = cloud.traces.listen(({ service, what }) => {
      if (SILENT.has(`${service} ${what}`)) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        response.write('data: changed\n\n');
      }, SETTLE);
    });
    request.on('close', () => {
      end();
      clearTimeout(timer);
    });
  };
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
