import * as z from 'zod';
import { domainOf } from './addresses.ts';
import { addressesIn, headerOf, type MailHeader } from './headers.ts';

const status = z.enum(['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED']);

export const verdicts = z.strictObject({
  spam: status.optional(),
  virus: status.optional(),
  spf: status.optional(),
  dkim: status.optional(),
  dmarc: status.optional(),
  /** What the sender's domain wants done with mail that fails DMARC. */
  dmarcPolicy: z.enum(['none', 'quarantine', 'reject']).optional(),
});

/** What the checks of one mail say; what is left out passes. */
export type Verdicts = z.output<typeof verdicts>;

/**
 * The verdicts of the table for a mail: those of the envelope's sender, else of the From header, address before domain.
 * What the mail says about itself in headers counts for nothing.
 */
export function verdictsFor(
  table: ReadonlyMap<string, Verdicts>,
  envelopeFrom: string,
  headers: readonly MailHeader[],
): Verdicts {
  const senders = [envelopeFrom, addressesIn(headerOf(headers, 'from'))[0] ?? ''].map((from) =>
    from.toLowerCase(),
  );
  for (const key of [...senders, ...senders.map(domainOf)]) {
    const found = table.get(key);
    if (found) return found;
  }
  return {};
}
