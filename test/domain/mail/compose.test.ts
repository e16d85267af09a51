import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { composeBody } from '../../../shared/domain/mail/compose-body.ts';
import {
  addressWith,
  headerText,
  senderOf,
  subjectOfAnswer,
  threadHeaders,
} from '../../../shared/domain/mail/compose-headers.ts';

describe('The body of an answer', () => {
  test('is the same in plain text and in HTML, with the mail it answers below', () => {
    const { text, html } = composeBody('Hello Ann,\n\nit comes\ntomorrow.', {
      sender: 'ann@example.org',
      at: '2026-11-22T12:03:04.000Z',
      text: 'Where is it?\n\nAnn',
    });
    expect(text).toBe(
      'Hello Ann,\n\nit comes\ntomorrow.\n\n2026-11-22 12:03 UTC, ann@example.org:\n> Where is it?\n>\n> Ann\n',
    );
    expect(html).toContain('<p>Hello Ann,</p><p>it comes<br>tomorrow.</p>');
    expect(html).toContain('<p>2026-11-22 12:03 UTC, ann@example.org:</p>');
    expect(html).toContain('<blockquote><p>Where is it?</p><p>Ann</p></blockquote>');
  });

  test('links web addresses, without the full stop after them', () => {
    const { html } = composeBody('See https://example.com/a?b=1&c="x" (or http://example.org/).');
    expect(html).toContain('<a href="https://example.com/a?b=1&amp;c=">https://example.com/a?b=1&amp;c=</a>');
    expect(html).toContain('(or <a href="http://example.org/">http://example.org/</a>).');
  });

  test('SEC1 holds no markup of anybody but us, whatever agent and customer wrote', () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.constantFrom('<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', 'javascript:alert(1)'),
      fc.constantFrom('https://example.com/"onmouseover="alert(1)', "http://a.b/'><b>", '</blockquote><b>'),
    );
    const ours =
      /<(?:!doctype html|\/?(?:html|head|body|p|blockquote|a)|br|meta charset="utf-8"|a href="https?:\/\/[^"<>]*")>/gi;
    fc.assert(
      fc.property(hostile, hostile, fc.string(), (text, quoted, sender) => {
        const { html } = composeBody(text, { sender, at: '2026-11-22T12:00:00.000Z', text: quoted });
        expect(html.replace(ours, '')).not.toMatch(/[<>"]/);
      }),
    );
  });

  test('quotes the beginning of a long mail', () => {
    const { text } = composeBody('Yes.', {
      sender: 'a@b.c',
      at: '2026-11-22T12:00:00.000Z',
      text: '😀'.repeat(4000),
    });
    expect(text.length).toBeLessThan(5100);
    expect(text).toMatch(/😀 \[…\]\n$/u);
  });
});

describe('The subject of an answer', () => {
  test.each([
    ['My order', 'Re: My order'],
    ['Re: My order', 'Re: My order'],
    ['RE: AW: re[2]: My order', 'Re: My order'],
    ['Regarding: my order', 'Re: Regarding: my order'],
    ['Hello\r\nBcc: everybody@example.com', 'Re: Hello Bcc: everybody@example.com'],
    ['', 'Re:'],
  ])('to %j is %j', (original, answer) => {
    expect(subjectOfAnswer(original)).toBe(answer);
  });

  test('SEC1 is one line, whatever the customer wrote', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(headerText(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
        expect(subjectOfAnswer(subjectOfAnswer(text))).toBe(subjectOfAnswer(text));
      }),
    );
  });
});

describe('The sender of our mail', () => {
  test.each([
    ['Sunrise Bikes', '"Sunrise Bikes" <a@example.com>'],
    ['Bikes "R" Us \\ Co', '"Bikes \\"R\\" Us \\\\ Co" <a@example.com>'],
    ['Evil\r\nBcc: x@example.com', '"Evil Bcc: x@example.com" <a@example.com>'],
    ['Bicicletas São João', '=?UTF-8?B?QmljaWNsZXRhcyBTw6NvIEpvw6Nv?= <a@example.com>'],
    ['', 'a@example.com'],
  ])('named %j is written as RFC 5322 and 2047 want it', (name, written) => {
    expect(senderOf(name, 'a@example.com')).toBe(written);
  });

  test('with a long name is encoded in words of at most 75 characters, none cut in a character', () => {
    const words = senderOf('Веласіпеды на сонечным баку вуліцы', 'a@example.com').split(' ').slice(0, -1);
    expect(words.length).toBeGreaterThan(1);
    for (const word of words) {
      expect(word.length).toBeLessThanOrEqual(75);
      const decoded = Buffer.from(word.slice('=?UTF-8?B?'.length, -2), 'base64').toString();
      expect(decoded).not.toContain('\ufffd');
    }
  });

  test('gets answers with a token in the name of the mailbox', () => {
    expect(addressWith('support@example.com', 'abc')).toBe('support+abc@example.com');
  });
});

describe('The headers that thread a mail', () => {
  test('name what it answers, and before it what that one answers, the oldest first', () => {
    expect(threadHeaders({ id: 'c@x', references: ['b@y', 'a@x'] })).toEqual({
      'In-Reply-To': '<c@x>',
      References: '<a@x> <b@y> <c@x>',
    });
    expect(threadHeaders({ id: 'a@x', references: [] })).toEqual({
      'In-Reply-To': '<a@x>',
      References: '<a@x>',
    });
    expect(threadHeaders({ id: undefined, references: [] })).toEqual({});
  });

  test('of an answer to a mail without an id name only what that one answers', () => {
    expect(threadHeaders({ id: 'hash:00', references: ['b@y', 'a@x'] })).toEqual({
      References: '<a@x> <b@y>',
    });
  });

  test('name each once, though a mail may refer to itself', () => {
    const headers = threadHeaders({ id: 'b@x', references: ['b@x', 'a@x'] });
    expect(headers).toEqual({ 'In-Reply-To': '<b@x>', References: '<a@x> <b@x>' });
  });

  test('leave out what is no id: without one, or with one that would break the header', () => {
    expect(threadHeaders({ id: 'hash:00'.repeat(200), references: [] })).toEqual({});
    for (const id of ['a b@x', 'a>\r\nBcc: b@x', 'ü@x', ''])
      expect(threadHeaders({ id, references: [id] })).toEqual({});
  });

  test('keep the first and the newest where all are too many for SES', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 60 }), (lengths) => {
        const ids = lengths.map((length, index) => `${index}-`.padEnd(length, 'x').slice(0, 900));
        const [id, ...references] = ids.toReversed();
        const headers = threadHeaders({ id, references });
        const kept = headers['References']?.split(' ') ?? [];
        expect('References'.length + (headers['References']?.length ?? 0)).toBeLessThanOrEqual(996);
        expect(kept.at(-1)).toBe(`<${id}>`);
        expect(headers['In-Reply-To']).toBe(kept.at(-1));
        if (kept.length > 1) expect(kept[0]).toBe(`<${ids[0]}>`);
      }),
    );
  });
});
