import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addBusinessTime, type Calendar, type Shift } from '../../shared/domain/business-time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** `9-13` as a shift; minutes of a day where halves are needed: `0:30-24`. */
function shift(text: string): Shift {
  const [start = 0, end = 0] = text.split('-').map((clock) => {
    const [hours, minutes = '0'] = clock.split(':');
    return Number(hours) * 60 + Number(minutes);
  });
  return { start, end };
}

function calendar(
  zone: string,
  week: Record<string, string[]>,
  days: Record<string, string[]> = {},
): Calendar {
  const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
  return {
    zone,
    week: names.map((name) => (week[name] ?? week.all ?? []).map(shift)),
    days: Object.fromEntries(Object.entries(days).map(([date, shifts]) => [date, shifts.map(shift)])),
  };
}

function dueAfter(start: string, ms: number, hours: Calendar): string | undefined {
  const due = addBusinessTime(Date.parse(start), ms, hours);
  return due === undefined ? undefined : new Date(due).toISOString().replace(':00.000Z', 'Z');
}

const weekdays = (shifts: string[]) => ({ mon: shifts, tue: shifts, wed: shifts, thu: shifts, fri: shifts });
const office = calendar('Europe/Lisbon', weekdays(['9-13', '14-18']), {
  '2026-12-25': [],
  '2026-12-31': ['9-12'],
  '2027-01-01': [],
});

describe('Business time', () => {
  test.each([
    ['within a shift', '2026-11-23T10:00Z', 15 * MINUTE, '2026-11-23T10:15Z'],
    ['to the very end of a shift', '2026-11-23T12:45Z', 15 * MINUTE, '2026-11-23T13:00Z'],
    ['over the break of a split shift', '2026-11-23T12:50Z', 15 * MINUTE, '2026-11-23T14:05Z'],
    ['from the break', '2026-11-23T13:30Z', 15 * MINUTE, '2026-11-23T14:15Z'],
    ['from Friday evening to Monday', '2026-11-27T19:00Z', 15 * MINUTE, '2026-11-30T09:15Z'],
    ['from Friday afternoon to Monday', '2026-11-27T17:00Z', 4 * HOUR, '2026-11-30T12:00Z'],
    ['over Christmas', '2026-12-24T17:50Z', 15 * MINUTE, '2026-12-28T09:05Z'],
    ['through a short day and a holiday', '2026-12-31T11:00Z', 4 * HOUR, '2027-01-04T12:00Z'],
    ['of weeks', '2026-11-23T09:00Z', 3 * 40 * HOUR, '2026-12-11T18:00Z'],
    ['of no length', '2026-11-28T09:00Z', 0, '2026-11-28T09:00Z'],
  ])('S1.9 counts %s', (_, start, ms, due) => expect(dueAfter(start, ms, office)).toBe(due));

  test.each([
    ['put forward', 'Europe/Lisbon', ['0-8'], '2026-03-29T00:00Z', 4 * HOUR, '2026-03-29T04:00Z'],
    [
      'put forward, the shift an hour less',
      'Europe/Lisbon',
      ['0-3'],
      '2026-03-29T00:00Z',
      3 * HOUR,
      '2026-03-30T00:00Z',
    ],
    ['put back', 'Europe/Lisbon', ['0-3'], '2026-10-24T23:00Z', 4 * HOUR, '2026-10-25T03:00Z'],
    [
      'put back, the next day',
      'Europe/Lisbon',
      ['0-3'],
      '2026-10-24T23:00Z',
      4 * HOUR + MINUTE,
      '2026-10-26T00:01Z',
    ],
    [
      'put forward over a whole shift',
      'America/New_York',
      ['2-3'],
      '2026-03-08T05:00Z',
      15 * MINUTE,
      '2026-03-09T06:15Z',
    ],
    [
      'put back by half an hour',
      'Australia/Lord_Howe',
      ['1-3'],
      '2026-04-04T14:00Z',
      2.5 * HOUR,
      '2026-04-04T16:30Z',
    ],
    ['put back over midnight', 'Asia/Beirut', ['23-24'], '2026-10-24T20:00Z', 2 * HOUR, '2026-10-24T22:00Z'],
    [
      'three quarters of an hour off',
      'Asia/Kathmandu',
      ['9-17'],
      '2026-11-23T00:00Z',
      HOUR,
      '2026-11-23T04:15Z',
    ],
    ['put forward by a day', 'Pacific/Apia', ['9-17'], '2011-12-30T02:00Z', 2 * HOUR, '2011-12-30T20:00Z'],
  ])('R8 counts real time where clocks are %s', (_, zone, shifts, start, ms, due) =>
    expect(dueAfter(start, ms, calendar(zone, { all: shifts }))).toBe(due),
  );

  test('R8 knows leap days', () => {
    const hours = calendar('Europe/Madrid', { all: ['9-10'] }, { '2028-02-29': ['20-24'] });
    expect(dueAfter('2028-02-28T09:00Z', 2 * HOUR, hours)).toBe('2028-02-29T21:00Z');
    expect(dueAfter('2027-02-28T09:00Z', 2 * HOUR, hours)).toBe('2027-03-02T09:00Z');
  });

  test('ends where nobody is ever there', () => {
    expect(dueAfter('2026-11-23T10:00Z', MINUTE, calendar('Europe/Lisbon', {}))).toBeUndefined();
    const once = calendar('Europe/Lisbon', {}, { '2026-12-25': ['9-10'] });
    expect(dueAfter('2026-11-23T10:00Z', HOUR, once)).toBe('2026-12-25T10:00Z');
    expect(dueAfter('2026-11-23T10:00Z', HOUR + 1, once)).toBeUndefined();
  });

  test('R8 is what somebody would count who looks at the clock every minute', () => {
    fc.assert(
      fc.property(anyCalendar, anyStart, fc.integer({ min: 1, max: 1_500 }), (hours, start, minutes) => {
        const expected = walk(start, minutes, hours);
        if (expected === undefined) return;
        expect(addBusinessTime(start, minutes * MINUTE, hours)).toBe(expected);
      }),
      { numRuns: 60 },
    );
  });

  test('grows with the target, never ends in closed time, and can be counted in two parts', () => {
    const ms = fc.integer({ min: 1, max: 200 * HOUR });
    fc.assert(
      fc.property(anyCalendar, anyStart, ms, ms, (hours, start, one, other) => {
        const whole = addBusinessTime(start, one + other, hours);
        const half = addBusinessTime(start, one, hours);
        if (whole === undefined || half === undefined) return;
        expect(half).toBeLessThan(whole);
        expect(whole - start).toBeGreaterThanOrEqual(one + other);
        expect(addBusinessTime(half, other, hours)).toBe(whole);
        expect(isOpen(whole - 1, hours)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

/** Zones with clocks put forward and back, by an hour, half of one or a day, at midnight, or with odd offsets. */
const ZONES = [
  'Africa/Casablanca',
  'America/Havana',
  'America/New_York',
  'America/Santiago',
  'America/St_Johns',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Europe/Lisbon',
  'Pacific/Apia',
  'Pacific/Chatham',
  'UTC',
];

/** Days around which clocks were or will be changed in one of the zones, and leap days. */
const DAYS = [
  ...['2006-10-29', '2011-12-30', '2026-03-08', '2026-03-22', '2026-03-29', '2026-04-05', '2026-09-06'],
  ...['2026-09-27', '2026-10-04', '2026-10-25', '2026-11-01', '2027-02-07', '2028-02-29', '2026-12-31'],
];

const anyShifts = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { maxLength: 6 })
  .map((quarters) => quarters.map((quarter) => quarter * 15).sort((a, b) => a - b))
  .map((ends) =>
    ends.flatMap((end, index) => (index % 2 === 1 ? [{ start: ends[index - 1] ?? 0, end }] : [])),
  );

const anyCalendar: fc.Arbitrary<Calendar> = fc.record({
  zone: fc.constantFrom(...ZONES),
  week: fc.array(anyShifts, { minLength: 7, maxLength: 7 }),
  days: fc.dictionary(fc.constantFrom(...DAYS), anyShifts, { maxKeys: 3 }),
});

const anyStart = fc
  .tuple(fc.constantFrom(...DAYS), fc.integer({ min: -2 * 1440, max: 2 * 1440 }))
  .map(([day, minutes]) => Date.parse(day) + minutes * MINUTE);

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Whether the clock on the wall shows an open time. */
function isOpen(time: number, { zone, week, days }: Calendar): boolean {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  clocks.set(zone, clock);
  const [date = '', wall = ''] = clock.format(time).split(' ');
  const minute = Number(wall.slice(0, 2)) * 60 + Number(wall.slice(3));
  const shifts = days[date] ?? week[new Date(`${date}T00:00Z`).getUTCDay()] ?? [];
  return shifts.some(({ start, end }) => start <= minute && minute < end);
}

/** Minute by minute; undefined where that takes more than two weeks. */
function walk(start: number, minutes: number, hours: Calendar): number | undefined {
  let left = minutes;
  for (let time = start; time < start + 14 * 24 * HOUR; time += MINUTE) {
    if (isOpen(time, hours)) left -= 1;
    if (left === 0) return time + MINUTE;
  }
  return undefined;
}
