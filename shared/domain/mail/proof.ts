import type { ProofGap } from '../inbound-message.ts';

/** A verdict of Amazon SES: PASS, FAIL, GRAY, PROCESSING_FAILED or DISABLED; undefined where SES says nothing. */
export type SesVerdict = string | undefined;

export interface ProofFacts {
  /** The mail has one From header with one address, written so that every reader finds the same one in it. */
  readonly oneSender: boolean;
  readonly dmarc: SesVerdict;
  readonly dkim: SesVerdict;
}

/**
 * What is missing for a mail to be taken as written by its From address; undefined when it is proven. DMARC is GRAY
 * where the domain has no policy: then DKIM decides, for SES gives it PASS only when the signing domain is the
 * sender's.
 */
export function proofGapOf({ oneSender, dmarc, dkim }: ProofFacts): ProofGap | undefined {
  if (dmarc === 'FAIL') return 'failed';
  const isAuthentic = dmarc === 'PASS' || (dmarc === 'GRAY' && dkim === 'PASS');
  return oneSender && isAuthentic ? undefined : 'unproven';
}
