import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import type { Verdicts } from '../../local/ses/index.ts';
import { headerIn, mailWriter } from '../support/mail-writer.ts';
import { type Product, startProduct } from '../support/product-cloud.ts';

// Who a mail is from, through the whole product: whatever Amazon SES says of it, only proven mail lands on the thread of
// the proven address, and a reply token makes nobody somebody else.

// The first test loads the bundles.
vi.setConfig({ testTimeout: 60_000 });

const STATUSES = ['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED'] as const;
/** Every DMARC with every DKIM, and with every SPF once. */
const COMBINATIONS: readonly Verdicts[] = STATUSES.flatMap((dmarc, index) =>
  STATUSES.map((dkim, other) => ({ dmarc, dkim, spf: STATUSES[(index + other) % STATUSES.length] })),
);
const isProof = ({ dmarc, dkim }: Verdicts) => dmarc === 'PASS' || (dmarc === 'GRAY' && dkim === 'PASS');
const UNPROVEN = { dmarc: 'GRAY', dkim: 'GRAY' } as const;

let product: Product;
let writer: ReturnType<typeof mailWriter>;
beforeAll(async () => {
  product = await startProduct({ assembly: inject('assembly') });
  writer = mailWriter(product);
});
afterEach(async () => {
  await product.running.reset();
  product.logLines.length = 0;
});
afterAll(() => product.stop());

const sofia = () => product.agent('sofia', [], 'supervisor');

/** The texts of every thread there is, sorted. */
async function threads(): Promise<string[][]> {
  const recorded = product.logLines.filter(({ code }) => code === 'TL2002');
  const customers = new Set(recorded.map(({ caseId }) => String(caseId).split('-')[0] ?? ''));
  const all = await Promise.all([...customers].map((customerId) => sofia().thread(customerId)));
  return all.map((thread) => thread.map(({ text }) => text).sort()).filter((texts) => texts.length > 0);
}

const threadWith = async (text: string) => (await threads()).find((texts) => texts.includes(text));

describe('SEC2 of all verdicts of Amazon SES', () => {
  test('only those that prove the sender let a mail onto the thread of that address', async () => {
    const addressOf = (index: number) => `customer-${index}@example.org`;
    for (const index of COMBINATIONS.keys()) writer.post({ from: addressOf(index), text: `${index} proven` });
    await product.settle();
    for (const [index, verdicts] of COMBINATIONS.entries())
      writer.post({ from: addressOf(index), text: `${index} in question`, verdicts });
    await product.settle();
    const found = (await threads()).map((texts) => texts.join()).sort();
    const expected = COMBINATIONS.flatMap((verdicts, index) => {
      const texts = [`${index} in question`, `${index} proven`];
      return isProof(verdicts) ? [texts.join()] : texts;
    });
    expect(found).toEqual(expected.sort());
  });

  test('those that deny the sender let nothing automatic go to that address; others get a bare receipt at most', async () => {
    for (const [index, verdicts] of COMBINATIONS.entries())
      writer.post({ from: `customer-${index}@example.org`, verdicts });
    await product.settle();
    for (const [index, verdicts] of COMBINATIONS.entries()) {
      const got = writer.mailbox(`customer-${index}@example.org`);
      expect([verdicts, got.length]).toEqual([verdicts, verdicts.dmarc === 'FAIL' ? 0 : 1]);
      // A token opens a case; who proved nothing gets none.
      const hasToken = headerIn(got[0], 'Reply-To')?.includes('+') ?? false;
      expect([verdicts, hasToken]).toEqual([verdicts, isProof(verdicts)]);
    }
  });

  test('none lets a stranger with a reply token onto the thread it is of', async () => {
    writer.post({ text: 'Where is my order?' });
    await product.settle();
    const to = headerIn(writer.mailbox().at(-1), 'Reply-To') ?? '';
    expect(to).toContain('+');
    for (const [index, verdicts] of COMBINATIONS.entries())
      writer.post({ from: `stranger-${index}@evil.example`, to, text: `Stranger ${index}`, verdicts });
    await product.settle();
    expect(await threadWith('Where is my order?')).toEqual(['Where is my order?']);
    expect(await threads()).toHaveLength(COMBINATIONS.length + 1);
  });
});

describe('SEC2 a reply token', () => {
  test('brings an unproven answer of its own address into its case, and proves nothing beyond that mail', async () => {
    writer.post({ text: 'Where is my order?' });
    await product.settle();
    const to = headerIn(writer.mailbox().at(-1), 'Reply-To') ?? '';
    writer.post({ to, text: 'It is the blue one.', verdicts: UNPROVEN });
    await product.settle();
    writer.post({ text: 'Change my address.', verdicts: UNPROVEN });
    await product.settle();
    expect(await threadWith('Where is my order?')).toEqual(['It is the blue one.', 'Where is my order?']);
    expect(await threadWith('Change my address.')).toEqual(['Change my address.']);
  });

  test('of a stranger’s own case, used by the customer, links the two no more', async () => {
    writer.post({ from: 'mallory@evil.example', text: 'Hello' });
    await product.settle();
    const to = headerIn(writer.mailbox('mallory@evil.example').at(-1), 'Reply-To') ?? '';
    // Mallory has Ann answer a mail of Mallory's, whose Reply-To is Mallory's token.
    writer.post({ to, text: 'My secret is 4711.' });
    await product.settle();
    expect(await threadWith('Hello')).toEqual(['Hello']);
    expect(await threadWith('My secret is 4711.')).toEqual(['My secret is 4711.']);
  });
});
