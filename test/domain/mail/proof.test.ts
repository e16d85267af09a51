import { describe, expect, test } from 'vitest';
import { proofGapOf } from '../../../shared/domain/mail/proof.ts';

const VERDICTS = ['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED', 'DISABLED', 'NEW', '', undefined];
const ALL = VERDICTS.flatMap((dmarc) =>
  VERDICTS.flatMap((dkim) => [true, false].map((oneSender) => ({ oneSender, dmarc, dkim }))),
);

describe('SEC2 Of all verdicts there are', () => {
  test('only DMARC PASS, and GRAY with DKIM PASS, prove a single sender', () => {
    const proven = ALL.filter((facts) => proofGapOf(facts) === undefined);
    const byDmarc = VERDICTS.map((dkim) => ({ oneSender: true, dmarc: 'PASS', dkim }));
    expect(proven).toHaveLength(byDmarc.length + 1);
    expect(proven).toEqual(
      expect.arrayContaining([...byDmarc, { oneSender: true, dmarc: 'GRAY', dkim: 'PASS' }]),
    );
  });

  test('DMARC FAIL alone says that somebody else wrote it', () => {
    for (const facts of ALL) expect(proofGapOf(facts) === 'failed').toBe(facts.dmarc === 'FAIL');
  });
});
