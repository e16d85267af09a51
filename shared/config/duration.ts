const UNITS = { W: 604_800_000, D: 86_400_000, H: 3_600_000, M: 60_000, S: 1_000 } as const;

/**
 * Length in milliseconds of an ISO 8601 duration of weeks, days, hours, minutes and seconds. Undefined for anything
 * else; months and years have no fixed length and are refused too.
 */
export const durationMs = (text: string): number | undefined => {
  const match = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (!match || text === 'P') return undefined;
  const [, weeks, days, hours, minutes, seconds] = match;
  const of = (count: string | undefined, unit: keyof typeof UNITS) => Number(count ?? 0) * UNITS[unit];
  return of(weeks, 'W') + of(days, 'D') + of(hours, 'H') + of(minutes, 'M') + of(seconds, 'S');
};
