import * as z from 'zod';
import { defineEvent, interactionFacts } from './envelope.ts';

/** A customer is asked how we did. */
export const SurveyAsked = defineEvent({
  name: 'SurveyAsked',
  version: 1,
  shape: {
    /** The opening whose resolution is asked about. */
    surveyed: z.int(),
    ...interactionFacts,
    /** The channel it leaves on. */
    via: z.string(),
  },
  facts: ({ surveyed, interactionId, interactionAt, via }) => ({
    surveyed,
    interactionId,
    interactionAt,
    via,
  }),
});

export type SurveyAsked = z.output<typeof SurveyAsked.schema>;
