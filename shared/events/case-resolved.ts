import * as z from 'zod';
import { defineEvent } from './envelope.ts';

/** An agent resolved a case. `opening` counts the resolutions: the first is 1. */
export const CaseResolved = defineEvent({
  name: 'CaseResolved',
  version: 1,
  shape: { agent: z.string() },
  facts: (_, { resolvedBy }) => {
    if (resolvedBy === undefined)
      throw new Error('The image of a resolved case does not say who resolved it.');
    return { agent: resolvedBy };
  },
});

export type CaseResolved = z.output<typeof CaseResolved.schema>;
