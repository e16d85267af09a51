import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AutomaticFacts,
  automaticReason,
  mailSystemReason,
} from '../../../shared/domain/mail/automatic.ts';

const person = (headers: Record<string, string> = {}, facts: Partial<AutomaticFacts> = {}) =>
  automaticReason({
    headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])),
    type: 'text/plain',
    envelopeSender: 'jo@example.com',
    from: 'jo@example.com',
    mailboxes: ['support@example.org'],
    ...facts,
  });

describe('SEC5 A mail is automatic', () => {
  test.each([
    ['auto-submitted', 'auto-replied', 'auto-submitted'],
    ['auto-submitted', 'Auto-Generated; owner-email="a@b.example"', 'auto-submitted'],
    ['auto-submitted', 'x-unheard-of', 'auto-submitted'],
    ['precedence', 'Bulk', 'precedence'],
    ['precedence', 'auto_reply', 'precedence'],
    ['list-id', '<all.example.com>', 'mailing-list'],
    ['list-unsubscribe', '<mailto:x@y.example>', 'mailing-list'],
    ['x-auto-response-suppress', 'DR, OOF', 'asks-for-silence'],
    ['x-auto-response-suppress', 'All', 'asks-for-silence'],
    ['x-autoreply', 'yes', 'autoreply'],
    ['x-autorespond', '', 'autoreply'],
    ['return-path', '<>', 'no-return-path'],
    ['return-path', '<MAILER-DAEMON@example.com>', 'mailer-daemon'],
  ])('by %s: %s', (name, value, reason) => {
    expect(person({ [name]: value })).toBe(reason);
  });

  test.each<[string, Partial<AutomaticFacts>, string]>([
    ['a report of a mail system', { type: 'multipart/report' }, 'report'],
    ['nobody to tell of failures', { envelopeSender: '' }, 'no-return-path'],
    ['the same as SES may write it', { envelopeSender: '<>' }, 'no-return-path'],
    ['the mail system itself', { envelopeSender: 'MAILER-DAEMON@example.com' }, 'mailer-daemon'],
    ['our own mailbox', { from: 'support@example.org' }, 'from-ourselves'],
  ])('from %s', (_what, facts, reason) => {
    expect(person({}, facts)).toBe(reason);
  });

  test.each([
    ['auto-submitted', 'no'],
    ['auto-submitted', ' No ; reason=x'],
    ['precedence', 'first-class'],
    ['x-auto-response-suppress', 'DR, RN, NRN'],
    ['feedback-id', '1:2:amazonses'],
    ['return-path', '<jo@example.com>'],
  ])('not by %s: %s', (name, value) => {
    expect(person({ [name]: value })).toBeUndefined();
  });

  test('and what a mail system tells of another mail, where it marks it as automatic too, but not what a form on a web site sends', () => {
    const facts = (more: Partial<AutomaticFacts>) => ({
      headers: new Map([['auto-submitted', ['auto-generated']]]),
      type: 'text/plain',
      envelopeSender: 'www-data@example.com',
      from: 'jo@example.com',
      ...more,
    });
    expect(mailSystemReason(facts({ type: 'multipart/report' }))).toBe('report');
    expect(mailSystemReason(facts({ envelopeSender: '' }))).toBe('no-return-path');
    expect(mailSystemReason(facts({ from: 'MAILER-DAEMON@example.com' }))).toBe('mailer-daemon');
    expect(mailSystemReason(facts({}))).toBeUndefined();
  });

  test('not when the sender of its envelope is not known', () => {
    expect(person({}, { envelopeSender: undefined })).toBeUndefined();
  });

  test('or not, whatever its headers say', () => {
    const name = fc.constantFrom(
      'auto-submitted',
      'precedence',
      'list-id',
      'x-auto-response-suppress',
      'return-path',
    );
    fc.assert(
      fc.property(fc.dictionary(name, fc.string({ unit: 'binary' })), (headers) => {
        expect(['string', 'undefined']).toContain(typeof person(headers));
      }),
    );
  });
});
