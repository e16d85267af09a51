import { describe, expect, test } from 'vitest';
import { webchatSender } from '../../../shared/sending/webchat-sender.ts';
import { HOUR, NOW } from '../../domain/builders.ts';
import { dyingAt, surveyDesk } from './survey-desk.ts';

describe('The question', () => {
  test('that the provider did not take is sent by the next try', async () => {
    const it = await surveyDesk({ outcomes: [async () => ({ kind: 'throttled' })] });
    await expect(it.ask()).rejects.toThrow('throttling');
    await it.ask();
    expect(it.sent).toHaveLength(2);
    expect(await it.messages()).toMatchObject([{ delivery: { state: 'sent' } }]);
  });

  test('W6 that the provider did not take before the night leaves in the morning, once', async () => {
    const it = await surveyDesk({ outcomes: [async () => ({ kind: 'throttled' })] });
    it.wait(8 * HOUR - 1_000);
    await expect(it.ask()).rejects.toThrow('throttling');
    it.wait(2_000);
    await it.ask();
    expect(it.sent).toHaveLength(1);
    const morning = { outcome: 'later', askAt: '2026-11-23T09:00:00.000Z' };
    expect(it.went).toEqual([['token-2', expect.objectContaining(morning)]]);
    it.wait(13 * HOUR);
    await it.ask();
    await it.ask();
    expect(it.sent).toHaveLength(2);
    expect(await it.messages()).toMatchObject([{ delivery: { state: 'sent' } }]);
  });

  test('that may have left is not put off in the night but shown as unknown', async () => {
    const it = await surveyDesk();
    it.wait(8 * HOUR - 1_000);
    await expect(it.ask(dyingAt(it.dependencies, 5, 'after'))).rejects.toThrow('died');
    it.wait(3 * 60_000);
    await it.ask();
    expect(it.went).toEqual([]);
    expect(await it.messages()).toMatchObject([{ delivery: { state: 'unknown' } }]);
  });

  test('R5 leaves though the answer to the write before a later try was lost', async () => {
    const it = await surveyDesk({ outcomes: [async () => ({ kind: 'throttled' })] });
    await expect(it.ask()).rejects.toThrow('throttling');
    const { move } = it.dependencies.replies;
    const replies = {
      ...it.dependencies.replies,
      move: async (...parameters: Parameters<typeof move>) => {
        await move(...parameters);
        throw new Error('lost');
      },
    };
    await it.ask({ replies });
    expect(it.sent).toHaveLength(2);
    expect(await it.messages()).toMatchObject([{ delivery: { state: 'sent' } }]);
  });

  test('that the provider did not take is not sent any more once the case is open again', async () => {
    const it = await surveyDesk({ outcomes: [async () => ({ kind: 'throttled' })] });
    await expect(it.ask()).rejects.toThrow('throttling');
    await it.reopen();
    await it.ask();
    expect(it.sent).toHaveLength(1);
    expect(it.went).toEqual([['token-2', { outcome: 'reopened' }]]);
    expect((await it.read()).survey?.state).toBe('stopped');
  });

  test('in the chat stands there from the moment in which it is told of', async () => {
    const chat = { channel: 'webchat', account: 'webchat' } as const;
    const it = await surveyDesk({
      case: { ...chat, lastActiveAt: NOW },
      contactPoint: { channel: 'webchat' },
    });
    const settle = async () => {
      throw new Error('There is nothing to settle.');
    };
    const replies = { ...it.dependencies.replies, settle };
    await it.ask({ replies, senders: { webchat: webchatSender() } });
    expect(await it.messages()).toMatchObject([{ delivery: { state: 'sent', at: NOW } }]);
    await it.ask({ replies, senders: { webchat: webchatSender() } });
    expect(await it.messages()).toHaveLength(1);
  });
});

describe('The reminder', () => {
  test('W6 that the provider did not take before the night does not leave any more', async () => {
    const it = await surveyDesk({
      outcomes: [async () => ({ kind: 'sent', providerMessageId: 'p' }), async () => ({ kind: 'throttled' })],
    });
    await it.ask();
    it.wait(8 * HOUR - 1_000);
    await expect(it.remind()).rejects.toThrow('throttling');
    it.wait(2_000);
    await it.remind();
    it.wait(13 * HOUR);
    await it.remind();
    expect(it.sent).toHaveLength(2);
    expect((await it.messages())[0]?.delivery).toMatchObject({ state: 'failed', reason: 'quiet-hours' });
    expect((await it.read()).survey).toMatchObject({ state: 'asked', taskToken: 'token-4' });
  });
});
