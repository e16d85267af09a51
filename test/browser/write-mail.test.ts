import { expect, test } from 'vitest';
import { readMail } from '../../shared/mail/read-mail.ts';
import { writeMail } from '../../web/console/write-mail.ts';

const made = { id: 'one', now: new Date('2026-11-22T02:16:05.000Z') };
const mail = {
  name: 'Zoë',
  from: 'zoe@example.org',
  to: 'support@example.com',
  subject: 'Über pedals, ключы and bells, so many of them that one encoded word is not enough',
  text: 'Olá!\nSecond line.',
  automatic: false,
};

test('what the console writes is a mail: names, subjects and texts of any script arrive as they were', async () => {
  const bytes = writeMail(mail, made);
  expect(bytes.every((byte) => byte < 128)).toBe(true);
  expect(await readMail(bytes)).toMatchObject({
    kind: 'mail',
    sender: { address: 'zoe@example.org', name: 'Zoë', isSingle: true },
    subject: mail.subject,
    text: mail.text,
    recipients: ['support@example.com'],
    messageId: 'one@customers-own-mail.example',
    references: [],
  });
});

test('an answer names the mails before it, the nearest first, and what it quotes is folded away', async () => {
  const answers = {
    from: 'Support <support@example.com>',
    at: '2026-11-22T02:00:00.000Z',
    text: 'Where do you live?\nWe forgot.',
    messageId: '<two@email.amazonses.com>',
    references: '<zero@example.org>  <half@example.org>',
  };
  const read = await readMail(writeMail({ ...mail, answers }, made));
  expect(read).toMatchObject({
    text: mail.text,
    references: ['two@email.amazonses.com', 'half@example.org', 'zero@example.org'],
  });
  expect(read.kind === 'mail' && read.folded).toContain('> We forgot.');
});

test('an automatic mail says so', async () => {
  const read = await readMail(writeMail({ ...mail, automatic: true }, made));
  expect(read.kind === 'mail' && read.headers.get('auto-submitted')).toEqual(['auto-replied']);
});
