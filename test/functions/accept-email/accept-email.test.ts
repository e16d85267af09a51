import { describe, expect, test } from 'vitest';
import { replyTokenFor } from '../../../shared/domain/tokens.ts';
import { KEYS, MAILBOX, mailEdge, mailOf, OTHER_MAILBOX, partsOf, type Story } from './mail-edge.ts';

const CASE = '0123456789abcdef-7';
const [LOCAL, DOMAIN] = MAILBOX.split('@');

const take = (mail: string | Uint8Array, story: Story = {}) => mailEdge().take(mail, story);

describe('The mail edge', () => {
  test('puts a proven mail on the inbox, and says where it lies as it came', async () => {
    expect(await take(mailOf({}, 'It has not come.', '', '-- ', 'Jo'))).toEqual({
      channel: 'email',
      account: MAILBOX,
      from: 'jo@example.com',
      providerMessageId: 'one@example.com',
      at: '2026-11-22T11:58:00.000Z',
      subject: 'My bike',
      text: 'It has not come.',
      folded: '-- \nJo',
      name: 'Jo Doe',
      rawKey: 'mail/one',
    });
  });

  test('R1 leaves one message where SES delivered the same mail eight times', async () => {
    const edge = mailEdge();
    const file = 'Content-Type: image/png; name="a.png"\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD';
    const { type, body } = partsOf('mixed', '\r\nHello', file);
    const bodies = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        // SES puts its own lines above each.
        const mail = `Received: by ses ${index}\r\n${mailOf({ 'Content-Type': type }, body)}`;
        return edge.notificationOf(await edge.store(mail, `mail/${index}`), {});
      }),
    );
    await Promise.all(bodies.map((each) => edge.accept(each)));
    expect([(await edge.inbox()).length, (await edge.archived()).length]).toEqual([1, 1]);
  });

  test.each<[string, Story['verdicts'], string | undefined]>([
    ['proven by DMARC', {}, undefined],
    ['proven by aligned DKIM where there is no policy', { dmarc: 'GRAY' }, undefined],
    ['unproven without aligned DKIM', { dmarc: 'GRAY', dkim: 'GRAY' }, 'unproven'],
    ['unproven when nothing could be checked', { dmarc: 'PROCESSING_FAILED' }, 'unproven'],
    ['unproven without verdicts', { dmarc: undefined, dkim: undefined }, 'unproven'],
    ['known to be forged', { dmarc: 'FAIL', dkim: 'PASS' }, 'failed'],
  ])('SEC2 says that a sender is %s', async (_what, verdicts, proof) => {
    expect((await take(mailOf({}, 'x'), { verdicts }))?.proof).toBe(proof);
  });

  test('SEC1 takes a mail with two senders as unproven, from the first of them', async () => {
    const forged = `From: ceo@example.com\r\n${mailOf({ From: 'attacker@evil.example' }, 'x')}`;
    expect(await take(forged)).toMatchObject({ from: 'ceo@example.com', proof: 'unproven' });
    const list = mailOf({ From: 'a@example.com, b@example.com' }, 'x');
    expect(await take(list)).toMatchObject({ from: 'a@example.com', proof: 'unproven' });
  });

  test('takes a mail without a From as unproven, from the sender of its envelope', async () => {
    expect(await take(mailOf({ From: undefined }, 'x'), { source: 'Bo@Example.com' })).toMatchObject({
      from: 'bo@example.com',
      proof: 'unproven',
    });
  });

  test('threads by In-Reply-To, then References from the end', async () => {
    const mail = mailOf({ 'In-Reply-To': '<c@x>', References: '<a@x> <b@x>\r\n <c@x>' }, 'x');
    expect((await take(mail))?.references).toEqual(['c@x', 'b@x', 'a@x']);
  });

  test('finds the case by a genuine reply token, in whatever letters it comes back', async () => {
    const token = replyTokenFor(KEYS, CASE);
    const address = `${LOCAL}+${token.toUpperCase()}@${DOMAIN}`;
    expect((await take(mailOf({}, 'x'), { recipients: [address] }))?.caseToken).toBe(CASE);
    expect((await take(mailOf({ To: 'x@y.example', Cc: `Us <${address}>` }, 'x')))?.caseToken).toBe(CASE);
  });

  test('SEC2 ignores a forged reply token, and counts it', async () => {
    const edge = mailEdge();
    const token = replyTokenFor([{ id: 1, secret: 'another'.repeat(9) }], CASE);
    const message = await edge.take(mailOf({}, 'x'), { recipients: [`${LOCAL}+${token}@${DOMAIN}`] });
    expect([message?.caseToken, message?.account]).toEqual([undefined, MAILBOX]);
    expect(edge.lines).toContainEqual(expect.objectContaining({ code: 'TL2007', count: 1 }));
  });

  test('takes a mail to two mailboxes for one message, whichever of them a delivery names', async () => {
    const mail = mailOf({ To: `${OTHER_MAILBOX}, ${MAILBOX}` }, 'x');
    const [one, two] = [
      await take(mail, { recipients: [MAILBOX] }),
      await take(mail, { recipients: [OTHER_MAILBOX] }),
    ];
    expect(one).toMatchObject({ account: OTHER_MAILBOX, topic: 'bills' });
    expect(two).toEqual(one);
    const blind = await take(mailOf({ To: 'x@y.example' }, 'x'), { recipients: [OTHER_MAILBOX] });
    expect(blind?.account).toBe(OTHER_MAILBOX);
  });

  test.each([
    ['minutes late', 'Sun, 22 Nov 2026 11:52:00 GMT', '2026-11-22T11:52:00.000Z'],
    ['an hour late', 'Sun, 22 Nov 2026 10:58:00 GMT', '2026-11-22T12:00:00.000Z'],
    ['of yesterday', 'Sat, 21 Nov 2026 11:58:00 +0000', '2026-11-22T12:00:00.000Z'],
    ['of the future', 'Sun, 22 Nov 2026 12:00:01 +0000', '2026-11-22T12:00:00.000Z'],
    ['without a zone', 'Sun, 22 Nov 2026 11:58:00', '2026-11-22T12:00:00.000Z'],
    ['that is none', 'soon', '2026-11-22T12:00:00.000Z'],
    ['that is missing', undefined, '2026-11-22T12:00:00.000Z'],
  ])('knows what to make of a date %s', async (_what, date, at) => {
    expect((await take(mailOf({ Date: date }, 'x')))?.at).toBe(at);
  });

  test('knows a mail without Message-ID by its date and body', async () => {
    const idOf = async (...[headers, ...body]: Parameters<typeof mailOf>) =>
      (await take(mailOf({ ...headers, 'Message-ID': undefined }, ...body)))?.providerMessageId;
    const id = await idOf({}, 'x');
    expect(id).toMatch(/^hash:[0-9a-f]{64}$/);
    expect(await idOf({ Received: 'by another way' }, 'x')).toBe(id);
    expect(await idOf({}, 'y')).not.toBe(id);
  });

  test('SEC5 marks what a machine sent, bounces among them', async () => {
    expect((await take(mailOf({ 'Auto-Submitted': 'auto-replied' }, 'x')))?.automatic).toBe(true);
    expect((await take(mailOf({}, 'x'), { source: '<>' }))?.automatic).toBe(true);
    expect((await take(mailOf({ From: MAILBOX }, 'x')))?.automatic).toBe(true);
    expect(await take(mailOf({}, 'x'))).not.toHaveProperty('automatic');
  });

  test('says when SES takes a mail for spam, and marks it so that nothing answers it by itself', async () => {
    const message = await take(mailOf({}, 'Buy!'), { verdicts: { spam: 'FAIL' } });
    expect(message?.text).toBe('Buy!\n\n[Amazon SES takes this mail for spam.]');
    expect(message).toMatchObject({ suspicious: true });
    expect(message).not.toHaveProperty('automatic');
    expect(await take(mailOf({}, 'Hello'), { verdicts: { virus: 'FAIL' } })).toMatchObject({
      suspicious: true,
    });
    expect(await take(mailOf({}, 'Hello'))).not.toHaveProperty('suspicious');
  });

  test('sends what is no mail, or comes from nobody or to nobody, to the dead letters with its reason', async () => {
    const edge = mailEdge();
    await edge.take('');
    await edge.take(`${'a: b\r\n'.repeat(100_000)}\r\nx`);
    await edge.take(mailOf({ From: undefined }, 'x'), { source: '<>' });
    await edge.take(mailOf({ To: 'x@y.example' }, 'x'), { recipients: ['x@y.example'] });
    await edge.accept(edge.notificationOf('nowhere', {}));
    await edge.accept('{}');
    expect((await edge.deadLetters()).sort()).toEqual([
      'The header of the mail has more than 5,000 lines.',
      'The mail came to none of the mailboxes in the configuration.',
      'The mail has no header.',
      'The mail is not in its bucket.',
      'The mail names no sender, neither on its envelope nor inside.',
      'The notification is not as documented: look at Type, Timestamp, Message.',
    ]);
    expect(await edge.inbox()).toEqual([]);
  });

  test('has a mail delivered again when the archive does not take a file of it, and puts nothing on the inbox', async () => {
    const edge = mailEdge();
    const { type, body } = partsOf('mixed', '\r\nHello', 'Content-Type: image/png\r\n\r\nx');
    const key = await edge.store(mailOf({ 'Content-Type': type }, body));
    const fault = edge.cloud.faults.add({ kind: 'fail-before', service: 's3', operation: 'PutObject' });
    expect(await edge.accept(edge.notificationOf(key, {}))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-0' }],
    });
    expect(await edge.inbox()).toEqual([]);
    edge.cloud.faults.remove(fault.id);
    await edge.accept(edge.notificationOf(key, {}));
    expect(await edge.inbox()).toHaveLength(1);
  });

  test('keeps a message below what a queue takes, whatever is in the mail', async () => {
    const file = (index: number) =>
      `Content-Type: a/b; name="${'\u{1f6b2}'.repeat(300)}${index}.png"\r\n\r\nx`;
    const text = `Content-Type: text/plain; charset=utf-8\r\n\r\n${'"\\日\u0001'.repeat(30_000)}\r\n> ${'"日'.repeat(30_000)}`;
    const { type, body } = partsOf('mixed', text, ...Array.from({ length: 200 }, (_, index) => file(index)));
    const References = Array.from({ length: 50 }, (_, index) => `<${'"'.repeat(480)}${index}@x>`).join(
      '\r\n ',
    );
    const headers = { 'Content-Type': type, References, Subject: '日'.repeat(5_000) };
    const message = await take(mailOf(headers, body));
    expect(message?.attachments).toHaveLength(50);
    expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThan(200_000);
    expect(message?.text).toContain('There is more in this mail');
  });

  test('SEC9 logs no address, name or text', async () => {
    const edge = mailEdge();
    await edge.take(mailOf({}, 'a secret of Jo'), { recipients: [`${LOCAL}+forged@${DOMAIN}`] });
    await edge.take(mailOf({ From: undefined }, 'x'), { source: 'a b' });
    expect(edge.lines.length).toBeGreaterThan(2);
    expect(JSON.stringify(edge.lines)).not.toMatch(/@|Jo|secret|forged/);
  });
});
