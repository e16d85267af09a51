import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outOfQuietHours } from '../../shared/domain/quiet-hours.ts';
import {
  decideSurvey,
  type SurveyQuery,
  type SurveyRules,
  scoreInText,
  surveyMoment,
} from '../../shared/domain/survey.ts';
import { ago, customer, DAY, HOUR, NOW, resolvedCase } from './builders.ts';

/** From eight in the evening to nine in the morning. */
const NIGHT = { start: 20 * 60, end: 9 * 60 };

const RULES: SurveyRules = {
  afterMs: DAY,
  quietHours: NIGHT,
  remindAfterMs: 3 * DAY,
  expireAfterMs: 7 * DAY,
  atMostEveryMs: 30 * DAY,
  questions: ['csat', 'effort', 'nps'],
  lowScore: 2,
  lowScoreToAnotherAgent: true,
  zone: 'Europe/Lisbon',
};

const phone = {
  channel: 'sms' as const,
  address: '+351912345678',
  contactPointId: 'c0'.repeat(32),
  owner: 'x',
  head: 'x',
  firstSeenAt: ago(DAY),
};
const mailbox = { ...phone, channel: 'email' as const, address: 'ann@example.com', contactPointId: 'm' };

const answered = resolvedCase({ replied: { arrival: 1, agent: 'agent-1', pending: 0, sent: 1 } });

function decide(overrides: Partial<SurveyQuery> = {}) {
  const query = { case: answered, customer: customer(), handledAt: phone, mailbox: undefined };
  return decideSurvey({ ...query, opening: 1, now: NOW, ...overrides }, RULES);
}

describe('A survey', () => {
  test('S2.9 W6 is asked where the case was handled', () => {
    const { channel, contactPointId, account } = answered;
    expect(decide()).toEqual({ do: 'ask', to: { channel, contactPointId, account } });
  });

  test('is not asked about a case that was opened again, even when that is resolved by now', () => {
    expect(decide({ case: { ...answered, state: 'open' } })).toEqual({ do: 'skip', because: 'reopened' });
    expect(decide({ case: { ...answered, opening: 2 } })).toEqual({ do: 'skip', because: 'reopened' });
    expect(decide({ case: undefined })).toEqual({ do: 'skip', because: 'reopened' });
  });

  test('is not asked when nobody answered', () => {
    expect(decide({ case: resolvedCase() })).toEqual({ do: 'skip', because: 'never-answered' });
  });

  test('W6 is asked of one person at most once in the configured time, to the millisecond', () => {
    expect(decide({ customer: customer({ surveyedAt: ago(30 * DAY - 1) }) })).toEqual({
      do: 'skip',
      because: 'asked-recently',
    });
    expect(decide({ customer: customer({ surveyedAt: ago(30 * DAY) }) }).do).toBe('ask');
  });

  test('goes to the proven mailbox when the first channel is closed, and to nobody without one', () => {
    const byMail = { do: 'ask', to: { channel: 'email', contactPointId: 'm' } };
    for (const closed of [{ optedOutAt: NOW }, { unreachableAt: NOW }, { proof: 'unproven' as const }]) {
      const handledAt = { ...phone, ...closed };
      expect(decide({ handledAt, mailbox })).toEqual(byMail);
      expect(decide({ handledAt })).toEqual({ do: 'skip', because: 'no-channel' });
    }
  });

  test('is asked in the chat only while that is likely to be read', () => {
    const chat = { ...answered, channel: 'webchat' as const };
    expect(decide({ case: { ...chat, lastActiveAt: ago(23 * HOUR) }, mailbox })).toMatchObject({
      to: { channel: 'webchat' },
    });
    expect(decide({ case: { ...chat, lastActiveAt: ago(25 * HOUR) }, mailbox })).toMatchObject({
      to: { channel: 'email' },
    });
  });

  test('waits for the morning of the customer’s own zone', () => {
    const inTokyo = customer({ timeZone: 'Asia/Tokyo' });
    expect(decide({ customer: inTokyo })).toEqual({ do: 'wait', until: '2026-11-23T00:00:00.000Z' });
  });

  test('comes as long after the resolution as configured, out of the quiet hours', () => {
    expect(surveyMoment('2026-11-20T10:00:00.000Z', customer(), RULES)).toBe('2026-11-21T10:00:00.000Z');
    expect(surveyMoment('2026-11-20T21:30:00.000Z', customer(), RULES)).toBe('2026-11-22T09:00:00.000Z');
    expect(surveyMoment('2026-11-20T03:00:00.000Z', undefined, RULES)).toBe('2026-11-21T09:00:00.000Z');
  });
});

describe('Quiet hours', () => {
  test('end by the clock of the wall, also in the night in which it is put forward or back', () => {
    const night = '2026-03-28T23:00:00.000Z';
    expect(outOfQuietHours(night, NIGHT, 'Europe/Lisbon')).toBe('2026-03-29T08:00:00.000Z');
    const autumn = '2026-10-24T22:00:00.000Z';
    expect(outOfQuietHours(autumn, NIGHT, 'Europe/Lisbon')).toBe('2026-10-25T09:00:00.000Z');
  });

  test('within one day are left at their end', () => {
    const noon = { start: 12 * 60, end: 14 * 60 };
    expect(outOfQuietHours('2026-11-22T12:30:00.000Z', noon, 'UTC')).toBe('2026-11-22T14:00:00.000Z');
    expect(outOfQuietHours('2026-11-22T14:00:00.000Z', noon, 'UTC')).toBe('2026-11-22T14:00:00.000Z');
  });

  test('once left are left, in any zone, and nothing is sent earlier or more than a day and an hour later', () => {
    const zones = ['UTC', 'Europe/Lisbon', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 1439 }),
        fc.integer({ min: 1, max: 1439 }),
        (zone, date, start, length) => {
          const quiet = { start, end: (start + length) % 1440 };
          const moment = date.toISOString();
          const left = outOfQuietHours(moment, quiet, zone);
          expect(left >= moment).toBe(true);
          expect(Date.parse(left) - Date.parse(moment)).toBeLessThanOrEqual(25 * HOUR);
        },
      ),
    );
  });
});

describe('An answer in a message', () => {
  test('is a number of the scale and nothing else', () => {
    for (const text of ['5', ' 5 ', '5!', '5/5', '5 / 5.']) expect(scoreInText(text)).toBe(5);
    for (const text of ['0', '6', '10', '4/10', '5 stars', 'five', '', '5 5', '-5', '5?', '５']) {
      expect(scoreInText(text)).toBeUndefined();
    }
  });
});
