import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import type { FunctionDescription, LoadedFunction } from '../../local/index.ts';

/** One AWS call of a function, and what it was answered. */
export interface RecordedCall {
  /** `DynamoDB.BatchGetItem`, `AmazonSQS.SendMessage`, else method and path. */
  readonly target: string;
  /** Moments by a counter that every beginning and end of a call raises. */
  readonly began: number;
  ended: number;
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/** One invocation of a function, with the calls it made. */
export interface Invocation {
  readonly description: FunctionDescription;
  /** The function's folder name. */
  readonly name: string;
  readonly event: unknown;
  readonly context: unknown;
  readonly now: Date;
  readonly calls: RecordedCall[];
  /** What its environment had asked for once and keeps for minutes: secrets. */
  readonly kept: readonly RecordedCall[];
}

/** Whether a function keeps what this call was answered. */
export const isKept = ({ target }: RecordedCall): boolean => target.startsWith('secretsmanager.');

/** An SDK client's response. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

/** The answer of a call, to be read once more. */
export const answerOf = ({ status, headers, body }: RecordedCall): { response: Answer } => ({
  response: {
    statusCode: status,
    headers: { ...headers },
    body: Readable.from(body.length > 0 ? [body] : []),
  },
});

/** What a request asks for. */
export function targetOf(request: unknown): string {
  const { method, path, headers } = request as {
    method: string;
    path: string;
    headers: Record<string, string>;
  };
  const target = headers['x-amz-target'];
  return target ? target.replace('_20120810', '') : `${method} ${path}`;
}

const SEND = 'AmazonSQS.SendMessage';

/** SQS answers with a digest of what it took, which the client checks; what is sent says when it was. */
function confirming(call: RecordedCall, request: unknown): RecordedCall {
  const { MessageBody } = JSON.parse((request as { body: string }).body);
  const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex');
  return {
    ...call,
    body: Buffer.from(JSON.stringify({ ...JSON.parse(call.body.toString()), MD5OfMessageBody })),
  };
}

export interface ReplayerOptions {
  /** What every call waits for. */
  readonly wait: () => Promise<void> | undefined;
  /** Milliseconds by which the clock goes on between two invocations; 0 where nobody is held back for coming too fast. */
  readonly pace: number;
}

/** The function of an invocation, built once, answered from the recording. It throws when a request is refused. */
export async function replayer(
  { description, now, calls, kept }: Invocation,
  { wait, pace }: ReplayerOptions,
): Promise<LoadedFunction> {
  let left: RecordedCall[] = [];
  let time = now.getTime();
  const transport = {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request: unknown) {
      const target = targetOf(request);
      const index = left.findIndex((call) => call.target === target);
      const call = left[index] ?? kept.find((each) => each.target === target);
      if (!call) throw new Error(`The recording has no further ${target}.`);
      if (index >= 0) left.splice(index, 1);
      await wait();
      return answerOf(target === SEND ? confirming(call, request) : call);
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  };
  const bundle = await import(pathToFileURL(join(description.codeDirectory, 'index.mjs')).href);
  const run: LoadedFunction = bundle.build(description.environment, {
    requestHandler: transport,
    endpoint: 'http://127.0.0.1:1',
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDREPLAY', secretAccessKey: 'secret', sessionToken: 'token' },
    now: () => new Date(time),
    newId: () => '0123456789abcdef',
    sleep: async () => {},
    sink: () => {},
  });
  return async (event, context) => {
    left = [...calls];
    time += pace;
    const result = await run(event, context);
    const { statusCode = 200 } = (result ?? {}) as { statusCode?: number };
    if (statusCode >= 300) throw new Error(`The replayed request was refused with ${statusCode}.`);
    return result;
  };
}
