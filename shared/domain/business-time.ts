import { steadyTimes } from './time-zone.ts';

/** Part of a day, in minutes since local midnight; `end` (exclusive) is at most 1440. */
export interface Shift {
  readonly start: number;
  readonly end: number;
}

/** When people are there: whenever the clocks of the zone show a time within a shift of that day. */
export interface Calendar {
  /** IANA time zone. */
  readonly zone: string;
  /** Shifts of Sunday to Saturday, each day's in order and apart from each other. */
  readonly week: readonly (readonly Shift[])[];
  /** Shifts of days that differ, by local date, e.g. `2026-12-25`; none: closed all day. */
  readonly days: Readonly<Record<string, readonly Shift[]>>;
}

/** A calendar that takes longer than this for a target is as good as never open. */
const MOST_MS = 2 * 366 * 86_400_000;

/**
 * The first moment at which so much open time has passed since `start`, both in milliseconds. Open time is real time:
 * a shift in which clocks are put forward is shorter by the hour that nobody lives through, and one in which they are
 * put back is longer. Undefined when that takes more than two years.
 */
export function addBusinessTime(start: number, ms: number, calendar: Calendar): number | undefined {
  let left = ms;
  if (left <= 0) return start;
  for (const open of openTimes(calendar, start, start + MOST_MS)) {
    const length = open.end - open.start;
    if (length >= left) return open.start + left;
    left -= length;
  }
  return undefined;
}

/** Stretches of open time in their order, those in one shift perhaps in parts. */
function* openTimes(calendar: Calendar, from: number, to: number) {
  for (const { start, end, offset } of steadyTimes(calendar.zone, from, to)) {
    for (let midnight = midnightBefore(start + offset); midnight < end + offset; midnight += DAY_MS) {
      for (const shift of shiftsOf(calendar, midnight)) {
        const opens = Math.max(start, midnight + shift.start * MINUTE_MS - offset);
        const closes = Math.min(end, midnight + shift.end * MINUTE_MS - offset);
        if (opens < closes) yield { start: opens, end: closes };
      }
    }
  }
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

function midnightBefore(local: number): number {
  return Math.floor(local / DAY_MS) * DAY_MS;
}

/** @param midnight that begins the day on the clocks there, as if it were UTC. */
function shiftsOf({ week, days }: Calendar, midnight: number): readonly Shift[] {
  const day = new Date(midnight);
  return days[day.toISOString().slice(0, 10)] ?? week[day.getUTCDay()] ?? [];
}
