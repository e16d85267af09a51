import * as z from 'zod';
import { defineEvent, interactionFacts } from './envelope.ts';

/** A customer's message went to a case that was there, and neither opened nor reopened it. */
export const InteractionReceived = defineEvent({
  name: 'InteractionReceived',
  version: 1,
  shape: {
    ...interactionFacts,
    /** Its number in the case's arrival sequence; a keyword has none. */
    arrival: z.int().optional(),
    /** Why it went to this case. */
    reason: z.string(),
  },
  facts: ({ interactionId, interactionAt, arrival, reason }) => ({
    interactionId,
    interactionAt,
    ...(arrival !== undefined && { arrival }),
    reason,
  }),
});

export type InteractionReceived = z.output<typeof InteractionReceived.schema>;
