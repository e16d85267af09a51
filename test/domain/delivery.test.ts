import { describe, expect, test } from 'vitest';
import { DELIVERY_STEPS, decideEnd, decideSend, mayMove } from '../../shared/domain/delivery.ts';
import type { Delivery } from '../../shared/domain/interaction.ts';
import { ago, NOW } from './builders.ts';

const sending = (since: string, attempt = 'other'): Delivery => ({ state: 'sending', attempt, since });

describe('A message to be sent', () => {
  test('is sent when it is queued', () => {
    expect(decideSend({ state: 'queued' }, 'mine', NOW)).toEqual({ do: 'send' });
  });

  test('R5 is left to another sender for two minutes, and then given up as unknown, never sent again', () => {
    expect(decideSend(sending(ago(120_000)), 'mine', NOW)).toEqual({ do: 'wait' });
    expect(decideSend(sending(ago(120_001)), 'mine', NOW)).toEqual({ do: 'give-up', attempt: 'other' });
  });

  test('is sent when the write that claimed it had applied although its answer was lost', () => {
    expect(decideSend(sending(ago(1), 'mine'), 'mine', NOW)).toEqual({ do: 'send' });
  });

  test.each([
    { state: 'sent', providerMessageId: 'x', at: NOW },
    { state: 'failed', reason: 'refused', at: NOW },
    { state: 'unknown', attempt: 'other', at: NOW },
  ] satisfies Delivery[])('R5 is not sent when it is $state', (delivery) => {
    expect(decideSend(delivery, 'mine', NOW)).toEqual({ do: 'nothing', because: delivery.state });
  });
});

describe('A message that nobody is to send any more', () => {
  test('fails when it has not left', () => {
    expect(decideEnd({ state: 'queued' }, NOW)).toEqual({ do: 'fail' });
  });

  test('R5 is left to its sender for two minutes, and then given up as unknown', () => {
    expect(decideEnd(sending(ago(120_000)), NOW)).toEqual({ do: 'wait' });
    expect(decideEnd(sending(ago(120_001)), NOW)).toEqual({ do: 'give-up', attempt: 'other' });
  });

  test.each([
    { state: 'sent', providerMessageId: 'x', at: NOW },
    { state: 'delivered', providerMessageId: 'x', at: NOW },
    { state: 'read', providerMessageId: 'x', at: NOW },
    { state: 'failed', reason: 'refused', at: NOW },
    { state: 'unknown', attempt: 'other', at: NOW },
  ] satisfies Delivery[])('stays what it is when it is $state', (delivery) => {
    expect(decideEnd(delivery, NOW)).toEqual({ do: 'nothing', because: delivery.state });
  });
});

describe('The states of a delivery', () => {
  test('never lead back from an outcome to sending', () => {
    for (const state of ['sent', 'delivered', 'read', 'failed', 'unknown'] as const) {
      expect([mayMove(state, 'sending'), mayMove(state, 'queued')]).toEqual([false, false]);
    }
  });

  test('take reports that come late or twice for nothing new', () => {
    expect([mayMove('delivered', 'sent'), mayMove('read', 'delivered'), mayMove('sent', 'sent')]).toEqual([
      false,
      false,
      false,
    ]);
    expect([
      mayMove('sent', 'delivered'),
      mayMove('unknown', 'delivered'),
      mayMove('sending', 'unknown'),
    ]).toEqual([true, true, true]);
    expect(Object.keys(DELIVERY_STEPS)).toHaveLength(7);
  });
});
