import { describe, expect, test } from 'vitest';
import type { TakeSurveyAnswerDependencies } from '../../../functions/take-survey-answer/dependencies.ts';
import { takeSurveyAnswer } from '../../../functions/take-survey-answer/take-survey-answer.ts';
import type { Interaction } from '../../../shared/domain/interaction.ts';
import { webchatSender } from '../../../shared/sending/webchat-sender.ts';
import { readInteraction, readThread } from '../../../shared/stores/interaction-store.ts';
import { CUSTOMER_ID, HOUR, NOW, THEIR_NUMBER } from '../../domain/builders.ts';
import { arrival } from '../product-table.ts';
import { CASE_ID, dyingAt, surveyDesk } from './survey-desk.ts';

const CHAT = {
  case: { channel: 'webchat', account: 'webchat', lastActiveAt: NOW },
  contactPoint: { channel: 'webchat' },
} as const;

/** A survey that was asked just now, and the number that the customer wrote in answer, on their thread. */
async function answeredDesk(score: number, scene: Parameters<typeof surveyDesk>[0] = {}) {
  const it = await surveyDesk(scene);
  const senders = { ...it.dependencies.senders, webchat: webchatSender() };
  await it.ask({ senders });
  it.sent.length = 0;
  const kind = 'survey-answer' as const;
  const said: Interaction = { ...arrival(2, { text: String(score), kind, at: NOW, recordedAt: NOW }) };
  const { arrival: _, ...number } = said;
  await it.seed({ interactions: [number] });
  const { interactionId } = number;
  const { config, goOn: _goOn, tokenKeys: _keys, surveyUrl: _url, ...rest } = it.dependencies;
  const dependencies: TakeSurveyAnswerDependencies = {
    ...{ ...rest, senders, company: config },
    rules: { lowScore: 2, lowScoreToAnotherAgent: true, promises: [{ name: 'all', withinMs: HOUR }] },
  };
  const event = {
    ...{ eventId: 'e1', schemaVersion: 1, at: NOW, customerId: CUSTOMER_ID, caseId: CASE_ID },
    ...{ caseVersion: 4, opening: 1, channel: 'sms' as const, surveyed: 1, score, via: 'sms' },
    ...{ interactionId, interactionAt: NOW },
  };
  return {
    ...it,
    dependencies,
    take: (changed: Partial<TakeSurveyAnswerDependencies> = {}) =>
      takeSurveyAnswer(event, { ...dependencies, ...changed }),
    number: () => readInteraction(it.table, { customerId: CUSTOMER_ID, at: NOW, interactionId }),
    /** Thanks on the thread. */
    async thanks() {
      const { interactions } = await readThread(it.table, CUSTOMER_ID, { limit: 20 });
      return interactions.filter(({ text }) => /thank you/i.test(text));
    },
  };
}

describe('Who answers with a number', () => {
  test('S3.16 is thanked where they wrote, once', async () => {
    const it = await answeredDesk(5);
    await it.take();
    await it.take();
    expect(it.sent).toEqual([{ to: THEIR_NUMBER, text: 'Sunrise Bikes: thank you for your answer!' }]);
    expect(await it.thanks()).toMatchObject([{ kind: 'survey', delivery: { state: 'sent' } }]);
    expect((await it.read()).survey).toMatchObject({ state: 'answered', scores: { csat: 5 } });
  });

  test('is thanked in the language in which they were asked', async () => {
    const it = await answeredDesk(5, { customer: { language: 'it' } });
    await it.take();
    expect(it.sent[0]?.text).toContain('grazie');
  });

  test('is thanked in the chat with the very write of the answer', async () => {
    const it = await answeredDesk(5, CHAT);
    const resume = async () => {
      throw new Error('There is nothing to send.');
    };
    await it.take({ replies: { ...it.dependencies.replies, move: resume, settle: resume } });
    expect(await it.thanks()).toMatchObject([{ channel: 'webchat', delivery: { state: 'sent', at: NOW } }]);
  });

  test.each(['optedOutAt', 'unreachableAt'] as const)(
    'is not thanked with %s, and their answer counts',
    async (closed) => {
      const it = await answeredDesk(5);
      const recipient: typeof it.dependencies.replies.recipient = async (id) => {
        const found = await it.dependencies.replies.recipient(id);
        return found && { ...found, [closed]: NOW };
      };
      await it.take({ replies: { ...it.dependencies.replies, recipient } });
      expect(it.sent).toEqual([]);
      expect(await it.thanks()).toEqual([]);
      expect((await it.read()).survey?.state).toBe('answered');
    },
  );

  test('is not thanked when the number comes to us an hour late', async () => {
    const it = await answeredDesk(5);
    it.wait(HOUR + 1);
    await it.take();
    expect(it.sent).toEqual([]);
    expect((await it.read()).survey?.state).toBe('answered');
  });

  test('after the page, or too late, has not answered and is not thanked', async () => {
    for (const state of ['answered', 'expired'] as const) {
      const it = await answeredDesk(5);
      const { survey: asked, ...snapshot } = await it.read();
      const survey = asked && { ...asked, state };
      const surveys = { ...it.surveys, read: async () => ({ ...snapshot, survey }) };
      await it.take({ surveys });
      expect(it.sent).toEqual([]);
      expect(await it.thanks()).toEqual([]);
    }
  });

  test('is thanked by the next try when the provider did not take it, unless that comes an hour late', async () => {
    const throttled = async () => ({ kind: 'throttled' }) as const;
    const sent = async () => ({ kind: 'sent', providerMessageId: 'p' }) as const;
    for (const [later, expected] of [
      [60_000, { state: 'sent' }],
      [HOUR + 1, { state: 'failed', reason: 'too-late' }],
    ] as const) {
      const it = await answeredDesk(5, { outcomes: [sent, throttled] });
      await expect(it.take()).rejects.toThrow('throttling');
      it.wait(later);
      await it.take();
      expect((await it.thanks())[0]?.delivery).toMatchObject(expected);
    }
  });

  const places = Array.from({ length: 10 }, (_, index) => index + 1);
  test.each(places.flatMap((n) => [[n, 'before'] as const, [n, 'after'] as const]))(
    'R5 is thanked once at most when we die at call %i, %s it, and the answer counts',
    async (n, when) => {
      const it = await answeredDesk(5);
      const { surveys, replies, senders } = dyingAt(
        { ...it.dependencies, goOn: async () => undefined, tokenKeys: { keys: async () => [] } } as never,
        n,
        when,
      );
      await it.take({ surveys, replies, senders } as never).catch(() => undefined);
      for (let tries = 0; tries < 3; tries += 1) {
        it.wait(3 * 60_000);
        await it.take().catch(() => undefined);
      }
      expect(it.sent.length).toBeLessThanOrEqual(1);
      expect((await it.thanks()).map(({ delivery }) => delivery?.state)).toEqual([
        expect.stringMatching(/^(sent|unknown)$/),
      ]);
      expect((await it.read()).survey?.state).toBe('answered');
    },
  );
});

describe('A low score given with a number', () => {
  test('W6 is the arrival that waits, and has its number', async () => {
    const it = await answeredDesk(1);
    await it.take();
    const { case: subject } = await it.read();
    expect(subject).toMatchObject({ state: 'open', opening: 2, arrivals: 2, answered: 1, waitingSince: NOW });
    expect(await it.number()).toMatchObject({ text: '1', arrival: 2 });
    expect(subject?.newest?.interactionId).toBe((await it.number())?.interactionId);
    expect(await it.thanks()).toHaveLength(1);
  });

  test('that is high enough is no arrival', async () => {
    const it = await answeredDesk(3);
    await it.take();
    expect(await it.number()).not.toHaveProperty('arrival');
    expect((await it.read()).case?.arrivals).toBe(1);
  });
});
