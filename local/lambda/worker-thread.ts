/** The inside of one execution environment: what a `worker_threads` worker runs. Loads the bundle, answers invocations. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatWithOptions } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { lambdaContext } from './lambda-context.ts';
import { followClock } from './local-date.ts';
import type { FromWorker, InvokeMessage, WorkerStart } from './worker-messages.ts';

const start: WorkerStart = workerData;
const setTime = followClock();
const send = (message: FromWorker) => parentPort?.postMessage(message);
let requestId = '';

captureOutput();
setTime(start.now);
// Loaded before the first event, as Lambda does; a failure is the first invocation's.
const handler = loadHandler();
handler.catch(() => undefined).finally(() => send({ kind: 'loaded' }));

parentPort?.on('message', (message: InvokeMessage) => {
  void answer(message);
});

async function answer(message: InvokeMessage): Promise<void> {
  setTime(message.now);
  requestId = message.id;
  const began = performance.now();
  const elapsed = () => performance.now() - began;
  try {
    const context = lambdaContext(message, process.env, () => message.deadline - Date.now());
    const value = await (await handler)(JSON.parse(message.event), context);
    send({ kind: 'result', value: serialize(value), durationMs: elapsed() });
  } catch (error) {
    const { name, text } = describe(error);
    send({ kind: 'error', errorType: name, errorMessage: text, durationMs: elapsed() });
  }
}

async function loadHandler(): Promise<(event: unknown, context: unknown) => unknown> {
  const [moduleName, exportName] = start.handler.split('.');
  const path = ['.js', '.mjs', '.cjs']
    .map((extension) => join(start.codeDirectory, `${moduleName}${extension}`))
    .find((candidate) => existsSync(candidate));
  if (path === undefined) {
    throw named('Runtime.ImportModuleError', `Cannot find module '${moduleName}' in ${start.codeDirectory}`);
  }
  const loaded: Record<string, unknown> = await import(pathToFileURL(path).href);
  const found = loaded[exportName ?? 'handler'];
  if (typeof found === 'function') return (event, context) => found(event, context);
  throw named('Runtime.HandlerNotFound', `${start.handler} is undefined or not exported`);
}

/** A handler that returns nothing answers `null`, as in Lambda. */
function serialize(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (error) {
    throw named('Runtime.MarshalError', `Unable to stringify response body: ${describe(error).text}`);
  }
}

function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

function describe(error: unknown): { name: string; text: string } {
  if (error instanceof Error) return { name: error.name, text: error.message };
  return { name: 'Error', text: String(error) };
}

/** Sends all output to the host, in order with the answers; the thread's own streams are flushed too late for that. */
function captureOutput(): void {
  const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    for (const line of text.split('\n')) if (line !== '') send({ kind: 'log', line });
    const done = rest.find((value) => typeof value === 'function');
    if (done) done();
    return true;
  };
  process.stdout.write = write;
  process.stderr.write = write;
  const levels = {
    log: 'INFO',
    info: 'INFO',
    warn: 'WARN',
    error: 'ERROR',
    debug: 'DEBUG',
    trace: 'TRACE',
  } as const;
  for (const [method, level] of entries(levels)) {
    console[method] = (...values: unknown[]) => {
      const message = formatWithOptions({ colors: false }, ...values);
      const timestamp = new Date().toISOString();
      send({
        kind: 'log',
        line:
          start.logFormat === 'JSON'
            ? JSON.stringify({ timestamp, level, requestId, message })
            : `${timestamp}\t${requestId}\t${level}\t${message}`,
      });
    };
  }
}

function entries<Key extends string, Value>(record: Readonly<Record<Key, Value>>): [Key, Value][];
function entries(record: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(record);
}
