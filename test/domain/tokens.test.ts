import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { base32Of, bytesOfBase32 } from '../../shared/domain/base32.ts';
import {
  caseIdOfReplyToken,
  readSurveyToken,
  readVisitorToken,
  replyTokenFor,
  signToken,
  surveyToken,
  type TokenKeys,
  verifyToken,
  visitorToken,
} from '../../shared/domain/tokens.ts';
import { attackTokens } from '../security/mutated-tokens.ts';

const first = { id: 1, secret: 'the first secret, as long as they are made' };
const second = { id: 2, secret: 'the second secret, as long as they are made' };
const keys: TokenKeys = [first];
const now = '2026-03-01T12:00:00.000Z';
const expiresAt = '2026-03-08T12:00:00.000Z';
const customerId = '7h3kq0v9zj2m4x8c';

const ids = fc.stringMatching(/^[0-9a-z]{16}$/);
const caseIds = fc.tuple(ids, fc.integer({ min: 1, max: 999_999 })).map(([id, number]) => `${id}-${number}`);

describe('base32', () => {
  test('spells the examples of RFC 4648', () => {
    const examples = {
      f: 'my',
      fo: 'mzxq',
      foo: 'mzxw6',
      foob: 'mzxw6yq',
      fooba: 'mzxw6ytb',
      foobar: 'mzxw6ytboi',
    };
    for (const [text, spelled] of Object.entries(examples)) {
      expect(base32Of(Buffer.from(text))).toBe(spelled);
      expect(Buffer.from(bytesOfBase32(spelled) ?? []).toString()).toBe(text);
    }
  });

  test('gives any bytes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect([...(bytesOfBase32(base32Of(bytes)) ?? [])]).toEqual([...bytes]);
      }),
    );
  });

  test('reads no text but the one it would write', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z0-9=]{0,20}$/), (text) => {
        const bytes = bytesOfBase32(text);
        expect(bytes === undefined || base32Of(bytes) === text).toBe(true);
      }),
    );
  });
});

describe('A reply token', () => {
  test('selects the case it was made for, in at most 40 characters of a mailbox name', () => {
    fc.assert(
      fc.property(caseIds, (caseId) => {
        const token = replyTokenFor(keys, caseId);
        expect(token).toMatch(/^[a-z2-7]{1,40}$/);
        expect(caseIdOfReplyToken(keys, token)).toBe(caseId);
      }),
    );
  });

  test('is not accepted in upper case, where another spelling would be let in', () => {
    const token = replyTokenFor(keys, `${customerId}-3`);
    expect(caseIdOfReplyToken(keys, token.toUpperCase())).toBeUndefined();
    expect(caseIdOfReplyToken(keys, token.toUpperCase().toLowerCase())).toBe(`${customerId}-3`);
  });

  test('of a case id that is none is not made', () => {
    expect(() => replyTokenFor(keys, 'case-1')).toThrow('This is no case id.');
  });

  test('that is genuine but holds no case selects none', () => {
    const token = signToken(keys, 'reply', { payload: new Uint8Array(13).fill(255) });
    expect(caseIdOfReplyToken(keys, token)).toBeUndefined();
    expect(
      caseIdOfReplyToken(keys, signToken(keys, 'reply', { payload: new Uint8Array(12) })),
    ).toBeUndefined();
  });
});

describe('A survey token', () => {
  const claims = { caseId: `${customerId}-12`, opening: 2, expiresAt };

  test('names case and opening until it expires', () => {
    const token = surveyToken(keys, claims);
    expect(readSurveyToken(keys, token, now)).toEqual({ kind: 'genuine', claims });
    expect(readSurveyToken(keys, token, '2026-03-08T11:59:59.999Z')).toMatchObject({ kind: 'genuine' });
    expect(readSurveyToken(keys, token, expiresAt)).toEqual({ kind: 'refused', because: 'expired' });
  });

  test('needs an expiry, and a reply token has none', () => {
    expect(() => signToken(keys, 'survey', { payload: new Uint8Array(1) })).toThrow('needs an expiry');
    expect(() => signToken(keys, 'reply', { payload: new Uint8Array(1), expiresAt })).toThrow(
      'has no expiry',
    );
  });
});

describe('A visitor token', () => {
  test('names the visitor until it expires', () => {
    fc.assert(
      fc.property(ids, (visitorId) => {
        const claims = { visitorId, expiresAt };
        expect(readVisitorToken(keys, visitorToken(keys, claims), now)).toEqual({ kind: 'genuine', claims });
      }),
    );
  });

  test('is made of nothing but an id of ours', () => {
    expect(() => visitorToken(keys, { visitorId: 'ann@example.com', expiresAt })).toThrow('16 characters');
  });

  test('is not accepted as a token of another purpose', () => {
    const token = visitorToken(keys, { visitorId: customerId, expiresAt });
    expect(readSurveyToken(keys, token, now)).toEqual({ kind: 'refused', because: 'forged' });
    expect(verifyToken(keys, 'reply', token, now)).toEqual({ kind: 'refused', because: 'forged' });
  });
});

describe('Keys', () => {
  const caseId = `${customerId}-1`;

  test('are two while one replaces the other: the newest signs, both verify', () => {
    const old = replyTokenFor([first], caseId);
    const both: TokenKeys = [second, first];
    expect(caseIdOfReplyToken(both, old)).toBe(caseId);
    const fresh = replyTokenFor(both, caseId);
    expect(caseIdOfReplyToken([second], fresh)).toBe(caseId);
    expect(verifyToken([first], 'reply', fresh, now)).toEqual({ kind: 'refused', because: 'unknown-key' });
    expect(verifyToken([second], 'reply', old, now)).toEqual({ kind: 'refused', because: 'unknown-key' });
  });

  test('of the same id but another secret refuse', () => {
    const token = replyTokenFor([{ ...first, secret: second.secret }], caseId);
    expect(verifyToken(keys, 'reply', token, now)).toEqual({ kind: 'refused', because: 'forged' });
  });
});

describe('Tokens', () => {
  test('that are changed in any way are refused', () => {
    const { tried, accepted, genuineRefused } = attackTokens(20_000, 7);
    expect(accepted).toEqual([]);
    expect(genuineRefused).toBe(0);
    for (const count of Object.values(tried)) expect(count).toBeGreaterThan(200);
  });

  test('of any text are read without an error', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        expect(verifyToken(keys, 'survey', text, now).kind).toBe('refused');
      }),
    );
  });
});
