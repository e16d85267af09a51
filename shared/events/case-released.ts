import * as z from 'zod';
import { defineEvent } from './envelope.ts';

/** An agent gave a case back. A claim that lapses is not told: nothing happens at that moment. */
export const CaseReleased = defineEvent({
  name: 'CaseReleased',
  version: 1,
  shape: {
    /** The agent who held it. */
    agent: z.string(),
  },
  facts: ({ agent }) => ({ agent }),
});

export type CaseReleased = z.output<typeof CaseReleased.schema>;
