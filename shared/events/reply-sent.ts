import type * as z from 'zod';
import { defineEvent, replyFacts } from './envelope.ts';

/** The provider has taken a reply: the promise to the customer is met. */
export const ReplySent = defineEvent({
  name: 'ReplySent',
  version: 1,
  shape: replyFacts,
  facts: ({ interactionId, interactionAt, answers, agent, via }) => ({
    interactionId,
    interactionAt,
    answers,
    agent,
    via,
  }),
});

export type ReplySent = z.output<typeof ReplySent.schema>;
