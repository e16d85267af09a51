import type * as z from 'zod';
import { defineEvent, promiseFacts, promiseFactsOf } from './envelope.ts';

/** Three quarters of the time in which an answer was promised are gone, and none has left. */
export const PromiseAtRisk = defineEvent({
  name: 'PromiseAtRisk',
  version: 1,
  shape: promiseFacts,
  facts: (_, subject) => promiseFactsOf(subject),
});

export type PromiseAtRisk = z.output<typeof PromiseAtRisk.schema>;
