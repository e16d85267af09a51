/** Milliseconds that clocks in a zone are ahead of UTC at a moment. */
export function offsetAt(zone: string, time: number): number {
  const [, sign, hours, minutes, seconds] = OFFSET.exec(formatterOf(zone).format(time)) ?? [];
  const ms = ((Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0)) * 1_000;
  return sign === '-' ? -ms : ms;
}

/** A stretch of time in which the clocks of a zone are not put forward or back. */
export interface SteadyTime {
  /** Milliseconds since the epoch; `end` is not part of it. */
  readonly start: number;
  readonly end: number;
  readonly offset: number;
}

/**
 * The steady stretches from a moment on, at most a day each, one following on the other. No zone has ever put its clocks
 * forward and back again within a day.
 */
export function* steadyTimes(zone: string, from: number, to: number): Generator<SteadyTime> {
  let start = from;
  let offset = offsetAt(zone, start);
  while (start < to) {
    const nextDay = Math.min(start + DAY_MS, to);
    const offsetThen = offsetAt(zone, nextDay);
    const end = offsetThen === offset ? nextDay : changeBetween(zone, start, nextDay);
    yield { start, end, offset };
    start = end;
    offset = end === nextDay ? offsetThen : offsetAt(zone, end);
  }
}

const DAY_MS = 86_400_000;

/** The moment at which the offset stops being what it is at `start`; clocks are put on whole seconds. */
function changeBetween(zone: string, start: number, end: number): number {
  const offset = offsetAt(zone, start);
  let before = Math.floor(start / 1_000);
  let after = Math.ceil(end / 1_000);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(zone, middle * 1_000) === offset) before = middle;
    else after = middle;
  }
  return after * 1_000;
}

/** `… GMT+05:30`; plain `GMT` or `GMT+00:00` is no offset; before standard time there were seconds. */
const OFFSET = /GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?/;

/** Making a formatter takes far longer than using it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  formatters.set(zone, made);
  return made;
}
