import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { sesOf } from '../../local/index.ts';
import { type Product, startProduct } from '../support/product-cloud.ts';

// The first test loads the bundles.
vi.setConfig({ testTimeout: 60_000 });

const ANN = 'ann@example.org';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ assembly: inject('assembly') });
});
afterEach(() => product.running.reset());
afterAll(() => product.stop());

const ses = () => sesOf(product.cloud);
const ana = () => product.agent('ana', ['general', 'billing', 'support-es']);

let letters = 0;
function mail(
  headers: Readonly<Record<string, string>>,
  text: string,
  to = product.outputs.SupportEmailAddress,
) {
  letters += 1;
  const all = {
    From: `Ann <${ANN}>`,
    To: to ?? '',
    Date: 'Mon, 05 Jan 2026 09:00:00 +0000',
    'Message-ID': `<letter-${letters}@example.org>`,
    Subject: 'My order',
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  const data = Buffer.from([...lines, '', text, ''].join('\r\n'));
  const accepted = ses().receiveMail(product.cloud, { from: ANN, to: [to ?? ''], data });
  expect(accepted).toMatchObject({ accepted: true });
  return all['Message-ID'];
}

const header = (name: string, of = ses().mailbox(ANN).at(-1)) =>
  of?.headers.find((each) => each.name.toLowerCase() === name.toLowerCase())?.value;

/** The answer of an agent, as it lies in Ann's mailbox; what was sent by itself is left out. */
const answers = () =>
  ses()
    .mailbox(ANN)
    .filter((each) => header('Auto-Submitted', each) === undefined);

/** Ann writes and has her receipt; something may happen then, and an agent answers. */
async function answered(
  text = 'It comes tomorrow: https://example.com/track?id=1&x=2',
  meanwhile: () => void = () => {},
) {
  const messageId = mail({}, 'Where is my order?');
  await product.settle();
  meanwhile();
  const [item] = await ana().work();
  if (!item) throw new Error('No case is in the work list.');
  await ana().post(`/cases/${item.caseId}/claim`);
  const reply = await ana().post(`/cases/${item.caseId}/replies`, { text, answers: 1 });
  expect(reply.status).toBe(200);
  await product.settle();
  return { item, messageId };
}

const replyOn = async (customerId: string) =>
  (await ana().thread(customerId)).find(({ direction, agent }) => direction === 'outbound' && agent);

describe('a mail goes the whole way', () => {
  test('it is answered in its own thread, from the mailbox it came to, and reported as delivered', async () => {
    const { item, messageId } = await answered();
    const [answer, ...others] = answers();
    expect(others).toEqual([]);
    expect(answer).toMatchObject({ subject: 'Re: My order' });
    expect(answer?.from).toBe('"Sunrise Bikes" <support@sunrise-bikes.example>');
    expect(header('In-Reply-To', answer)).toBe(messageId);
    expect(header('References', answer)).toBe(messageId);
    expect(header('Reply-To', answer)).toMatch(/^support\+[a-z2-7]{39}@sunrise-bikes\.example$/);
    expect(answer?.text).toContain('It comes tomorrow');
    expect(answer?.text).toContain('> Where is my order?');
    expect(await replyOn(item.customerId)).toMatchObject({ delivery: { state: 'delivered' } });
    expect(await product.deadLetters()).toEqual([]);
  });

  test('the answer to their answer names the whole thread, in its order', async () => {
    const { item, messageId } = await answered();
    const ours = header('Message-ID', answers()[0]) ?? '';
    const second = mail({ 'In-Reply-To': ours, References: `${messageId} ${ours}` }, 'It has not come.');
    await product.settle();
    await ana().post(`/cases/${item.caseId}/replies`, { text: 'I am sorry.', answers: 2 });
    await product.settle();
    expect(header('In-Reply-To', answers().at(-1))).toBe(second);
    expect(header('References', answers().at(-1))).toBe(`${messageId} ${ours} ${second}`);
  });

  test.each([
    [
      'by the ids of its mail',
      () => ({ 'In-Reply-To': header('Message-ID', answers()[0]) ?? '' }),
      undefined,
    ],
    ['by the token in its address', () => ({}), () => header('Reply-To', answers()[0])],
  ])('the answer to the answer joins the same case, known %s', async (_how, headers, to) => {
    const { item } = await answered();
    await ana().post(`/cases/${item.caseId}/resolve`);
    await product.settle(3 * 24 * 3600);
    mail(headers(), 'Thank you, but it has not come.', to?.());
    await product.settle();
    const [again] = await ana().work();
    expect(again).toMatchObject({ caseId: item.caseId });
  });

  test('a mail that comes back for good is shown as failed, and the customer waits again', async () => {
    const { item } = await answered('It comes tomorrow.', () => ses().setFate(ANN, 'bounce'));
    expect(await replyOn(item.customerId)).toMatchObject({
      delivery: { state: 'failed', reason: 'bounced-general' },
    });
    const [waiting] = await ana().work();
    expect(waiting).toMatchObject({ caseId: item.caseId, answered: 0 });
  });

  test('where the receipt came back already, agents see that before they write; an answer is tried and its failure says why', async () => {
    ses().setFate(ANN, 'bounce');
    mail({}, 'Where is my order?');
    await product.settle();
    const [item] = await ana().work();
    const { body } = await ana().get(`/customers/${item?.customerId}/thread`);
    expect(body.items).toContainEqual(
      expect.objectContaining({
        kind: 'receipt',
        delivery: expect.objectContaining({ state: 'failed', reason: 'bounced-general' }),
      }),
    );
    await ana().post(`/cases/${item?.caseId}/claim`);
    await ana().post(`/cases/${item?.caseId}/replies`, { text: 'It comes tomorrow.', answers: 1 });
    await product.settle();
    // SES itself writes no more to an address that does not exist.
    expect(await replyOn(item?.customerId ?? '')).toMatchObject({
      delivery: { state: 'failed', reason: 'bounced-on-account-suppression-list' },
    });
    expect(await ana().work()).toMatchObject([{ caseId: item?.caseId, answered: 0 }]);
    // Nothing automatic goes there any more, though the hour has passed.
    await product.settle(2 * 3_600);
    mail({}, 'Hello?');
    await product.settle();
    const { body: later } = await ana().get(`/customers/${item?.customerId}/thread`);
    expect(later.items.filter(({ kind }: { kind: string }) => kind === 'receipt')).toHaveLength(1);
  });

  test.each([
    ['of the answer', () => answered('It comes tomorrow.', () => ses().setFate(ANN, 'complain'))],
    [
      'of the receipt',
      async () => {
        ses().setFate(ANN, 'complain');
        mail({}, 'Where is my order?');
        await product.settle();
        const [item] = await ana().work();
        if (!item) throw new Error('No case is in the work list.');
        await ana().post(`/cases/${item.caseId}/claim`);
        return { item };
      },
    ],
  ])('who complains %s gets nothing more, and agents see why', async (_what, complained) => {
    const { item } = await complained();
    expect(await ana().thread(item.customerId)).toContainEqual(
      expect.objectContaining({ kind: 'opt-out', text: 'Our message was marked as unwanted (spam).' }),
    );
    const got = ses().mailbox(ANN).length;
    const again = await ana().post(`/cases/${item.caseId}/replies`, {
      text: 'One more thing.',
      answers: 1,
      followUp: true,
    });
    expect(again).toMatchObject({ status: 422, body: { error: { code: 'opted-out' } } });
    await product.settle();
    expect(ses().mailbox(ANN)).toHaveLength(got);
  });

  test('SEC9 no address and no word of a mail is in any log line', async () => {
    await answered();
    expect(product.logLines.length).toBeGreaterThan(3);
    for (const secret of [ANN, 'tomorrow', 'Where is my order'])
      expect(JSON.stringify(product.logLines)).not.toContain(secret);
  });
});
