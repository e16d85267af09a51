import { wallTime } from '../core/wall-clock.ts';

export const DAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'] as const;

export type Day = (typeof DAYS)[number];

/** Open on a day of the week, in minutes from midnight; an end at or before its start is on the next day. */
export interface Shift {
  readonly day: Day;
  readonly from: number;
  readonly till: number;
}

/** Other hours on some dates. */
export interface HoursOverride {
  /** `STANDARD` takes the place of the day's hours, `OPEN` adds to them, `CLOSED` takes away from them. */
  readonly type: 'STANDARD' | 'OPEN' | 'CLOSED';
  /** `2026-12-24`, both ends included. */
  readonly from: string;
  readonly till: string;
  readonly shifts: readonly Shift[];
}

/** Hours of operation. */
export interface Hours {
  readonly id: string;
  readonly arn: string;
  /** IANA. */
  readonly zone: string;
  readonly shifts: readonly Shift[];
  readonly overrides: readonly HoursOverride[];
}

const DAY_MINUTES = 24 * 60;
const DAY_MS = 86_400_000;

/** Whether it is open, by the clocks of its zone. */
export function isOpen(hours: Hours, now: number): boolean {
  const wall = wallTime(hours.zone, now);
  const minute = wall.hour * 60 + wall.minute;
  const today = Date.UTC(wall.year, wall.month - 1, wall.day);
  // A shift of yesterday may reach into today.
  return isOpenAt(hours, today, minute) || isOpenAt(hours, today - DAY_MS, minute + DAY_MINUTES);
}

/** @param midnight the date, as if it were in UTC */
function isOpenAt({ shifts, overrides }: Hours, midnight: number, minute: number): boolean {
  const date = new Date(midnight).toISOString().slice(0, 10);
  const day = DAYS[new Date(midnight).getUTCDay()];
  const covers = (all: readonly Shift[]) => all.some((shift) => shift.day === day && isWithin(shift, minute));
  const inForce = overrides.filter(({ from, till }) => from <= date && date <= till);
  const of = (type: HoursOverride['type']) => inForce.filter((override) => override.type === type);
  const standard = of('STANDARD');
  const usual = standard.length > 0 ? standard.some((one) => covers(one.shifts)) : covers(shifts);
  if (of('CLOSED').some((one) => covers(one.shifts))) return false;
  return usual || of('OPEN').some((one) => covers(one.shifts));
}

function isWithin({ from, till }: Shift, minute: number): boolean {
  return minute >= from && minute < (till > from ? till : till + DAY_MINUTES);
}
