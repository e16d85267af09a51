import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import type { Interaction } from '../../shared/domain/interaction.ts';
import { ANN, headerIn, type LetterParts, mailWriter } from '../support/mail-writer.ts';
import { type Product, startProduct } from '../support/product-cloud.ts';

// Mail that is not what mail should be, or not from whom it says: it is kept as far as it is a mail, and otherwise
// becomes a dead letter that says why. Nothing is lost, nothing of one customer reaches another.

// The first test loads the bundles.
vi.setConfig({ testTimeout: 60_000 });

const MALLORY = 'mallory@evil.example';

let product: Product;
let writer: ReturnType<typeof mailWriter>;
beforeAll(async () => {
  product = await startProduct({ assembly: inject('assembly') });
  writer = mailWriter(product);
});
afterEach(() => product.running.reset());
afterAll(() => product.stop());

const sofia = () => product.agent('sofia', [], 'supervisor');

async function post(parts: LetterParts): Promise<void> {
  writer.post(parts);
  await product.settle();
}

/** All that is on threads, with the customer each is of. */
async function threads() {
  const customers = [...new Set((await sofia().work()).map(({ customerId }) => customerId))];
  return Promise.all(customers.map((customerId) => sofia().thread(customerId)));
}

/** The one message on the one thread. */
async function onlyMessage(): Promise<Interaction & { readonly htmlUrl?: string }> {
  const [[message, ...others] = [], ...otherThreads] = await threads();
  expect([others, otherThreads]).toEqual([[], []]);
  if (!message) throw new Error('Nothing was recorded.');
  return message;
}

const raw = (...lines: string[]) => Buffer.from([...lines, ''].join('\r\n'), 'latin1');
const head = ['From: Ann <ann@example.org>', 'Message-ID: <odd@example.org>', 'Subject: Odd'];

describe('a mail that is none is a dead letter that says why', () => {
  test.each<[string, LetterParts, string]>([
    [
      '100,000 header lines',
      { data: raw(...head, ...Array(100_000).fill('X: y'), '', 'My secret is 4711') },
      'The header of the mail has more than 5,000 lines.',
    ],
    [
      '50,000 encoded words',
      { data: raw(...head, `Subject: ${'=?utf-8?Q?a?= '.repeat(50_000)}`, '', 'My secret is 4711') },
      'The header of the mail is longer than 256 KB.',
    ],
    [
      'nobody as its sender',
      { envelopeFrom: '', headers: { From: undefined } },
      'The mail names no sender, neither on its envelope nor inside.',
    ],
  ])('%s', async (_, parts, reason) => {
    await post(parts);
    const letters = await product.deadLetters();
    expect(letters).toMatchObject([{ reason }]);
    expect(JSON.stringify([product.logLines, letters[0]?.reason])).not.toMatch(/4711|ann@|at file:/);
    expect(product.cloud.outbox).toEqual([]);
  });
});

describe('an odd mail is kept as far as it is one', () => {
  const nested = (depth: number): string =>
    depth === 0
      ? 'Content-Type: text/plain\r\n\r\nIt is deep.'
      : `Content-Type: multipart/mixed; boundary=b${depth}\r\n\r\n--b${depth}\r\n${nested(depth - 1)}\r\n--b${depth}--`;
  const mixed = 'Content-Type: multipart/mixed; boundary=b';

  test.each<[string, () => LetterParts, object]>([
    [
      'without a From it is an unproven mail of the sender on its envelope',
      () => ({ headers: { From: undefined }, envelopeFrom: 'bo@example.org' }),
      { text: 'Hello', proof: 'unproven' },
    ],
    [
      'with two of them it proves nothing',
      () => ({ data: raw('From: mallory@evil.example', ...head, '', 'Pay me.') }),
      { text: 'Pay me.', proof: 'unproven' },
    ],
    [
      'of 25 MB it is read, and its file is kept',
      () => ({
        data: Buffer.concat([
          raw(...head, mixed, '', '--b', '', 'See the film.', '--b', 'Content-Type: video/mp4'),
          raw('Content-Disposition: attachment; filename=film.mp4', 'Content-Transfer-Encoding: base64', ''),
          Buffer.alloc(25 * 1024 * 1024, `${'QUJD'.repeat(19)}\r\n`),
          raw('', '--b--'),
        ]),
      }),
      { text: 'See the film.', attachments: [{ name: 'film.mp4', type: 'video/mp4' }] },
    ],
    [
      'nested a hundred deep it is shown with a note',
      () => ({ data: raw(...head.slice(0, 2), nested(100)) }),
      { text: expect.stringContaining('There is more in this mail than is shown here') },
    ],
    [
      'of 2,000 parts it is shown with a note',
      () => ({ data: raw(...head, mixed, '', ...Array(2_000).fill('--b\r\n\r\nx'), '--b--') }),
      { text: expect.stringContaining('There is more in this mail than is shown here') },
    ],
    [
      'of 5,000 encoded words it is read',
      () => ({ headers: { Subject: '=?utf-8?Q?=C3=A9?= '.repeat(5_000) } }),
      { subject: expect.stringMatching(/^é+$/) },
    ],
    [
      'of invalid UTF-8 it is read as what it may have been',
      () => ({ data: raw(...head, 'Content-Type: text/plain; charset=utf-8', '', 'caf\xe9 \xff\xfe ok') }),
      { text: 'café ÿþ ok' },
    ],
    [
      'of a charset that is none it is read as far as it goes',
      () => ({ data: raw(...head, 'Content-Type: text/plain; charset=klingon', '', 'nuqneH') }),
      { text: 'nuqneH' },
    ],
    [
      'of no byte at all it is an empty mail that proves nothing',
      () => ({ data: raw() }),
      { text: '', proof: 'unproven' },
    ],
  ])('%s', async (_, parts, kept) => {
    await post(parts());
    expect(await onlyMessage()).toMatchObject(kept);
    expect(await product.deadLetters()).toEqual([]);
  });
});

describe('a Message-ID', () => {
  test('that somebody else used already, or will use, keeps nobody’s mail from being recorded', async () => {
    const headers = { 'Message-ID': '<guessed@example.org>' };
    await post({ from: MALLORY, headers, text: 'From Mallory' });
    const gray = { dmarc: 'GRAY', dkim: 'GRAY' } as const;
    await post({ headers, text: 'From Mallory as Ann', verdicts: gray });
    await post({ headers, text: 'From Ann' });
    const texts = (await threads()).map((thread) => thread.map(({ text }) => text));
    expect(texts.sort()).toEqual([['From Ann'], ['From Mallory'], ['From Mallory as Ann']]);
  });

  test('that a customer uses again is the mail already recorded; the other stays in the bucket', async () => {
    const headers = { 'Message-ID': '<again@example.org>' };
    await post({ headers, text: 'The first' });
    await product.settle(600);
    await post({ headers, text: 'The second' });
    expect(await onlyMessage()).toMatchObject({ text: 'The first' });
    expect(product.logLines.map(({ code }) => code)).toContain('TL2003');
    const calls = product.cloud.meterBook.bill().lines;
    expect(calls.filter(({ operation }) => operation === 'DeleteObject')).toEqual([]);
  });

  test('of our own mail, claimed by a stranger in References, leads them nowhere', async () => {
    await post({ text: 'Where is my order?' });
    const id = headerIn(writer.mailbox().at(-1), 'Message-ID') ?? '';
    await post({ from: MALLORY, headers: { 'In-Reply-To': id, References: id }, text: 'And mine?' });
    const work = await sofia().work();
    expect(new Set(work.map(({ customerId }) => customerId)).size).toBe(2);
  });
});

describe('SEC2 a reply token in the hands of a stranger', () => {
  async function stolen() {
    await post({ text: 'My secret is 4711.' });
    const [item] = await sofia().work();
    const to = headerIn(writer.mailbox().at(-1), 'Reply-To') ?? '';
    expect(to).toMatch(/\+[a-z2-7]{39}@/);
    return { item, to };
  }

  test('opens a case of their own, marked with the case it points to; nothing of Ann is told', async () => {
    const { item, to } = await stolen();
    await post({ from: MALLORY, to, text: 'Send it to me.' });
    const work = await sofia().work();
    const theirs = work.find(({ caseId }) => caseId !== item?.caseId);
    expect(theirs?.customerId).not.toBe(item?.customerId);
    expect(await sofia().thread(theirs?.customerId ?? '')).toMatchObject([
      {
        text: 'Send it to me.',
        suggestion: item?.caseId,
        joinReason: 'It answers a case of somebody else, so it has a case of its own.',
      },
    ]);
    expect(await sofia().thread(item?.customerId ?? '')).toHaveLength(1);
    const told = writer.mailbox(MALLORY).map(({ data }) => Buffer.from(data).toString());
    expect(told).toHaveLength(1);
    for (const secret of [item?.caseId ?? '', ANN, 'Ann', '4711', to.split('@')[0] ?? ''])
      expect(told.join()).not.toContain(secret);
  });

  test('with Ann’s address, which the mail’s domain denies, opens a case of its own and is told nothing', async () => {
    const { item, to } = await stolen();
    const got = writer.mailbox().length;
    await post({ to, text: 'Send it elsewhere.', verdicts: { dmarc: 'FAIL' } });
    const work = await sofia().work();
    const theirs = work.find(({ caseId }) => caseId !== item?.caseId);
    expect(theirs?.customerId).not.toBe(item?.customerId);
    expect(await sofia().thread(theirs?.customerId ?? '')).toMatchObject([
      { proof: 'failed', suggestion: item?.caseId },
    ]);
    await product.settle(3_600);
    expect(writer.mailbox()).toHaveLength(got);
    expect(await sofia().thread(item?.customerId ?? '')).toHaveLength(1);
  });
});

describe('SEC1 what a mail would smuggle in', () => {
  const lineBreaks = 'Hi=?utf-8?Q?=0D=0ABcc:_all@example.org=0D=0A=0D=0AFree_money?=';

  test('line breaks in subject and name become no header of ours, and no line of the body', async () => {
    await post({
      headers: { Subject: lineBreaks, From: `=?utf-8?Q?Ann=0D=0ABcc:_all@example.org?= <${ANN}>` },
      text: 'Hello',
    });
    const { caseId, subject } = await onlyMessage();
    expect(subject).not.toMatch(/[\r\n]/);
    await sofia().post(`/cases/${caseId}/claim`);
    const text = 'It comes.\r\nBcc: all@example.org\r\n.\r\nMAIL FROM:<x@example.org>\r\n\r\n--b--\u0000';
    expect((await sofia().post(`/cases/${caseId}/replies`, { text, answers: 1 })).status).toBe(200);
    await product.settle();
    const sent = writer.mailbox();
    expect(sent).toHaveLength(2);
    for (const mail of sent) {
      expect(headerIn(mail, 'Bcc')).toBeUndefined();
      expect(mail.subject).not.toMatch(/[\r\n]/);
      expect(mail.to).toBe(ANN);
    }
    expect(sent.at(-1)?.text).toContain('Bcc: all@example.org');
    // Nobody else was written to.
    expect(new Set(product.cloud.outbox.map(({ to }) => to))).toEqual(new Set([ANN]));
  });

  test('scripts, forms, remote images and such links are not on the page that agents open; in the text they are text', async () => {
    const html = [
      '<p onclick="steal()">Hello<script>steal()</script><img src="https://evil.example/pixel.gif">',
      '<img src=x onerror=steal()><svg onload=steal()></svg><iframe src="https://evil.example"></iframe>',
      '<form action="https://evil.example"><input name=password></form><style>@import "https://evil.example"</style>',
      '<a href="javascript:steal()">here</a><a href=" java&#10;script:steal()">there</a><a href="data:text/html,x">that</a>',
      '<a href="https://good.example/?a=1&amp;b=2">good</a><meta http-equiv=refresh content="0;url=https://evil.example">',
      '<base href="https://evil.example"><link rel=stylesheet href="https://evil.example"><p style="background:url(https://evil.example)">end</p>',
    ].join('\r\n');
    await post({
      headers: {
        'Content-Type': 'text/html; charset=utf-8',
        Subject: '<img src=x onerror=steal()>',
        From: `"<script>steal()</script>" <${ANN}>`,
      },
      text: html,
    });
    const { caseId, htmlUrl = '', text, subject } = await onlyMessage();
    expect(subject).toBe('<img src=x onerror=steal()>');
    expect(text).not.toMatch(/steal|password/);
    const page = await archived(htmlUrl);
    // The policy of the page allows pictures that stand in it, and nothing else.
    expect(page).toContain("content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\"");
    expect(page.slice(page.indexOf('<body>'))).not.toMatch(
      /steal|script|onerror|onclick|<form|<input|<iframe|<svg|<style|<base|<link|data:/i,
    );
    // What would be loaded from elsewhere is a link at most.
    expect(page).not.toMatch(/(?:src|background|action|content|@import|url)\s*[=("'\s:]+https?:/i);
    expect(page).toContain('https://good.example/?a=1&amp;b=2');
    const answer = await product.request({
      method: 'GET',
      path: `/cases/${caseId}`,
      headers: { authorization: `Bearer ${product.token()}` },
    });
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
  });

  /** What a signed link leads to. */
  async function archived(url: string): Promise<string> {
    const { pathname, searchParams } = new URL(url);
    expect(searchParams.get('response-content-type')).toBe('text/html; charset=utf-8');
    const Key = decodeURIComponent(pathname).slice(pathname.indexOf('inbound/'));
    const Bucket = product.running.resources.find(({ logicalId }) => /^Archive/.test(logicalId))?.ref;
    const read = { Bucket, Key };
    const { Body } = (await product.cloud.call('s3', 'GetObject', read, { kind: 'developer' })) as any;
    return Buffer.from(Body).toString('utf8');
  }
});
