import type { LoadedFunction } from '../../../local/core/cloud.ts';
import { functionCloud } from './function-cloud.ts';

export interface SqsEvent {
  readonly Records: readonly {
    readonly messageId: string;
    readonly body: string;
    readonly attributes: Readonly<Record<string, string>>;
  }[];
}

const bodiesIn = (event: unknown) => (event as SqsEvent).Records.map(({ body }) => body);

/** A queue, a function that reads it, and what the function saw: one list of bodies a run. */
export async function consumer(
  options: {
    queue?: Record<string, unknown>;
    mapping?: Record<string, unknown>;
    function?: Record<string, unknown>;
    statements?: unknown[];
  },
  handler: LoadedFunction = () => undefined,
) {
  const runs: string[][] = [];
  const it = functionCloud({
    Consumer: (event, context) => {
      runs.push(bodiesIn(event));
      return handler(event, context);
    },
  });
  const queue = it.addQueue('Work', { VisibilityTimeout: 30, ...options.queue });
  const FunctionName = it.addFunction('Consumer', options.function, options.statements);
  it.cloud.create('AWS::Lambda::EventSourceMapping', 'Mapping', {
    FunctionName,
    EventSourceArn: queue.arn,
    ...options.mapping,
  });
  await it.ready();
  return { ...it, queue, runs };
}

/** Fails the records whose body is in `failing`; those that a FIFO consumer must give back come after them. */
export const failingItems =
  (failing: ReadonlySet<string>): LoadedFunction =>
  (event) => ({
    batchItemFailures: (event as SqsEvent).Records.filter(({ body }) => failing.has(body)).map(
      ({ messageId }) => ({ itemIdentifier: messageId }),
    ),
  });
