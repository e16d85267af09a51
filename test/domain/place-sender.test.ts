import { describe, expect, test } from 'vitest';
import type { ContactPoint } from '../../shared/domain/contact-point.ts';
import { contactPointIdOf } from '../../shared/domain/identity.ts';
import { placeSender } from '../../shared/domain/place-sender.ts';
import { ago, CUSTOMER_ID, DAY } from './builders.ts';

const OTHER = 'fedcba9876543210';
const OWN_CASE = `${CUSTOMER_ID}-1`;
const FOREIGN_CASE = `${OTHER}-7`;

const mailbox = (owner: string, proof?: 'unproven'): ContactPoint => {
  const address = { channel: 'email' as const, address: 'ann@example.com', ...(proof && { proof }) };
  return { ...address, contactPointId: contactPointIdOf(address), owner, head: owner, firstSeenAt: ago(DAY) };
};

const proven = mailbox(CUSTOMER_ID);
const unproven = mailbox(OTHER, 'unproven');

describe('A proven sender', () => {
  test('goes to the own case that the message or its token answers', () => {
    const expected = { contactPoint: proven, threadedTo: OWN_CASE };
    expect(placeSender({ contactPoint: proven, threads: [OWN_CASE] })).toEqual(expected);
    expect(placeSender({ contactPoint: proven, threads: [], caseToken: OWN_CASE })).toEqual(expected);
  });

  test('SEC2 who holds the token of another customer’s case gets a case of their own, and the agent a hint', () => {
    expect(placeSender({ contactPoint: proven, threads: [], caseToken: FOREIGN_CASE })).toEqual({
      contactPoint: proven,
      alone: 'token-of-another',
      suggestion: FOREIGN_CASE,
    });
    expect(placeSender({ threads: [], caseToken: FOREIGN_CASE })).toMatchObject({
      alone: 'token-of-another',
    });
  });

  test('who wrote about that before goes on in the own case, token or not', () => {
    const facts = { contactPoint: proven, threads: [OWN_CASE], caseToken: FOREIGN_CASE };
    expect(placeSender(facts)).toEqual({ contactPoint: proven, threadedTo: OWN_CASE });
  });

  test('is not led to another customer by a message id that is theirs', () => {
    expect(placeSender({ contactPoint: proven, threads: [FOREIGN_CASE] })).toEqual({ contactPoint: proven });
  });
});

describe('An unproven sender', () => {
  test('SEC2 writing from a known address gets a case of their own and a hint at the customer', () => {
    expect(placeSender({ proof: 'unproven', proven, threads: [] })).toEqual({
      contactPoint: undefined,
      alone: 'unproven-sender',
      suggestion: CUSTOMER_ID,
    });
  });

  test('who answers our mail to that address joins its case', () => {
    const facts = { proof: 'unproven', contactPoint: unproven, proven, threads: [] } as const;
    expect(placeSender({ ...facts, caseToken: OWN_CASE })).toEqual({
      contactPoint: proven,
      threadedTo: OWN_CASE,
    });
  });

  test('who answers in their own unproven case goes on there', () => {
    const facts = { proof: 'unproven', contactPoint: unproven, threads: [FOREIGN_CASE] } as const;
    expect(placeSender(facts)).toEqual({ contactPoint: unproven, threadedTo: FOREIGN_CASE });
  });

  test('SEC2 with the token of a case the address takes no part in gets a case of their own', () => {
    expect(placeSender({ proof: 'unproven', threads: [], caseToken: OWN_CASE })).toMatchObject({
      alone: 'unproven-sender',
      suggestion: OWN_CASE,
    });
  });

  test('SEC2 whose proof failed joins nothing, whatever they hold', () => {
    const facts = { proof: 'failed', contactPoint: unproven, proven, threads: [OWN_CASE] } as const;
    expect(placeSender({ ...facts, caseToken: OWN_CASE })).toEqual({
      contactPoint: unproven,
      alone: 'unproven-sender',
      suggestion: OWN_CASE,
    });
  });
});
