import * as z from 'zod';
import { defineEvent, interactionFacts } from './envelope.ts';

/** A customer's message opened a case of its own. */
export const CaseOpened = defineEvent({
  name: 'CaseOpened',
  version: 1,
  shape: {
    ...interactionFacts,
    /** Why the message joined no other case. */
    reason: z.string(),
  },
  facts: ({ interactionId, interactionAt, reason }) => ({ interactionId, interactionAt, reason }),
});

export type CaseOpened = z.output<typeof CaseOpened.schema>;
