import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { connectOf, sesOf } from '../../local/index.ts';
import type { MailboxMail } from '../../local/ses/index.ts';
import { ANN, headerIn, type LetterParts, mailWriter } from '../support/mail-writer.ts';
import { type Product, startProduct } from '../support/product-cloud.ts';

// SEC5: what a machine sends is answered by no machine, and where the marks of machines are lost, the hour stops it.

// The first test loads the bundles.
vi.setConfig({ testTimeout: 60_000 });

const HOUR = 3_600;
const DAY = 24 * HOUR;

let product: Product;
let writer: ReturnType<typeof mailWriter>;
beforeAll(async () => {
  product = await startProduct({ assembly: inject('assembly') });
  writer = mailWriter(product);
});
afterEach(() => product.running.reset());
afterAll(() => product.stop());

const tasksOf = ({ cloud }: Product) => connectOf(cloud).tasks();
const sofia = () => product.agent('sofia', [], 'supervisor');

async function onlyItem() {
  const [item, ...others] = await sofia().work();
  expect(others).toEqual([]);
  if (!item) throw new Error('No case is in the work list.');
  return item;
}

describe('SEC5 automatic mail', () => {
  const report = 'multipart/report; report-type=delivery-status; boundary=b';
  const kinds: Readonly<Record<string, LetterParts>> = {
    'an automatic reply': { headers: { 'Auto-Submitted': 'auto-replied' } },
    'a notice of a program': { headers: { 'auto-submitted': 'Auto-Generated; owner="x"' } },
    'a notice of a later draft': { headers: { 'Auto-Submitted': 'auto-notified (holidays)' } },
    'a bounce': { from: 'MAILER-DAEMON@example.org', envelopeFrom: '', headers: { 'Content-Type': report } },
    'a bounce with an envelope sender, of which a gateway left only the text': {
      from: 'postmaster@example.org',
      headers: { 'Content-Type': report },
    },
    'a mail with an empty return path': { envelopeFrom: '' },
    'a mail of a mailing list': { headers: { 'List-Id': '<bikes.example.org>' } },
    'a newsletter': { headers: { 'List-Unsubscribe': '<mailto:no@example.org>' } },
    'a bulk mail': { headers: { Precedence: 'bulk' } },
    'an old holiday note': { headers: { Precedence: 'auto_reply' } },
    'a holiday note of Exchange': { headers: { 'X-Auto-Response-Suppress': 'DR, OOF, AutoReply' } },
    'a holiday note of another program': { headers: { 'X-Autoreply': 'yes' } },
    'a mail of our own mailbox': { from: 'billing@sunrise-bikes.example' },
  };

  test('of every kind is recorded and gets no automatic reply', async () => {
    for (const [index, parts] of Object.values(kinds).entries()) {
      // Every one from an address of its own, unless the address is what tells.
      const from = parts.from ?? `machine-${index}@example.org`;
      writer.post({ ...parts, from, text: `Machine ${index}` });
    }
    // Where the sender is nobody at all, and the marks are doubled.
    writer.post({
      from: '<machine@example.org>',
      headers: { 'Auto-Submitted': 'no', 'AUTO-SUBMITTED': 'auto-replied' },
    });
    await product.settle(600);
    expect(product.cloud.outbox).toEqual([]);
    expect(await product.deadLetters()).toEqual([]);
    const recorded = Object.keys(kinds).length + 1;
    expect(product.logLines.filter(({ code }) => code === 'TL2002')).toHaveLength(recorded);
    // What mail systems tell of other mail, three of these, calls nobody; the others may be a form on a web site.
    expect(await sofia().work()).toHaveLength(recorded - 3);
  });

  test('of a mail system, proven or not, is kept where it calls nobody, and what a person then writes does', async () => {
    for (const dmarc of ['PASS', 'GRAY', 'FAIL'] as const) {
      const bounce = { envelopeFrom: '', headers: { 'Content-Type': report } };
      writer.post({ ...bounce, text: `Bounce ${dmarc}`, verdicts: { dmarc, dkim: 'GRAY' } });
      await product.settle();
    }
    expect(await sofia().work()).toEqual([]);
    expect(tasksOf(product)).toEqual([]);
    writer.post({ text: 'Where is my order?' });
    await product.settle();
    const { customerId } = await onlyItem();
    const thread = await sofia().thread(customerId);
    expect(thread.map(({ text, automatic }) => [text, automatic])).toEqual([
      ['Where is my order?', undefined],
      ['Bounce PASS', true],
    ]);
  });

  test('that says of itself it is not automatic gets a receipt', async () => {
    writer.post({ headers: { 'Auto-Submitted': 'no' } });
    await product.settle();
    expect(writer.automatic()).toHaveLength(1);
  });
});

describe('SEC5 one address', () => {
  test('gets one automatic mail an hour, whatever it writes, to whichever mailbox', async () => {
    for (let minute = 0; minute < 50; minute += 10) {
      writer.post({ text: `Mail of minute ${minute}`, headers: { Subject: `Subject ${minute}` } });
      writer.post({ to: 'billing@sunrise-bikes.example', text: `A bill, minute ${minute}` });
      await product.settle(600);
    }
    expect(writer.mailbox()).toHaveLength(1);
  });

  test('gets no second one within the hour because part of its mail is not proven, whichever came first', async () => {
    const gray = { dmarc: 'GRAY', dkim: 'GRAY' } as const;
    const letters = [
      { from: ANN, verdicts: {} },
      { from: 'bo@example.org', verdicts: gray },
      { from: ANN, verdicts: gray },
      { from: 'bo@example.org', verdicts: {} },
    ];
    for (const letter of letters) {
      writer.post(letter);
      await product.settle();
    }
    // Both at the same moment.
    writer.post({ from: 'cy@example.org', verdicts: gray });
    writer.post({ from: 'cy@example.org' });
    await product.settle();
    expect(product.cloud.outbox.map(({ to }) => to).sort()).toEqual([
      ANN,
      'bo@example.org',
      'cy@example.org',
    ]);
  });

  test('of many that somebody invents gets one only while ten of its domain have not', async () => {
    const gray = { dmarc: 'GRAY', dkim: 'GRAY' } as const;
    for (let index = 0; index < 14; index += 1)
      writer.post({ from: `invented-${index}@x${index % 2}.example.org`, verdicts: gray });
    writer.post({ from: 'bo@example.com', verdicts: gray });
    writer.post({ from: ANN });
    await product.settle();
    const told = product.cloud.outbox.map(({ to }) => to);
    expect(told.filter((to) => to?.startsWith('invented'))).toHaveLength(10);
    expect(told).toEqual(expect.arrayContaining(['bo@example.com', ANN]));
    // All are heard nevertheless.
    expect(await sofia().work()).toHaveLength(16);
  });

  test('spelled in other ways is one address', async () => {
    for (const from of ['ann@EXAMPLE.org', 'Ann <ANN@example.org>', '"A. Nn" <ann@example.org>']) {
      writer.post({ from });
      await product.settle(60);
    }
    expect(product.cloud.outbox).toHaveLength(1);
  });
});

describe('SEC5 somebody who is out of the office', () => {
  /** The holiday note that answers a mail of ours. */
  function note(mail: MailboxMail | undefined): void {
    const id = headerIn(mail, 'Message-ID') ?? '';
    writer.post({
      envelopeFrom: '',
      to: headerIn(mail, 'Reply-To') ?? '',
      text: 'I am away until Monday.',
      headers: {
        Subject: `Automatic reply: ${mail?.subject}`,
        'Auto-Submitted': 'auto-replied',
        'In-Reply-To': id,
        References: id,
      },
    });
  }

  test('neither opens, reopens nor loops by a note to receipt, answer and survey, and nobody waits for it', async () => {
    writer.post({ text: 'Where is my order?' });
    await product.settle();
    note(writer.mailbox().at(-1));
    await product.settle();
    const { caseId, customerId } = await onlyItem();
    expect(await onlyItem()).toMatchObject({ arrivals: 1 });

    await sofia().post(`/cases/${caseId}/claim`);
    await sofia().post(`/cases/${caseId}/replies`, { text: 'It comes.', answers: 1 });
    await product.settle();
    note(writer.mailbox().at(-1));
    await product.settle();
    expect(await onlyItem()).toMatchObject({ caseId, arrivals: 1, answered: 1 });
    expect((await onlyItem()).waitingSince).toBeUndefined();

    await sofia().post(`/cases/${caseId}/resolve`);
    note(writer.mailbox().at(-1));
    await product.settle(1.1 * DAY);
    const survey = writer.mailbox().at(-1);
    expect(headerIn(survey, 'Auto-Submitted')).toBe('auto-generated');
    note(survey);
    await product.settle(2 * HOUR);
    // Receipt, answer and survey, and nothing to any note.
    expect(writer.mailbox()).toHaveLength(3);
    expect(await sofia().work()).toEqual([]);
    const notes = (await sofia().thread(customerId)).filter(({ automatic }) => automatic);
    expect(notes.map((each) => [each.caseId, each.arrival])).toEqual(Array(4).fill([caseId, undefined]));
    const { body } = await sofia().get(`/cases/${caseId}`);
    expect(body.case).toMatchObject({ state: 'resolved', opening: 1 });
  });

  test('is left alone when their program answers whatever comes', async () => {
    sesOf(product.cloud).setFate(ANN, 'reply');
    writer.post({ text: 'Where is my order?' });
    await product.settle(2 * HOUR);
    expect(writer.automatic()).toHaveLength(1);
    expect(await onlyItem()).toMatchObject({ arrivals: 1 });
  });
});

describe('SEC5 two deployments that write to each other', () => {
  const DOMAIN = 'sunrise-bikes.example';
  let other: Product;
  beforeAll(async () => {
    other = await startProduct({ assembly: inject('assembly'), seed: 2 });
  });
  afterAll(() => other.stop());

  /**
   * Both run the same configuration, so the postman between them gives each the other's mail under another domain.
   *
   * @returns how many mails each got from the other
   */
  async function carry(lost: readonly string[] = []) {
    const sides = [
      { from: product, to: other, carried: 0 },
      { from: other, to: product, carried: 0 },
    ];
    for (let round = 0; round < 12; round += 1) {
      for (const side of sides) {
        const mails = mailWriter(side.from).mailbox(`support@moon.example`);
        for (const mail of mails.slice(side.carried)) mailWriter(side.to).post(translated(mail, lost));
        side.carried = mails.length;
      }
      for (const { to } of sides) await to.settle(60);
    }
    return sides.map(({ carried }) => carried);
  }

  function translated(mail: MailboxMail, lost: readonly string[]): LetterParts {
    const [head = '', ...body] = Buffer.from(mail.data).toString().split('\r\n\r\n');
    const lines = head.split('\r\n').filter((line) => !lost.some((name) => line.startsWith(`${name}:`)));
    const swap = (text: string) =>
      text.replaceAll('moon.example', 'THERE').replaceAll(DOMAIN, 'moon.example').replaceAll('THERE', DOMAIN);
    const data = Buffer.from([swap(lines.join('\r\n')), ...body].join('\r\n\r\n'));
    return { data, envelopeFrom: swap(mail.from.replace(/^.*<|>$/g, '')) };
  }

  const begin = (headers = {}) =>
    writer.post({ from: 'Moon Bikes <support@moon.example>', text: 'Do you have tyres?', headers });

  test('stop by the second message', async () => {
    begin();
    await product.settle();
    // The receipt of one is the last word of both.
    expect(await carry()).toEqual([1, 0]);
    await other.running.reset();
  });

  test('stop by the second message of theirs even when a gateway between them takes all marks off', async () => {
    begin();
    await product.settle();
    expect(await carry(['Auto-Submitted', 'Precedence', 'X-Auto-Response-Suppress'])).toEqual([1, 1]);
    await other.running.reset();
  });
});
