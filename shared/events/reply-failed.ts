import * as z from 'zod';
import { defineEvent, replyFacts } from './envelope.ts';

/** A reply did not leave or was lost (`failed`), or nobody knows whether it left (`unknown`); it is not sent again by itself. */
export const ReplyFailed = defineEvent({
  name: 'ReplyFailed',
  version: 1,
  shape: {
    ...replyFacts,
    outcome: z.enum(['failed', 'unknown']),
    /** A word or two, e.g. `opted-out`. */
    reason: z.string(),
  },
  facts: ({ interactionId, interactionAt, answers, agent, via, outcome, reason }) => ({
    interactionId,
    interactionAt,
    answers,
    agent,
    via,
    outcome,
    reason,
  }),
});

export type ReplyFailed = z.output<typeof ReplyFailed.schema>;
