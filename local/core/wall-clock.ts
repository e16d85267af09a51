/** A moment as a clock on the wall shows it; months from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

/** Whether there is such a time zone. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** What the wall clocks of an IANA time zone show at an instant. */
export function wallTime(zone: string, instant: number): WallTime {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(new Date(instant))
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  };
}

const asUtc = (wall: WallTime) =>
  Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);

const DAY_MS = 86_400_000;

/**
 * The instant at which the clocks show this: the first of two when they were put back, undefined when they jumped over
 * it.
 */
export function instantOf(zone: string, wall: WallTime): number | undefined {
  const shown = asUtc(wall);
  // Clocks move at most once within two days, so one of the offsets around is the right one.
  return [shown - DAY_MS, shown + DAY_MS]
    .map((around) => shown - (asUtc(wallTime(zone, around)) - around))
    .filter((instant) => asUtc(wallTime(zone, instant)) === shown)
    .sort((a, b) => a - b)[0];
}
