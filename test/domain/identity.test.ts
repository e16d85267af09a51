import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  caseIdOf,
  contactPointIdOf,
  hashOf,
  interactionIdOf,
  markerHashFor,
  markerHashOf,
  partsOfCaseId,
  replyIdOf,
} from '../../shared/domain/identity.ts';
import { OUR_NUMBER, THEIR_NUMBER } from './builders.ts';

const identity = {
  direction: 'in' as const,
  channel: 'sms' as const,
  account: OUR_NUMBER,
  address: THEIR_NUMBER,
  providerMessageId: 'x',
};

describe('The identity of a message', () => {
  test('W9 is the same for a redelivery and another for every part that differs', () => {
    expect(markerHashOf(identity)).toBe(markerHashOf({ ...identity }));
    const others = [
      { ...identity, direction: 'out' as const },
      { ...identity, channel: 'whatsapp' as const },
      { ...identity, account: '+12065550199' },
      { ...identity, address: '+14255550199' },
      { ...identity, providerMessageId: 'y' },
    ];
    expect(new Set([identity, ...others].map(markerHashOf)).size).toBe(6);
  });

  test('can be made from the contact point’s id alone', () => {
    const { address, ...rest } = identity;
    expect(markerHashFor({ ...rest, contactPointId: contactPointIdOf({ channel: 'sms', address }) })).toBe(
      markerHashOf(identity),
    );
  });

  test('fits queue and table: 64 and 32 hex characters, however long the provider’s id', () => {
    const hash = markerHashOf({ ...identity, providerMessageId: 'z'.repeat(500) });
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(interactionIdOf(hash)).toMatch(/^[0-9a-f]{32}$/);
  });

  test('keeps its parts apart', () => {
    expect(hashOf('ab', 'c')).not.toBe(hashOf('a', 'bc'));
  });
});

describe('The id of a reply', () => {
  const reply = { caseId: '0123456789abcdef-1', agent: 'agent-1', answers: 1, text: 'Hello' };

  test('R5 is the same for a repeated request', () => {
    expect(replyIdOf(reply)).toBe(replyIdOf({ ...reply }));
    expect(replyIdOf({ ...reply, idempotencyKey: 'k' })).toBe(
      replyIdOf({ ...reply, idempotencyKey: 'k', text: 'Hello, changed' }),
    );
  });

  test('differs with what is said, unless the caller gives a key', () => {
    expect(replyIdOf(reply)).not.toBe(replyIdOf({ ...reply, text: 'Hello!' }));
    expect(replyIdOf(reply)).not.toBe(replyIdOf({ ...reply, idempotencyKey: 'k' }));
  });
});

describe('A case id', () => {
  test('says its customer and number', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9a-hjkmnp-tv-z]{16}$/),
        fc.integer({ min: 1, max: 999_999 }),
        (customerId, number) => {
          expect(partsOfCaseId(caseIdOf(customerId, number))).toEqual({ customerId, number });
        },
      ),
    );
  });

  test.each([
    '',
    'x-1',
    '0123456789abcdef-0',
    '0123456789abcdef-01',
    '0123456789abcdef-1 ',
    '0123456789ABCDEF-1',
    '0123456789abcdef-1234567',
  ])('is not %j', (text) => {
    expect(partsOfCaseId(text)).toBeUndefined();
  });
});
