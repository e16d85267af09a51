import * as z from 'zod';
import { defineEvent } from './envelope.ts';

/** The answer to a survey is recorded. */
export const SurveyAnswered = defineEvent({
  name: 'SurveyAnswered',
  version: 1,
  shape: {
    /** The opening whose resolution is asked about. */
    surveyed: z.int(),
    /** By question; csat 1 to 5, effort 1 (hard) to 5 (easy), nps 0 to 10. */
    scores: z.object({ csat: z.int(), effort: z.int().optional(), nps: z.int().optional() }),
    /** Where it was given: a channel, or `page`. */
    via: z.string(),
  },
  facts: ({ surveyed, scores, via }) => ({ surveyed, scores, via }),
});

export type SurveyAnswered = z.output<typeof SurveyAnswered.schema>;
