import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mailboxOf, plusPartsOf } from '../../../shared/domain/mail/recipient.ts';
import { messageIdIn, referencesOf } from '../../../shared/domain/mail/references.ts';
import { sentAt } from '../../../shared/domain/mail/sent-at.ts';

const BOXES = [{ address: 'support@example.org' }, { address: 'bills@example.org', topic: 'bills' }];

describe('References', () => {
  test('are at most five, each once, the nearest first, the last of many being the one that began it all', () => {
    const ids = ['1', '2', '3', '4', '5', '6', '7'].map((id) => `<${id}@x>`);
    expect(referencesOf(['<7@x>'], [ids.join(' ')])).toEqual(['7@x', '6@x', '5@x', '4@x', '1@x']);
  });

  test('are found without spaces, in comments of old programs and over several headers', () => {
    expect(referencesOf(['Your message of Sunday <a@x>'], ['<b@x><c@x>', '<d@x>'])).toEqual([
      'a@x',
      'd@x',
      'c@x',
      'b@x',
    ]);
  });

  test('of a size that nobody makes are left out', () => {
    expect(referencesOf([], [`<${'a'.repeat(501)}@x> <b@x> <${'c'.repeat(2_000)}@x>`])).toEqual(['b@x']);
  });

  test('of our own mail keep the form that its marker has', () => {
    const ours = '0102018f0a1b2c3d-4e5f6a7b-0000-1111-2222-333344445555-000000@eu-west-1.amazonses.com';
    expect(referencesOf([`<${ours}>`], [])).toEqual([ours]);
  });

  test('are ids whatever the header says', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), fc.array(fc.string()), (one, two) => {
        for (const id of referencesOf(one, two)) expect(id).toMatch(/^[^<>\s]{1,500}$/);
      }),
    );
  });
});

describe('A Message-ID', () => {
  test.each([
    ['<a@b>', 'a@b'],
    [' <a@b> (added by relay)', 'a@b'],
    ['a@b', 'a@b'],
    ['', undefined],
    ['no id at all', undefined],
    [undefined, undefined],
  ])('is read from %j', (header, id) => {
    expect(messageIdIn(header)).toBe(id);
  });
});

describe('A recipient', () => {
  test('finds the mailbox, with a plus part or without, in any letters', () => {
    const found = (address: string) => mailboxOf({ envelope: [address], headers: [] }, BOXES)?.address;
    expect(['Support@Example.org', 'support+x@example.org', 'support@example.com', 'x'].map(found)).toEqual([
      'support@example.org',
      'support@example.org',
      undefined,
      undefined,
    ]);
  });

  test('of ours only brings plus parts, the envelope’s first, each once, ten at most', () => {
    const headers = ['support+b@example.org', 'jo+news@example.com', 'bills+a@example.org'];
    expect(plusPartsOf({ envelope: ['SUPPORT+A@example.org'], headers }, BOXES)).toEqual(['a', 'b']);
    const many = Array.from({ length: 50 }, (_, index) => `support+${index}@example.org`);
    expect(plusPartsOf({ envelope: many, headers: [] }, BOXES)).toHaveLength(10);
  });
});

describe('The time of a mail', () => {
  const arrived = '2026-11-22T12:00:00.000Z';

  test.each([
    ['Sun, 22 Nov 2026 13:59:00 +0200 (EET)', '2026-11-22T11:59:00.000Z'],
    ['22 Nov 2026 06:59 EST', '2026-11-22T11:59:00.000Z'],
    ['Sun, 22 Nov 2026 11:59:00 UT', '2026-11-22T11:59:00.000Z'],
  ])('is its own: %s', (date, at) => {
    expect(sentAt(date, arrived)).toBe(at);
  });

  test('is never after it arrived, nor long before, whatever it says', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.date({ noInvalidDate: true }).map((each) => each.toUTCString()),
        ),
        (date) => {
          const at = Date.parse(sentAt(date, arrived));
          expect(at).toBeLessThanOrEqual(Date.parse(arrived));
          expect(at).toBeGreaterThanOrEqual(Date.parse(arrived) - 6 * 3_600_000);
        },
      ),
    );
  });
});
