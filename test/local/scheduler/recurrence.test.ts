import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRecurrence } from '../../../local/core/recurrence.ts';
import { instantOf, wallTime } from '../../../local/core/wall-clock.ts';

/** The next moments of an expression, in UTC to the minute. */
function moments(expression: string, from: string, zone = 'UTC', count = 3): string[] {
  const recurrence = readRecurrence(expression, zone);
  const found: string[] = [];
  for (let after = Date.parse(from); found.length < count; ) {
    const next = recurrence.next(after);
    if (next === undefined) break;
    found.push(new Date(next).toISOString().slice(0, 16));
    after = next;
  }
  return found;
}

const FROM = '2026-11-22T02:16:05.123Z'; // a Sunday

describe('cron', () => {
  test.each([
    ['0/20 * * * ? *', ['2026-11-22T02:20', '2026-11-22T02:40', '2026-11-22T03:00']],
    ['0 9 ? * MON-FRI *', ['2026-11-23T09:00', '2026-11-24T09:00', '2026-11-25T09:00']],
    ['30 8,20 * * ? *', ['2026-11-22T08:30', '2026-11-22T20:30', '2026-11-23T08:30']],
    ['0 0 L * ? *', ['2026-11-30T00:00', '2026-12-31T00:00', '2027-01-31T00:00']],
    ['0 0 ? * 6L *', ['2026-11-27T00:00', '2026-12-25T00:00', '2027-01-29T00:00']],
    ['0 9 ? * 2#1 *', ['2026-12-07T09:00', '2027-01-04T09:00', '2027-02-01T09:00']],
    ['0 9 1W * ? *', ['2026-12-01T09:00', '2027-01-01T09:00', '2027-02-01T09:00']],
    ['0 9 15W MAY ? *', ['2027-05-14T09:00', '2028-05-15T09:00', '2029-05-15T09:00']],
    // Months that lack the day are left out.
    ['0 0 31 * ? *', ['2026-12-31T00:00', '2027-01-31T00:00', '2027-03-31T00:00']],
    ['0 0 29 2 ? *', ['2028-02-29T00:00', '2032-02-29T00:00', '2036-02-29T00:00']],
    ['0 0 ? 2 SUN#5 *', ['2032-02-29T00:00', '2060-02-29T00:00', '2088-02-29T00:00']],
    ['0 12 1 1 ? 2027', ['2027-01-01T12:00']],
    ['0 12 1 1 ? 2020', []],
  ])('%s', (fields, expected) => {
    expect(moments(`cron(${fields})`, FROM)).toEqual(expected);
  });

  test('follows the clocks of its time zone: what they jump over is left out, what they show twice counts once', () => {
    const daily = 'cron(30 2 * * ? *)';
    // 29 March 2026: 2:00 becomes 3:00. 25 October 2026: 3:00 becomes 2:00.
    expect(moments(daily, '2026-03-27T12:00:00Z', 'Europe/Madrid')).toEqual([
      '2026-03-28T01:30',
      '2026-03-30T00:30',
      '2026-03-31T00:30',
    ]);
    expect(moments(daily, '2026-10-24T12:00:00Z', 'Europe/Madrid')).toEqual([
      '2026-10-25T00:30',
      '2026-10-26T01:30',
      '2026-10-27T01:30',
    ]);
  });

  test('what it finds is later, and is what it says', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Madrid',
      'America/Sao_Paulo',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    );
    const from = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2032, 0) });
    fc.assert(
      fc.property(from, zones, fc.nat(59), fc.nat(23), (after, zone, minute, hour) => {
        const next = readRecurrence(`cron(${minute} ${hour} * * ? *)`, zone).next(after) ?? 0;
        expect(next).toBeGreaterThan(after);
        expect(next - after).toBeLessThanOrEqual(49 * 3_600_000);
        expect(wallTime(zone, next)).toMatchObject({ hour, minute, second: 0 });
      }),
    );
  });

  test.each([
    ['cron(* * * * *)', 'cron needs six fields'],
    ['cron(60 * * * ? *)', '60 is no minutes of cron'],
    ['cron(0 0 * * * *)', 'needs ? for either day of month or day of week'],
    ['cron(0 0 ? * ? *)', 'needs ? for either day of month or day of week'],
    ['cron(0 0 ? * FUNDAY *)', 'FUNDAY is no day of week of cron'],
    ['cron(0/0 0 * * ? *)', '0/0 is no minutes of cron'],
    ['cron(0 9-5 * * ? *)', '9-5 is no hours of cron'],
    ['rate(0 minutes)', 'a rate is a number of minutes, hours or days'],
    ['rate(2 weeks)', 'a rate is a number of minutes, hours or days'],
    ['at(tomorrow)', 'at needs a time like'],
    ['every(day)', 'is neither rate(…) nor cron(…) nor at(…)'],
  ])('%s is refused by name', (expression, reason) => {
    expect(() => readRecurrence(expression)).toThrow(expression);
    expect(() => readRecurrence(expression)).toThrow(reason);
  });
});

test('at is one time, on the clocks of its zone', () => {
  expect(moments('at(2026-12-24T18:00:00)', FROM, 'Europe/Madrid')).toEqual(['2026-12-24T17:00']);
  expect(moments('at(2026-11-01T00:00:00)', FROM)).toEqual([]);
  expect(() => readRecurrence('at(2026-03-29T02:30:00)', 'Europe/Madrid')).toThrow('never show this');
});

test('every instant is found again from what the clocks show, or the first that shows the same', () => {
  const zones = fc.constantFrom(
    'Europe/Madrid',
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
  );
  const seconds = fc.integer({ min: Date.UTC(2000, 0) / 1000, max: Date.UTC(2037, 0) / 1000 });
  fc.assert(
    fc.property(zones, seconds, (zone, second) => {
      const instant = second * 1000;
      const found = instantOf(zone, wallTime(zone, instant)) ?? Number.NaN;
      expect(found).toBeLessThanOrEqual(instant);
      expect(wallTime(zone, found)).toEqual(wallTime(zone, instant));
    }),
  );
});
