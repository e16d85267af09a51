import * as z from 'zod';
import { defineEvent } from './envelope.ts';

/** An agent took the right to answer a case. Extending it is not told. */
export const CaseClaimed = defineEvent({
  name: 'CaseClaimed',
  version: 1,
  shape: {
    agent: z.string(),
    /** ISO time at which the claim lapses unless the agent does something. */
    until: z.string(),
  },
  facts: (_, { claim }) => {
    if (!claim) throw new Error('The image of a claimed case has no claim.');
    return { agent: claim.agent, until: claim.until };
  },
});

export type CaseClaimed = z.output<typeof CaseClaimed.schema>;
