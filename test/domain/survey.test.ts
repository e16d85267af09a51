import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outOfQuietHours } from '../../shared/domain/quiet-hours.ts';
import { type SurveyRules, scoreInText } from '../../shared/domain/survey.ts';
import {
  decideSurvey,
  planSurvey,
  type SurveyQuery,
  surveyTimes,
} from '../../shared/domain/survey-decision.ts';
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

const answered = resolvedCase({ sent: { opening: 1, replies: 1 } });

function decide(overrides: Partial<SurveyQuery> = {}) {
  const query = {
    case: answered,
    customer: customer(),
    handledAt: phone,
    mailbox: undefined,
    channels: new Set(['sms', 'webchat', 'email'] as const),
    mailFrom: 'support@example.com',
  };
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

  test('is not asked when nobody answered, or only before the case was opened again', () => {
    expect(decide({ case: resolvedCase() })).toEqual({ do: 'skip', because: 'never-answered' });
    const again = { ...answered, opening: 2, replied: { arrival: 1, agent: 'agent-1', pending: 0, sent: 1 } };
    expect(decide({ case: again, opening: 2 })).toEqual({ do: 'skip', because: 'never-answered' });
  });

  test('W6 is asked of one person at most once in the configured time, to the millisecond', () => {
    expect(decide({ customer: customer({ surveyedAt: ago(30 * DAY - 1) }) })).toEqual({
      do: 'skip',
      because: 'asked-recently',
    });
    expect(decide({ customer: customer({ surveyedAt: ago(30 * DAY) }) }).do).toBe('ask');
  });

  test('goes to the proven mailbox when the first channel is closed, and to nobody without one', () => {
    const byMail = {
      do: 'ask',
      to: { channel: 'email', contactPointId: 'm', account: 'support@example.com' },
    };
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

  test('is asked in a silent chat rather than not at all, for a week', () => {
    const chat = { ...answered, channel: 'webchat' as const };
    expect(decide({ case: { ...chat, lastActiveAt: ago(7 * DAY) } })).toMatchObject({
      to: { channel: 'webchat' },
    });
    expect(decide({ case: { ...chat, lastActiveAt: ago(7 * DAY + 1) } })).toEqual({
      do: 'skip',
      because: 'no-channel',
    });
  });

  test('waits for the morning of the customer’s own zone', () => {
    const inTokyo = customer({ timeZone: 'Asia/Tokyo' });
    expect(decide({ customer: inTokyo })).toMatchObject({
      do: 'wait',
      times: { askAt: '2026-11-23T00:00:00.000Z' },
    });
  });

  test('leaves only on a channel that is set up', () => {
    expect(decide({ channels: new Set() })).toEqual({ do: 'skip', because: 'no-channel' });
    expect(decide({ channels: new Set(['email']), mailbox })).toMatchObject({ to: { channel: 'email' } });
  });
});

describe('A resolution', () => {
  const plan = (overrides: Partial<SurveyQuery> = {}) =>
    planSurvey({ case: answered, customer: customer(), opening: 1, ...overrides }, RULES);

  test('is asked about as long after it as configured', () => {
    expect(plan()).toMatchObject({ do: 'start', times: { askAt: '2026-11-23T11:00:00.000Z' } });
  });

  test('is asked about when its only answer is on its way still', () => {
    const replied = { arrival: 1, agent: 'agent-1', pending: 1 };
    expect(plan({ case: resolvedCase({ replied }) }).do).toBe('start');
  });

  test('without an answer, or of somebody asked lately, needs no workflow to find that out', () => {
    expect(plan({ case: resolvedCase() })).toEqual({ do: 'skip', because: 'never-answered' });
    const asked = customer({ surveyedAt: ago(2 * DAY) });
    expect(plan({ customer: asked })).toEqual({ do: 'skip', because: 'asked-recently' });
    expect(plan({ opening: 2 })).toEqual({ do: 'skip', because: 'reopened' });
    const again = { ...answered, opening: 2, replied: { arrival: 1, agent: 'agent-1', pending: 0, sent: 1 } };
    expect(plan({ case: again, opening: 2 })).toEqual({ do: 'skip', because: 'never-answered' });
  });
});

describe('The times of a survey', () => {
  const times = (earliest: string, rules: Partial<SurveyRules> = {}, timeZone = 'Europe/Lisbon') =>
    surveyTimes(earliest, customer({ timeZone }), { ...RULES, ...rules });

  test('disturb nobody at night', () => {
    expect(times('2026-11-21T21:30:00.000Z').askAt).toBe('2026-11-22T09:00:00.000Z');
    expect(times('2026-11-21T03:00:00.000Z').askAt).toBe('2026-11-21T09:00:00.000Z');
    // Asked at 10, reminded not at 22 of the same day but at 9 of the next.
    expect(times('2026-11-21T10:00:00.000Z', { remindAfterMs: 12 * HOUR })).toEqual({
      askAt: '2026-11-21T10:00:00.000Z',
      remindAfter: 23 * 3600,
      expireAfter: 7 * 86_400,
    });
  });

  test('leave the reminder out that would come after the end', () => {
    const short = { remindAfterMs: 10 * HOUR, expireAfterMs: 12 * HOUR };
    expect(times('2026-11-21T11:00:00.000Z', short)).toMatchObject({
      remindAfter: 12 * 3600,
      expireAfter: 12 * 3600,
    });
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
