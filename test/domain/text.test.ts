import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kindOfText } from '../../shared/domain/keywords.ts';
import { isOwnNumber, isPhoneNumber } from '../../shared/domain/phone-number.ts';
import { cleanText, TEXT_LIMIT } from '../../shared/domain/text.ts';

describe('A text', () => {
  test('loses NULs and other controls, and keeps lines, tabs and marks of direction', () => {
    expect(cleanText('a\u0000b\u0007\tc\r\nd\re\u200f \u202bשלום').text).toBe('ab\tc\nd\ne\u200f \u202bשלום');
  });

  test('of 65,536 characters is shortened, and says so', () => {
    const { text, shortened } = cleanText('x'.repeat(65_536));
    expect([text.length, shortened]).toEqual([TEXT_LIMIT, true]);
  });

  test('is never cut inside a character', () => {
    expect(cleanText('ab😀', 3)).toEqual({ text: 'ab', shortened: true });
    expect(cleanText('ab😀', 4)).toEqual({ text: 'ab😀', shortened: false });
  });

  test('that is clean stays as it is, whatever it was before', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (raw, limit) => {
        const { text } = cleanText(raw, limit);
        expect(cleanText(text, limit)).toEqual({ text, shortened: false });
        expect(text).toBe(text.toWellFormed());
        expect(text.length).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('A keyword', () => {
  test.each(['STOP', 'stop', ' Stop. ', 'ARRÊT', 'arret', 'OPT-OUT', 'unsubscribe', 'Td'])(
    '%j opts out',
    (text) => {
      expect(kindOfText('sms', text)).toBe('opt-out');
    },
  );

  test.each(['START', 'unstop', 'Start!'])('%j opts in', (text) => {
    expect(kindOfText('sms', text)).toBe('opt-in');
  });

  test.each(['Stop calling me', 'please stop', 'The end', 'no', ''])('is not seen in %j', (text) => {
    expect(kindOfText('sms', text)).toBe('message');
  });

  test('counts on SMS only', () => {
    expect(kindOfText('email', 'STOP')).toBe('message');
  });
});

describe('A phone number', () => {
  test.each(['+14255550182', '+4930123456', '+375291234567'])('is %s', (number) => {
    expect(isPhoneNumber(number)).toBe(true);
  });

  test.each([
    '14255550182',
    '+0123456789',
    '+1',
    '+1425555018212345',
    '+1 425 555 0182',
    'AMAZON',
    '',
    '+1425555018２',
    '+14255550182\n',
  ])('is not %j', (text) => {
    expect(isPhoneNumber(text)).toBe(false);
  });

  test('of ours may be a short code', () => {
    expect([isOwnNumber('72727'), isOwnNumber('+12065550100'), isOwnNumber('AMAZON')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
