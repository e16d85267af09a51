import { offsetAt } from './time-zone.ts';

/** Hours in which nobody is disturbed, in minutes since local midnight; they may go over midnight. */
export interface QuietHours {
  readonly start: number;
  /** The first minute in which a message is welcome again; never equal to `start`. */
  readonly end: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The moment itself, or the end of the quiet hours it falls into, as ISO. */
export function outOfQuietHours(moment: string, { start, end }: QuietHours, zone: string): string {
  const time = Date.parse(moment);
  const local = time + offsetAt(zone, time);
  const minute = (((local % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS;
  const isQuiet = start < end ? minute >= start && minute < end : minute >= start || minute < end;
  if (!isQuiet) return moment;
  const midnight = local - minute * MINUTE_MS;
  const ends = midnight + end * MINUTE_MS + (minute >= end ? DAY_MS : 0);
  // The clocks may be put forward or back before the quiet hours end.
  const guess = ends - offsetAt(zone, time);
  return new Date(ends - offsetAt(zone, guess)).toISOString();
}
