import type * as z from 'zod';
import { defineEvent, replyFacts } from './envelope.ts';

/** An agent's reply is recorded and waits for its channel's sender. */
export const ReplyQueued = defineEvent({
  name: 'ReplyQueued',
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

export type ReplyQueued = z.output<typeof ReplyQueued.schema>;
