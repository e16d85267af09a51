import * as z from 'zod';
import { defineEvent } from './envelope.ts';

/** A routed case has reached the system its agents work in, e.g. as a task in Amazon Connect. */
export const CaseHandedOver = defineEvent({
  name: 'CaseHandedOver',
  version: 1,
  shape: {
    /** The route that was carried out. */
    routeSequence: z.int(),
    queue: z.string(),
    destination: z.string(),
    /** Id of the contact in Amazon Connect. */
    contactId: z.string(),
  },
  facts: ({ routeSequence, queue, destination, contactId }) => ({
    routeSequence,
    queue,
    destination,
    contactId,
  }),
});

export type CaseHandedOver = z.output<typeof CaseHandedOver.schema>;
