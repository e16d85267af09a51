import * as z from 'zod';
import { defineEvent, interactionFacts } from './envelope.ts';

/** A resolved case is open again: through a message of the customer, or by an agent. */
export const CaseReopened = defineEvent({
  name: 'CaseReopened',
  version: 1,
  shape: {
    /** The message that reopened it; absent when an agent did. */
    ...z.object(interactionFacts).partial().shape,
    reason: z.string(),
  },
  facts: ({ interactionId, interactionAt, reason }) => ({
    ...(interactionId !== undefined && { interactionId, interactionAt }),
    reason,
  }),
});

export type CaseReopened = z.output<typeof CaseReopened.schema>;
