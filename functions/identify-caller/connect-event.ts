import * as z from 'zod';
import { PermanentFailure } from '../../shared/runtime/failure.ts';
import { printable } from '../../shared/runtime/json.ts';

const endpoint = z.object({ Address: z.string().nullish() }).nullish();

/**
 * What a flow of Amazon Connect invokes a function with, as far as a call is concerned. Endpoints may be null or
 * missing, and much else may stand beside them.
 */
const connectEvent = z.object({
  Details: z.object({
    ContactData: z.object({
      ContactId: z.string().min(1),
      CustomerEndpoint: endpoint,
      SystemEndpoint: endpoint,
    }),
  }),
});

export interface Call {
  /** The caller's number, or whatever stands in its place. */
  readonly from: string | undefined;
  /** Our number they called; empty when Connect does not say. */
  readonly to: string;
}

/** @throws PermanentFailure when this is no event of a flow. */
export function callOf(event: unknown): Call {
  const parsed = connectEvent.safeParse(event);
  if (!parsed.success) {
    const paths = [...new Set(parsed.error.issues.map(({ path }) => printable(path)))];
    throw new PermanentFailure(`The event of the flow is not as documented: look at ${paths.join(', ')}.`);
  }
  const { CustomerEndpoint, SystemEndpoint } = parsed.data.Details.ContactData;
  return { from: CustomerEndpoint?.Address ?? undefined, to: SystemEndpoint?.Address ?? '' };
}
