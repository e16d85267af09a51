import * as z from 'zod';
import { defineEvent, interactionFacts } from './envelope.ts';

/** Nothing may be sent to a contact point any more: the customer wrote STOP, or the provider says so. */
export const CustomerOptedOut = defineEvent({
  name: 'CustomerOptedOut',
  version: 1,
  shape: { ...interactionFacts, contactPointId: z.string() },
  facts: ({ interactionId, interactionAt, contactPointId }) => ({
    interactionId,
    interactionAt,
    contactPointId,
  }),
});

export type CustomerOptedOut = z.output<typeof CustomerOptedOut.schema>;
