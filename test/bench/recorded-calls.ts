import type { Readable } from 'node:stream';
import type { Outside } from '../../shared/runtime/outside.ts';
import { loadBundle } from '../support/load-bundle.ts';
import type { startProduct } from '../support/product-cloud.ts';
import { type Answer, answerOf, type Invocation, isKept, type RecordedCall, targetOf } from './replay.ts';

/** A transport of SDK clients. It may answer with bytes or with a stream of them. */
interface Transport {
  handle(
    request: unknown,
    options?: unknown,
  ): Promise<{ response: Omit<Answer, 'body'> & { readonly body: Readable | Uint8Array } }>;
}

type Load = NonNullable<Parameters<typeof startProduct>[0]['load']>;

/** A way to load functions that writes down every invocation with its calls; for one invocation of a function at a time. */
export function recordingLoader(): { load: Load; invocations: Invocation[] } {
  const invocations: Invocation[] = [];
  let clock = 0;
  const load: Load = async (description, cloud, outside) => {
    let calls: RecordedCall[] = [];
    const kept: RecordedCall[] = [];
    const inner = outside.requestHandler as unknown as Transport;
    const transport: Transport = {
      ...inner,
      async handle(request) {
        const call: RecordedCall = {
          target: targetOf(request),
          began: ++clock,
          ended: 0,
          status: 0,
          headers: {},
          body: Buffer.alloc(0),
        };
        calls.push(call);
        const { response } = await inner.handle(request);
        call.status = response.statusCode;
        call.headers = response.headers;
        call.body = await bytesOf(response.body);
        call.ended = ++clock;
        if (isKept(call)) kept.push(call);
        return answerOf(call);
      },
    };
    const run = await loadBundle(description, cloud, {
      ...outside,
      requestHandler: transport as unknown as NonNullable<Outside['requestHandler']>,
    });
    return (event, context) => {
      calls = [];
      const name = description.environment.POWERTOOLS_SERVICE_NAME ?? description.name;
      invocations.push({ description, name, event, context, now: outside.now(), calls, kept });
      return run(event, context);
    };
  };
  return { load, invocations };
}

const bytesOf = async (body: Readable | Uint8Array): Promise<Buffer> =>
  Buffer.concat(body instanceof Uint8Array ? [body] : await body.toArray());

/** How many of the calls came one after the other: those that overlapped count once. */
export function callsInARow(calls: readonly RecordedCall[]): number {
  let count = 0;
  let end = 0;
  for (const { began, ended } of [...calls].sort((one, other) => one.ended - other.ended)) {
    if (began <= end) continue;
    count += 1;
    end = ended;
  }
  return count;
}
