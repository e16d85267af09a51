import * as z from 'zod';
import { defineEvent } from './envelope.ts';

/** A case has a route: which queue, how urgent, what is done with it, and by which rule. */
export const CaseRouted = defineEvent({
  name: 'CaseRouted',
  version: 1,
  shape: {
    /** Raised by every routing of the case: an older route is superseded. */
    routeSequence: z.int(),
    queue: z.string(),
    /** 1 (most urgent) to 9. */
    priority: z.int(),
    skills: z.array(z.string()),
    /** What is done with the case; there is one EventBridge rule per destination. */
    destination: z.string(),
    /** Name of the routing rule. */
    rule: z.string(),
  },
  facts: (_, { route }) => {
    if (!route) throw new Error('The image of a routed case has no route.');
    const { sequence, queue, priority, skills, destination, rule } = route;
    return { routeSequence: sequence, queue, priority, skills: [...skills], destination, rule };
  },
});

export type CaseRouted = z.output<typeof CaseRouted.schema>;
