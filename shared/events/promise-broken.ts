import type * as z from 'zod';
import { defineEvent, promiseFacts, promiseFactsOf } from './envelope.ts';

/** The moment by which an answer was promised has passed, and none has left. */
export const PromiseBroken = defineEvent({
  name: 'PromiseBroken',
  version: 1,
  shape: promiseFacts,
  facts: (_, subject) => promiseFactsOf(subject),
});

export type PromiseBroken = z.output<typeof PromiseBroken.schema>;
