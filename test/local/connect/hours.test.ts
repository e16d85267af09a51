import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAYS, type Hours, isOpen } from '../../../local/connect/hours.ts';

const weekdays = DAYS.filter((day) => day !== 'SUNDAY' && day !== 'SATURDAY');

const office: Hours = {
  id: 'h',
  arn: 'h',
  zone: 'Europe/Lisbon',
  shifts: weekdays.map((day) => ({ day, from: 9 * 60, till: 17 * 60 })),
  overrides: [],
};

const open = (hours: Hours, at: string) => isOpen(hours, Date.parse(at));

describe('hours of operation', () => {
  test.each([
    ['at the minute it opens, in winter', '2026-01-05T09:00:00Z', true],
    ['a minute before', '2026-01-05T08:59:00Z', false],
    ['at the minute it closes', '2026-01-05T17:00:00Z', false],
    ['by the clocks of its zone, in summer', '2026-07-06T08:00:00Z', true],
    ['not an hour later in summer', '2026-07-06T16:00:00Z', false],
    ['on the day the clocks change', '2026-03-30T08:00:00Z', true],
    ['not on a Sunday', '2026-01-04T12:00:00Z', false],
  ])('%s', (_what, at, expected) => {
    expect(open(office, at)).toBe(expected);
  });

  test('reach over midnight, and a whole day is from 0:00 to 0:00', () => {
    const night = { ...office, shifts: [{ day: 'FRIDAY' as const, from: 22 * 60, till: 6 * 60 }] };
    expect(open(night, '2026-01-09T23:00:00Z')).toBe(true);
    expect(open(night, '2026-01-10T05:59:00Z')).toBe(true);
    expect(open(night, '2026-01-10T06:00:00Z')).toBe(false);
    expect(open(night, '2026-01-09T05:00:00Z')).toBe(false);
    const always = { ...office, shifts: DAYS.map((day) => ({ day, from: 0, till: 0 })) };
    fc.assert(fc.property(fc.integer({ min: 0, max: 4e12 }), (at) => isOpen(always, at)));
  });

  const on = (type: 'STANDARD' | 'OPEN' | 'CLOSED', from: number, till: number): Hours => ({
    ...office,
    overrides: [
      {
        type,
        from: '2026-01-05',
        till: '2026-01-06',
        shifts: from === till ? [] : DAYS.map((day) => ({ day, from: from * 60, till: till * 60 })),
      },
    ],
  });

  test.each([
    ['a holiday is closed', on('STANDARD', 0, 0), '2026-01-05T12:00:00Z', false],
    ['the day after it is not', on('STANDARD', 0, 0), '2026-01-07T12:00:00Z', true],
    ['other hours take the place of the usual', on('STANDARD', 18, 20), '2026-01-06T19:00:00Z', true],
    ['so the usual do not hold', on('STANDARD', 18, 20), '2026-01-06T12:00:00Z', false],
    ['more hours are added', on('OPEN', 18, 20), '2026-01-06T12:00:00Z', true],
    ['and open', on('OPEN', 18, 20), '2026-01-06T19:00:00Z', true],
    ['a break is taken away', on('CLOSED', 12, 13), '2026-01-06T12:30:00Z', false],
    ['around it is open', on('CLOSED', 12, 13), '2026-01-06T13:00:00Z', true],
  ])('overrides: %s', (_what, hours, at, expected) => {
    expect(open(hours, at)).toBe(expected);
  });
});
