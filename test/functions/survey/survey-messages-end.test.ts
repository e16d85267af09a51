import { describe, expect, test } from 'vitest';
import type { EndingEvent } from '../../../functions/stop-survey/ending-event.ts';
import { stopSurvey } from '../../../functions/stop-survey/stop-survey.ts';
import { answerSurvey } from '../../../shared/domain/survey-answer.ts';
import type { SendOutcome } from '../../../shared/gateways/send-outcome.ts';
import { CUSTOMER_ID, DAY, NOW } from '../../domain/builders.ts';
import { CASE_ID, dyingAt, surveyDesk } from './survey-desk.ts';

type Desk = Awaited<ReturnType<typeof surveyDesk>>;

const facts = {
  ...{ eventId: 'e1', schemaVersion: 1, at: NOW, customerId: CUSTOMER_ID, caseId: CASE_ID },
  ...{ caseVersion: 3, channel: 'sms' as const },
};
const REOPENED: EndingEvent = {
  type: 'reopened',
  event: { ...facts, opening: 2, reason: 'after-resolution' },
};
const ANSWERED: EndingEvent = {
  type: 'answered',
  event: { ...facts, opening: 1, surveyed: 1, scores: { csat: 5 }, via: 'page' },
};

const MINUTES = 60_000;
const throttled = async (): Promise<SendOutcome> => ({ kind: 'throttled' });
const taken = async (): Promise<SendOutcome> => ({ kind: 'sent', providerMessageId: 'p-1' });

/** Hears that the survey is over. */
async function stop({ dependencies }: Desk, event: EndingEvent, changed: Partial<Desk['dependencies']> = {}) {
  const stopped: string[] = [];
  const workflow = { stop: async ({ caseId }: { caseId: string }) => void stopped.push(caseId) };
  await stopSurvey(event, { ...dependencies, ...changed, workflow });
  return stopped;
}

/** The customer answers on the page. */
async function answer({ surveys, read }: Desk) {
  const { survey, case: subject, customer } = await read();
  if (!survey || !subject || !customer) throw new Error('There is no survey.');
  const rules = { lowScore: 2, lowScoreToAnotherAgent: true, promises: [] };
  const said = { scores: { csat: 5 }, via: 'page' };
  const outcome = answerSurvey({ survey, case: subject, customer, now: NOW }, said, rules);
  if (outcome.kind === 'refused') throw new Error(outcome.because);
  await surveys.save(outcome.change, { commit: 'answer', at: NOW });
}

/** The step dies after the provider took the question, or the reminder, and before that is written. */
async function dieSending(it: Desk, which: 'question' | 'reminder') {
  if (which === 'question') {
    await expect(it.ask(dyingAt(it.dependencies, 5, 'after'))).rejects.toThrow('died');
  } else {
    await it.ask();
    it.wait(3 * DAY);
    await expect(it.remind(dyingAt(it.dependencies, 5, 'after'))).rejects.toThrow('died');
  }
  expect((await it.messages())[0]?.delivery?.state).toBe('sending');
  expect(it.sent).toHaveLength(which === 'question' ? 1 : 2);
}

const endings = [
  ['reopened', REOPENED, (it: Desk) => it.reopen()],
  ['answered', ANSWERED, answer],
] as const;

describe.each(endings)('A survey that is over because it is %s', (reason, event, happens) => {
  test.each(['question', 'reminder'] as const)(
    'R5 with a %s that may have left shows it as unknown after two minutes and sends it no more',
    async (which) => {
      const it = await surveyDesk();
      await dieSending(it, which);
      const asked = it.sent.length;
      await happens(it);
      await expect(stop(it, event)).rejects.toThrow('Another may be at work');
      it.wait(3 * MINUTES);
      await stop(it, event);
      await stop(it, event);
      expect((await it.messages())[0]?.delivery).toMatchObject({ state: 'unknown' });
      expect(it.lines.filter(({ code }) => code === 'TL4003')).toHaveLength(1);
      await (which === 'question' ? it.ask() : it.remind());
      expect(it.sent).toHaveLength(asked);
    },
  );

  test('sends a reminder that has not left no more, and says why', async () => {
    const it = await surveyDesk({ outcomes: [taken, throttled] });
    await it.ask();
    it.wait(3 * DAY);
    await expect(it.remind()).rejects.toThrow('throttling');
    await happens(it);
    await stop(it, event);
    const [reminder, question] = await it.messages();
    expect(reminder?.delivery).toMatchObject({ state: 'failed', reason });
    expect(question?.delivery).toMatchObject({ state: 'sent' });
  });

  test('leaves a message that has left as it is', async () => {
    const it = await surveyDesk();
    await it.ask();
    await happens(it);
    await stop(it, event);
    expect(await it.messages()).toMatchObject([{ delivery: { state: 'sent', at: NOW } }]);
  });

  test('fails no message that another takes in this very moment', async () => {
    const it = await surveyDesk({ outcomes: [throttled] });
    await expect(it.ask()).rejects.toThrow('throttling');
    await happens(it);
    const { replies } = it.dependencies;
    const move: typeof replies.move = async (step) => {
      const next = { state: 'sending', attempt: 'another', since: NOW } as const;
      await replies.move({ interaction: step.interaction, next });
      return replies.move(step);
    };
    await expect(stop(it, event, { replies: { ...replies, move } })).rejects.toThrow('Another');
    expect((await it.messages())[0]?.delivery).toMatchObject({ state: 'sending', attempt: 'another' });
  });

  const places = Array.from({ length: 7 }, (_, index) => index + 1);
  test.each(places.flatMap((n) => [[n, 'before'] as const, [n, 'after'] as const]))(
    'R5 ends with its message whatever dies: at call %i, %s it',
    async (n, when) => {
      const it = await surveyDesk();
      await dieSending(it, 'question');
      await happens(it);
      it.wait(3 * MINUTES);
      await stop(it, event, dyingAt(it.dependencies, n, when)).catch(() => undefined);
      await stop(it, event);
      expect(await it.messages()).toMatchObject([{ delivery: { state: 'unknown' } }]);
      expect((await it.read()).survey?.state).toBe(reason === 'reopened' ? 'stopped' : 'answered');
      expect(it.sent).toHaveLength(1);
    },
  );
});

describe('A survey that nobody has answered', () => {
  test.each(['expire', 'remind'] as const)(
    'R5 does not end with a reminder that is on its way for ever: found by %s',
    async (step) => {
      const it = await surveyDesk();
      await dieSending(it, 'reminder');
      it.wait(4 * DAY);
      await it[step]();
      expect((await it.read()).survey?.state).toBe('expired');
      expect((await it.messages())[0]?.delivery).toMatchObject({ state: 'unknown' });
      expect(it.sent).toHaveLength(2);
    },
  );
});

describe('A survey that was asked before surveys were switched off', () => {
  const withoutSurveys = ({ dependencies: { config } }: Desk) => {
    const { survey: _, ...rest } = config;
    return { config: rest } as Pick<Desk['dependencies'], 'config'>;
  };

  test('R5 waits on, though nobody is reminded, and ends', async () => {
    const it = await surveyDesk();
    await dieSending(it, 'question');
    it.wait(3 * MINUTES);
    await it.ask(withoutSurveys(it));
    expect(it.went).toEqual([]);
    expect((await it.read()).survey).toMatchObject({ state: 'asked', taskToken: 'token-2' });
    expect(await it.messages()).toMatchObject([{ delivery: { state: 'unknown' } }]);
    it.wait(3 * DAY);
    await it.remind(withoutSurveys(it));
    it.wait(4 * DAY);
    await it.expire();
    expect((await it.read()).survey?.state).toBe('expired');
    expect(it.sent).toHaveLength(1);
  });

  test('sends a question that has not left no more', async () => {
    const it = await surveyDesk({ outcomes: [throttled] });
    await expect(it.ask()).rejects.toThrow('throttling');
    await it.ask(withoutSurveys(it));
    expect(it.sent).toHaveLength(1);
    expect((await it.messages())[0]?.delivery).toMatchObject({ state: 'failed', reason: 'switched-off' });
  });
});
