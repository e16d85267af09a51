import * as z from 'zod';
import { defineEvent, interactionFacts } from './envelope.ts';

/** A customer answered a survey with a message that is nothing but a number. */
export const SurveyReplied = defineEvent({
  name: 'SurveyReplied',
  version: 1,
  shape: {
    /** The opening whose resolution is asked about. */
    surveyed: z.int(),
    ...interactionFacts,
    /** The csat. */
    score: z.int(),
    /** The channel it came on. */
    via: z.string(),
  },
  facts: ({ surveyed, interactionId, interactionAt, score, via }) => ({
    surveyed,
    interactionId,
    interactionAt,
    score,
    via,
  }),
});

export type SurveyReplied = z.output<typeof SurveyReplied.schema>;
