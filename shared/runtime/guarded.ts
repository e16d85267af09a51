import middy from '@middy/core';
import type { LambdaHandler } from './cold-start.ts';
import { errorFacts } from './failure.ts';
import type { Log } from './log.ts';

/**
 * The handler with what every function needs around it. Lambda prints the message and stack of whatever a handler
 * throws, and AWS error messages quote phone numbers and items: so the error is logged by its name, and a bare one
 * is thrown in its place. AWS retries just the same.
 */
export function guarded<Event, Result>(
  log: Log,
  handle: (event: Event) => Promise<Result>,
): LambdaHandler<Event, Result> {
  // No early timeout: it would start a timer of its own for every invocation.
  const handler = middy<Event, Result>({ timeoutEarlyInMillis: 0 })
    .handler((event: Event) => handle(event))
    .onError(({ error }) => {
      log('TL1007', errorFacts(error));
      const bare = new Error('The function failed; its log line TL1007 says with which error.');
      bare.stack = '';
      throw bare;
    });
  return async (event, context) => handler(event, context);
}
