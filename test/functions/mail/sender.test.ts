import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalMailbox, readSender } from '../../../shared/mail/sender.ts';

describe('A sender', () => {
  test.each([
    ['jo@example.com', 'jo@example.com', undefined],
    [' <Jo@Example.COM> ', 'jo@example.com', undefined],
    ['Jo Doe <jo@example.com>', 'jo@example.com', 'Jo Doe'],
    ['"Doe, Jo (Sales)" <jo@example.com>', 'jo@example.com', 'Doe, Jo (Sales)'],
    ['jo@example.com (Jo Doe)', 'jo@example.com', 'Jo Doe'],
    ['=?utf-8?Q?Jos=C3=A9?= <jo@example.com>', 'jo@example.com', 'José'],
    ['jo+bikes@example.com', 'jo+bikes@example.com', undefined],
    ['Jo <jo@exämple.com>', 'jo@xn--exmple-cua.com', 'Jo'],
    ['Jo <jo@xn--exmple-cua.com.>', 'jo@xn--exmple-cua.com', 'Jo'],
    ['Янка <янка@пошта.бел>', 'янка@xn--80a1acn3a.xn--90ais', 'Янка'],
    ['"ceo@bank.example" <jo@example.com>', 'jo@example.com', undefined],
    ['Jo (Sales) <jo@example.com> (Lisbon)', 'jo@example.com', 'Jo'],
    ['"Jo \\"JD\\" Doe" <jo@example.com>', 'jo@example.com', 'Jo "JD" Doe'],
  ])('is single in %s', (header, address, name) => {
    expect(readSender([header])).toEqual({ address, ...(name && { name }), isSingle: true });
  });

  // What one reader takes for the address, another takes for something else: SES may have proven either.
  test.each([
    ['ceo@bank.example <jo@evil.example>'],
    ['<ceo@bank.example> <jo@evil.example>'],
    ['ceo@bank.example, jo@evil.example'],
    ['Jo <jo@evil.example>, ceo@bank.example'],
    ['Friends: jo@evil.example, ceo@bank.example;'],
    ['Friends: ceo@bank.example;'],
    ['ceo@bank.example@evil.example'],
    ['<ceo@bank.example@evil.example>'],
    ['"ceo@bank.example"@evil.example'],
    ['ceo"@bank.example"@evil.example'],
    ['("a) <jo@evil.example> ("b) <ceo@bank.example>'],
    ['=?utf-8?q?ceo=40bank.example?= jo@evil.example'],
    ['<=?utf-8?q?ceo?=@bank.example>'],
    ['=?utf-8?q?"?= <jo@evil.example> =?utf-8?q?"?= <ceo@bank.example>'],
    ['ceo@bank.example (unclosed <jo@evil.example>'],
    ['ceo@bank.example\\@evil.example'],
    ['<@evil.example:ceo@bank.example>'],
    ['ceo@[127.0.0.1]'],
    ['ceo@bank.example%00.evil.example'],
    [`${'a'.repeat(3_000)} <ceo@bank.example>`],
    // Attacker@evil.example, with a comma, hidden in a word that some decode first.
    ['=?utf-8?b?YXR0YWNrZXJAZXZpbC5leGFtcGxlLA==?= <ceo@bank.example>'],
    ['ceo@ba\u00adnk.example'],
    ['ceo@ba\u200bnk.example'],
    ['ceo@ｂank.example'],
    ['ceo@stra\u00dfe.example'],
    ['\u212aarl@bank.example'],
    // Readers who look for brackets first.
    ['"<jo@evil.example>" <ceo@bank.example>'],
    ['ceo@bank.example (<jo@evil.example>)'],
    ['=?utf-8?q?=3Cjo=40evil.example=3E?= <ceo@bank.example>'],
    // Readers who know no comments, or no escapes.
    ['ceo@bank.example (jo@evil.example)'],
    ['ceo@bank.example(.evil.example)'],
    ['(jo)ceo@bank.example'],
    ['ceo(x)@bank.example'],
    ['<ceo@bank.example(x)>'],
    ['ceo@bank.example (a (nested) comment)'],
    ['"a\\", jo@evil.example, \\"b" <ceo@bank.example>'],
    // A word that is badly encoded, and that some decode.
    ['=?utf-8?q?a =3Cjo=40evil.example=3E?= <ceo@bank.example>'],
    ['=?utf-8?q?a <ceo@bank.example>'],
    // White space and folds within.
    ['ceo@bank. example'],
    ['ceo @bank.example'],
    ['ceo@bank.example .evil.example'],
    ['<ceo@bank.example >'],
    ['< ceo@bank.example>'],
    ['ceo@bank.example\t.evil.example'],
    ['ceo@bank.example\u00a0.evil.example'],
    ['Friends:ceo@bank.example;'],
    [':;ceo@bank.example'],
    ['ceo@bank.example;jo@evil.example'],
    ['ceo@bank.example <>'],
    ['<<ceo@bank.example>>'],
    ['<jo@evil.example,ceo@bank.example>'],
  ])('SEC1 proves nothing in %s', (header) => {
    expect(readSender([header]).isSingle).toBe(false);
  });

  test('is nobody in a header that names none', () => {
    for (const header of ['', 'undisclosed:;', 'Jo Doe', '<>', '@', 'jo@', '@example.com']) {
      expect(readSender([header])).toEqual({ isSingle: false });
    }
    expect(readSender([])).toEqual({ isSingle: false });
  });

  test('is the first of several, unproven', () => {
    expect(readSender(['a@example.com', 'b@example.com'])).toEqual({
      address: 'a@example.com',
      isSingle: false,
    });
  });

  test('has an address in a form that stays as it is, whatever the header says', () => {
    const piece = fc.constantFrom(
      'jo',
      '@',
      'example.com',
      '<',
      '>',
      '"',
      '(',
      ')',
      ',',
      ':',
      ';',
      '\\',
      ' ',
      '=?utf-8?q?a?=',
    );
    const header = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 20 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(header, (value) => {
        const { address, isSingle } = readSender([value]);
        if (address !== undefined) expect(canonicalMailbox(address)).toBe(address);
        else expect(isSingle).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});
