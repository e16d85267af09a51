import * as z from 'zod';
import { defineEvent } from './envelope.ts';

/** A survey ended without an answer. */
export const SurveyExpired = defineEvent({
  name: 'SurveyExpired',
  version: 1,
  shape: {
    /** The opening whose resolution is asked about. */
    surveyed: z.int(),
  },
  facts: ({ surveyed }) => ({ surveyed }),
});

export type SurveyExpired = z.output<typeof SurveyExpired.schema>;
