import { describe, expect, test } from 'vitest';
import { answerSurvey } from '../../../shared/domain/survey-answer.ts';
import { customerWrite } from '../../../shared/stores/customer-store.ts';
import { put } from '../../../shared/stores/table.ts';
import { ago, customer, DAY, HOUR, NOW, THEIR_NUMBER } from '../../domain/builders.ts';
import { CASE_ID, dyingAt, surveyDesk } from './survey-desk.ts';

type Desk = Awaited<ReturnType<typeof surveyDesk>>;

/** The customer answers on the page. */
async function answered({ surveys, read }: Desk) {
  const { survey, case: subject, customer: who } = await read();
  if (!survey || !subject || !who) throw new Error('There is no survey.');
  const rules = { lowScore: 2, lowScoreToAnotherAgent: true, promises: [] };
  const outcome = answerSurvey(
    { survey, case: subject, customer: who, now: NOW },
    { scores: { csat: 5 }, via: 'page' },
    rules,
  );
  if (outcome.kind === 'refused') throw new Error(outcome.because);
  expect(await surveys.save(outcome.change, { commit: 'answer', at: NOW })).toBe('saved');
}

describe('The question', () => {
  test('S2.9 W6 leaves once, with its link, and is written down with the token that waits for it', async () => {
    const it = await surveyDesk();
    await it.ask();
    expect(it.sent).toEqual([
      { to: THEIR_NUMBER, text: expect.stringMatching(/example\.com\/survey\/[a-z2-7]{48}$/) },
    ]);
    const { survey, case: subject, customer: who } = await it.read();
    expect(survey).toMatchObject({
      state: 'asked',
      taskToken: 'token-1',
      until: ago(-7 * DAY),
      channel: 'sms',
    });
    expect(subject?.survey).toEqual({ opening: 1, state: 'asked' });
    expect(who).toMatchObject({ surveyedAt: NOW, openSurvey: { caseId: CASE_ID } });
    expect(await it.messages()).toMatchObject([
      { delivery: { state: 'sent' }, contactPointId: 'c0'.repeat(32) },
    ]);
    // Nobody has answered: the workflow waits.
    expect(it.went).toEqual([]);
  });

  test('costs two reads, a transaction of four items and two small writes', async () => {
    const it = await surveyDesk();
    it.calls.length = 0;
    await it.ask();
    expect(it.calls).toEqual(['BatchGetItem', 'BatchGetItem', 'TransactWriteItems', 'PutItem', 'UpdateItem']);
  });

  test('R5 of a step that is tried again does not leave again, and the newer token is the one that counts', async () => {
    const it = await surveyDesk();
    await it.ask();
    await it.ask();
    expect(it.sent).toHaveLength(1);
    expect((await it.read()).survey?.taskToken).toBe('token-2');
  });

  test('R5 about two cases of one customer resolved at once leaves once', async () => {
    const it = await surveyDesk();
    const { save } = it.surveys;
    // The other case's question is written between this one's decision and its write.
    let raced = false;
    const surveys = {
      ...it.surveys,
      save: async (...parameters: Parameters<typeof save>) => {
        if (!raced) {
          raced = true;
          const who = customer({ openCases: [] });
          await put(it.table, customerWrite(who, { ...who, version: 2, surveyedAt: NOW }));
        }
        return save(...parameters);
      },
    };
    await it.ask({ surveys });
    expect(it.sent).toEqual([]);
    expect(it.went).toEqual([['token-1', { outcome: 'skipped', because: 'asked-recently' }]]);
    expect((await it.read()).survey).toMatchObject({ state: 'skipped', reason: 'asked-recently' });
  });

  test('never leaves once the case is open again, even in that very moment', async () => {
    const it = await surveyDesk();
    const { save } = it.surveys;
    let raced = false;
    const surveys = {
      ...it.surveys,
      save: async (...parameters: Parameters<typeof save>) => {
        if (!raced) await it.reopen();
        raced = true;
        return save(...parameters);
      },
    };
    await it.ask({ surveys });
    expect(it.sent).toEqual([]);
    expect(it.went).toEqual([['token-1', { outcome: 'reopened' }]]);
  });

  test('waits for an hour that disturbs nobody', async () => {
    const it = await surveyDesk({ customer: { timeZone: 'Asia/Tokyo' } });
    await it.ask();
    expect(it.sent).toEqual([]);
    expect(it.went).toEqual([
      [
        'token-1',
        {
          outcome: 'later',
          askAt: '2026-11-23T00:00:00.000Z',
          remindAfter: 3 * 86_400,
          expireAfter: 7 * 86_400,
        },
      ],
    ]);
    expect((await it.read()).survey).toBeUndefined();
  });

  test.each([
    ['opted out', { contactPoint: { optedOutAt: NOW } }, 'no-channel'],
    ['cannot be reached', { contactPoint: { unreachableAt: NOW } }, 'no-channel'],
    ['proved nothing', { contactPoint: { proof: 'unproven' } }, 'no-channel'],
    ['was asked lately', { customer: { surveyedAt: ago(29 * DAY) } }, 'asked-recently'],
    ['was never answered', { case: { sent: undefined } }, 'never-answered'],
  ] as const)('is not put to who %s, and that is told', async (_, scene, because) => {
    const it = await surveyDesk(scene);
    await it.ask();
    expect(it.sent).toEqual([]);
    expect(it.went).toEqual([['token-1', { outcome: 'skipped', because }]]);
    expect((await it.read()).case?.survey).toEqual({ opening: 1, state: 'skipped' });
  });

  test('about a customer who was erased is nothing to fail for', async () => {
    const it = await surveyDesk();
    const surveys = {
      ...it.surveys,
      read: async () => ({ survey: undefined, case: undefined, customer: undefined }),
    };
    await it.ask({ surveys });
    expect(it.went).toEqual([['token-1', { outcome: 'gone' }]]);
  });

  test('is put in the language that the customer wrote in', async () => {
    const it = await surveyDesk();
    const readWays: Desk['surveys']['readWays'] = async (...parameters) => {
      const ways = await it.surveys.readWays(...parameters);
      return {
        ...ways,
        newest: ways.newest && { ...ways.newest, text: 'Dov’è il mio ordine? Aspetto da giorni.' },
      };
    };
    await it.ask({ surveys: { ...it.surveys, readWays } });
    expect(it.sent[0]?.text).toContain('Sunrise Bikes: è soddisfatto');
  });

  test('R5 of which nobody knows whether it left is shown as unknown and not sent again', async () => {
    const it = await surveyDesk();
    const dead = dyingAt(it.dependencies, 5, 'after');
    await expect(it.ask(dead)).rejects.toThrow('died');
    await expect(it.ask()).rejects.toThrow('Another may be at work');
    it.wait(3 * 60_000);
    await it.ask();
    expect(it.sent).toHaveLength(1);
    expect(await it.messages()).toMatchObject([{ delivery: { state: 'unknown' } }]);
    expect((await it.read()).survey?.taskToken).toBe('token-3');
  });
});

describe('R5 Whatever dies', () => {
  const places = Array.from({ length: 9 }, (_, index) => index + 1);
  test.each(places.flatMap((n) => [[n, 'before'] as const, [n, 'after'] as const]))(
    'at call %i, %s it: the customer is asked once at most, and the workflow waits with a token that counts',
    async (n, when) => {
      const it = await surveyDesk();
      await it.ask(dyingAt(it.dependencies, n, when)).catch(() => undefined);
      for (let tries = 0; tries < 3; tries += 1) {
        it.wait(3 * 60_000);
        await it.ask().catch(() => undefined);
      }
      expect(it.sent.length).toBeLessThanOrEqual(1);
      expect(await it.messages()).toHaveLength(1);
      expect((await it.messages())[0]?.delivery?.state).toMatch(/^(sent|unknown)$/);
      expect((await it.read()).survey).toMatchObject({ state: 'asked', taskToken: 'token-4' });
    },
  );

  test.each(places.flatMap((n) => [[n, 'before'] as const, [n, 'after'] as const]))(
    'at call %i of the reminder, %s it: the customer is reminded once at most',
    async (n, when) => {
      const it = await surveyDesk();
      await it.ask();
      it.wait(3 * DAY);
      await it.remind(dyingAt(it.dependencies, n, when)).catch(() => undefined);
      for (let tries = 0; tries < 3; tries += 1) {
        it.wait(3 * 60_000);
        await it.remind().catch(() => undefined);
      }
      expect(it.sent.length).toBeLessThanOrEqual(2);
      expect(await it.messages()).toHaveLength(2);
      expect((await it.read()).survey).toMatchObject({ state: 'asked', taskToken: 'token-5' });
    },
  );
});

describe('The reminder', () => {
  test('leaves once, with the same end', async () => {
    const it = await surveyDesk();
    await it.ask();
    it.wait(3 * DAY);
    await it.remind();
    await it.remind();
    expect(it.sent.map(({ text }) => text.includes('still like to hear'))).toEqual([false, true]);
    expect((await it.read()).survey).toMatchObject({ until: ago(-7 * DAY), taskToken: 'token-3' });
  });

  test('after the answer does not leave, and the workflow ends', async () => {
    const it = await surveyDesk();
    await it.ask();
    await answered(it);
    await it.remind();
    expect(it.sent).toHaveLength(1);
    expect(it.went).toEqual([['token-2', { outcome: 'answered' }]]);
  });

  test('about a case that is open again does not leave', async () => {
    const it = await surveyDesk();
    await it.ask();
    await it.reopen();
    await it.remind();
    expect(it.sent).toHaveLength(1);
    expect(it.went).toEqual([['token-2', { outcome: 'reopened' }]]);
    expect((await it.read()).survey?.state).toBe('stopped');
    await it.expire();
    expect((await it.read()).survey?.state).toBe('stopped');
  });

  test('in the night, or an hour before the end, does not leave; the link goes on to count', async () => {
    for (const later of [12 * HOUR, 7 * DAY - HOUR]) {
      const it = await surveyDesk();
      await it.ask();
      it.wait(later);
      await it.remind();
      expect(it.sent).toHaveLength(1);
      expect(it.went).toEqual([]);
      expect((await it.read()).survey).toMatchObject({ state: 'asked', taskToken: 'token-2' });
    }
  });

  test('after the end is the end', async () => {
    const it = await surveyDesk();
    await it.ask();
    it.wait(7 * DAY);
    await it.remind();
    expect(it.went).toEqual([['token-2', { outcome: 'expired' }]]);
    expect((await it.read()).survey?.state).toBe('expired');
  });
});

test('A survey that nobody answered ends once, and the customer is no longer waited for', async () => {
  const it = await surveyDesk();
  await it.ask();
  it.wait(7 * DAY);
  await it.expire();
  await it.expire();
  const { survey, case: subject, customer: who } = await it.read();
  expect(survey).toMatchObject({ state: 'expired', version: 2 });
  expect(subject?.survey).toEqual({ opening: 1, state: 'expired' });
  expect(who?.openSurvey).toBeUndefined();
  expect(who?.surveyedAt).toBe(NOW);
});
