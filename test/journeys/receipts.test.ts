import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { sesOf } from '../../local/index.ts';
import { type Product, startProduct } from '../support/product-cloud.ts';

const CUSTOMER = '+14255550182';
const ANN = 'ann@example.org';

let product: Product;
beforeEach(async () => {
  product = await startProduct({ assembly: inject('assembly') });
});
afterEach(() => product.stop());

const ana = () => product.agent('ana', ['general', 'billing', 'support-es']);
const ses = () => sesOf(product.cloud);

/** The customer writes an SMS, and a minute passes. */
async function write(text: string) {
  product.sms(CUSTOMER, text);
  await product.settle();
  return product.receipts(CUSTOMER);
}

describe('who writes an SMS', () => {
  test('S1.14 S1.15 W4 is told at once that it has come and by when it is answered', async () => {
    expect(await write('Where is my order? It should have come on Friday.')).toEqual([
      'Sunrise Bikes: we have your message and will answer by Mon, Jan 5, 9:15 AM GMT+0.',
    ]);
    const [item] = await ana().work();
    const { body } = await ana().get(`/customers/${item?.customerId}/thread`);
    expect(body.items).toMatchObject([
      { direction: 'outbound', kind: 'receipt', caseId: item?.caseId, delivery: { state: 'sent' } },
      { direction: 'inbound', kind: 'message' },
    ]);
  });

  test('S1.15 at night is told that nobody is there, and the moment counts from the morning', async () => {
    await product.settle(14 * 3600);
    expect(await write('My bike has arrived with a broken wheel.')).toEqual([
      'Sunrise Bikes: we have your message. We are closed right now and will answer by Tue, Jan 6, 9:15 AM GMT+0.',
    ]);
  });

  test('is answered in the language of the message', async () => {
    expect(await write('Дзе мая замова? Я чакаю ўжо тыдзень.')).toEqual([
      'Sunrise Bikes: мы атрымалі Ваша паведамленне. Адкажам не пазней: пн, 5 сту, 9:15 GMT+0.',
    ]);
  });

  test('SEC5 gets one an hour, however much they write', async () => {
    await write('Hello, where is my order?');
    await write('It is the blue bike.');
    expect(await write('Are you there?')).toHaveLength(1);
    await product.settle(3_600);
    const [, second] = await write('I am still waiting.');
    expect(second).toContain('taking longer than promised');
  });

  test('gets one for two messages of the same moment', async () => {
    product.sms(CUSTOMER, 'Hello');
    expect(await write('Where is my order?')).toHaveLength(1);
  });

  test('gets none after STOP', async () => {
    expect(await write('STOP')).toEqual([]);
    expect(await write('Hello again, where is my order?')).toEqual([]);
  });

  test('comes back to the same case when they answer it', async () => {
    await write('Where is my order?');
    const [item] = await ana().work();
    await ana().post(`/cases/${item?.caseId}/claim`);
    await ana().post(`/cases/${item?.caseId}/resolve`);
    await product.settle(3_600);
    await write('You never answered me.');
    expect(await ana().work()).toMatchObject([{ caseId: item?.caseId }]);
  });
});

describe('who writes a mail', () => {
  let letters = 0;
  async function mail(
    headers: Readonly<Record<string, string>> = {},
    text = 'Where is my order? I am waiting.',
  ) {
    letters += 1;
    const to = product.outputs.SupportEmailAddress ?? '';
    const all = {
      From: `Ann <${ANN}>`,
      To: to,
      Date: 'Mon, 05 Jan 2026 09:00:00 +0000',
      'Message-ID': `<letter-${letters}@example.org>`,
      Subject: 'My order',
      ...headers,
    };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
    const data = Buffer.from([...lines, '', text, ''].join('\r\n'));
    ses().receiveMail(product.cloud, { from: ANN, to: [to], data });
    await product.settle();
    return ses().mailbox(ANN);
  }
  const header = (name: string, of: ReturnType<ReturnType<typeof ses>['mailbox']>[number] | undefined) =>
    of?.headers.find((each) => each.name.toLowerCase() === name.toLowerCase())?.value;

  test('S1.14 S1.15 W4 gets a receipt in the thread of the mail, marked as automatic, whose answer finds the case', async () => {
    const [receipt, ...others] = await mail();
    expect(others).toEqual([]);
    expect(receipt?.subject).toBe('Re: My order');
    expect(receipt?.text).toContain('Monday, January 5, 1:00 PM (Western European Standard Time)');
    expect(header('Auto-Submitted', receipt)).toBe('auto-replied');
    expect(header('In-Reply-To', receipt)).toBe(`<letter-${letters}@example.org>`);
    expect(header('Reply-To', receipt)).toMatch(/^support\+[a-z2-7]{39}@/);
    const [item] = await ana().work();
    expect(receipt?.text).toContain(item?.caseId);
    await mail({ 'In-Reply-To': header('Message-ID', receipt) ?? '', Subject: 'Re: My order' });
    expect(await ana().work()).toMatchObject([{ caseId: item?.caseId, arrivals: 2 }]);
  });

  test('SEC5 as a machine gets none', async () => {
    expect(await mail({ 'Auto-Submitted': 'auto-replied' })).toEqual([]);
    expect(await mail({ Precedence: 'bulk' })).toEqual([]);
  });

  test('SEC2 as somebody they have not proven to be is told nothing but that it has come', async () => {
    ses().setVerdicts(ANN, { dmarc: 'GRAY', dkim: 'GRAY', spf: 'GRAY' });
    const [receipt, ...others] = await mail();
    expect(others).toEqual([]);
    expect(receipt?.text.trim()).toBe(
      'Hello,\n\nwe have received your message. This e-mail was sent automatically.\n\nSunrise Bikes',
    );
    expect(header('Reply-To', receipt)).toBe(product.outputs.SupportEmailAddress);
    // Not even the subject: it may be a stranger's word to somebody they name as the sender.
    expect(receipt?.subject).toBe('We have received your message');
  });

  test('SEC2 as somebody else, by the word of that domain, gets none', async () => {
    ses().setVerdicts(ANN, { dmarc: 'FAIL' });
    expect(await mail()).toEqual([]);
    expect(await product.deadLetters()).toEqual([]);
  });

  test('in Italian is answered in Italian', async () => {
    const [receipt] = await mail(
      { Subject: 'Il mio ordine' },
      'Buongiorno, dov’è il mio ordine? Aspetto da giorni.',
    );
    expect(receipt?.text).toContain('lunedì 5 gennaio, 13:00 (Ora standard dell’Europa occidentale)');
  });
});
