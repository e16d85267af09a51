import * as z from 'zod';
import { defineEvent } from './envelope.ts';

/** The case of a survey that nobody has answered is open again. */
export const SurveyStopped = defineEvent({
  name: 'SurveyStopped',
  version: 1,
  shape: {
    /** The opening whose resolution is asked about. */
    surveyed: z.int(),
  },
  facts: ({ surveyed }) => ({ surveyed }),
});

export type SurveyStopped = z.output<typeof SurveyStopped.schema>;
