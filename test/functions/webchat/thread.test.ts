import { describe, expect, test } from 'vitest';
import type { Delivery, Interaction } from '../../../shared/domain/interaction.ts';
import { visitorCase, visitorThread } from '../../../shared/domain/webchat-thread.ts';
import { ago, CUSTOMER_ID, openCase, resolvedCase } from '../../domain/builders.ts';

const CHAT = 'c1'.repeat(32);
const SECOND = 1_000;

function interaction(overrides: Partial<Interaction>): Interaction {
  return {
    interactionId: 'a0'.repeat(16),
    caseId: `${CUSTOMER_ID}-1`,
    customerId: CUSTOMER_ID,
    channel: 'webchat',
    direction: 'inbound',
    kind: 'message',
    at: ago(60 * SECOND),
    recordedAt: ago(59 * SECOND),
    text: 'Hello',
    contactPointId: CHAT,
    ...overrides,
  };
}

const reply = (delivery: Delivery, overrides: Partial<Interaction> = {}) =>
  interaction({
    direction: 'outbound',
    agent: 'ana',
    text: 'Hi',
    delivery,
    at: ago(50 * SECOND),
    ...overrides,
  });

const sentAt = (milliseconds: number): Delivery => ({
  state: 'sent',
  providerMessageId: 'p-1',
  at: ago(milliseconds),
});

const textsOf = (...args: Parameters<typeof visitorThread>) =>
  visitorThread(...args).messages.map(({ text }) => text);

describe('what a visitor sees of the thread', () => {
  test('is their own messages and what has left for them, oldest first, without names of agents', () => {
    const thread = visitorThread([reply(sentAt(45 * SECOND)), interaction({})], { contactPointId: CHAT });
    expect(thread).toEqual({
      messages: [
        { interactionId: 'a0'.repeat(16), from: 'you', kind: 'message', text: 'Hello', at: ago(60 * SECOND) },
        { interactionId: 'a0'.repeat(16), from: 'us', kind: 'message', text: 'Hi', at: ago(50 * SECOND) },
      ],
      cursor: ago(45 * SECOND),
    });
  });

  test.each<[string, Interaction]>([
    ['a note', interaction({ direction: 'internal', kind: 'note', agent: 'ana', contactPointId: undefined })],
    ['a note that names the contact point', interaction({ direction: 'internal', kind: 'note' })],
    ['an SMS', interaction({ channel: 'sms', contactPointId: 'c2'.repeat(32) })],
    ['a reply that waits', reply({ state: 'queued' })],
    ['a reply on its way', reply({ state: 'sending', attempt: 'a', since: ago(0) })],
    ['a reply that failed', reply({ state: 'failed', reason: 'no-address', at: ago(0) })],
  ])('is not %s', (_, hidden) => {
    expect(visitorThread([hidden], { contactPointId: CHAT })).toEqual({ messages: [] });
  });

  test('says of a question after the case that no person wrote it', () => {
    const asked = reply(sentAt(0), { kind: 'survey', agent: undefined });
    const [message] = visitorThread([asked], { contactPointId: CHAT }).messages;
    expect(message).toMatchObject({ from: 'automatic', kind: 'survey' });
  });

  test('since a moment is what became visible then, however long before it was written', () => {
    const late = reply(sentAt(10 * SECOND), { text: 'sent late', at: ago(3_600 * SECOND) });
    const since = ago(20 * SECOND);
    expect(textsOf([interaction({}), late], { contactPointId: CHAT, since })).toEqual(['sent late']);
  });

  test('repeats the last five seconds: of two that came together the one written down later is not lost', () => {
    const slower = interaction({ text: 'slower', recordedAt: ago(14 * SECOND) });
    const older = interaction({ text: 'older', recordedAt: ago(16 * SECOND) });
    const since = ago(10 * SECOND);
    expect(textsOf([slower, older], { contactPointId: CHAT, since })).toEqual(['slower']);
  });

  test('never moves the cursor back', () => {
    expect(visitorThread([], { contactPointId: CHAT, since: ago(SECOND) })).toEqual({
      messages: [],
      cursor: ago(SECOND),
    });
  });
});

describe('what a visitor is told of their case', () => {
  const own = { channel: 'webchat', contactPointId: CHAT } as const;
  const due = ago(-900 * SECOND);
  const promise = { due, warnAt: ago(-600 * SECOND), state: 'standing' } as const;

  test('is by when an answer comes, as long as one is owed', () => {
    expect(visitorCase([openCase({ ...own, promise })], CHAT)).toEqual({
      caseId: `${CUSTOMER_ID}-1`,
      state: 'open',
      promise: { due },
    });
    expect(visitorCase([openCase(own)], CHAT)).toEqual({ caseId: `${CUSTOMER_ID}-1`, state: 'open' });
  });

  test('is the open case before a newer one that is resolved', () => {
    const open = openCase({ ...own, caseId: `${CUSTOMER_ID}-1`, openedAt: ago(100 * SECOND) });
    const resolved = resolvedCase({ ...own, caseId: `${CUSTOMER_ID}-2`, openedAt: ago(50 * SECOND) });
    expect(visitorCase([resolved, open], CHAT)).toMatchObject({ caseId: `${CUSTOMER_ID}-1`, state: 'open' });
    expect(visitorCase([resolved], CHAT)).toMatchObject({ caseId: `${CUSTOMER_ID}-2`, state: 'resolved' });
  });

  test('is nothing of a case of another channel', () => {
    expect(visitorCase([openCase()], CHAT)).toBeUndefined();
  });
});
