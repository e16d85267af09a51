import * as z from 'zod';
import { defineEvent } from './envelope.ts';

/** Nobody was asked about this resolution, and why. */
export const SurveySkipped = defineEvent({
  name: 'SurveySkipped',
  version: 1,
  shape: {
    /** The opening whose resolution is asked about. */
    surveyed: z.int(),
    /** `never-answered`, `asked-recently` or `no-channel`. */
    reason: z.string(),
  },
  facts: ({ surveyed, reason }) => ({ surveyed, reason }),
});

export type SurveySkipped = z.output<typeof SurveySkipped.schema>;
