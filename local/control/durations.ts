const FORM = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Longest step of the clock: ten years. */
const LONGEST_MS = 3_653 * DAY;

/**
 * Reads an ISO 8601 duration of weeks, days, hours, minutes and seconds: `P3D`, `PT90S`, `P1DT12H`. Years and months are
 * refused, since their length depends on where one stands.
 *
 * @returns milliseconds
 * @throws Error with a sentence
 */
export function parseDuration(text: string): number {
  const match = FORM.exec(text);
  if (match === null || /[PT]$/.test(text)) {
    throw new Error(
      `"${text.slice(0, 40)}" is no duration: write ISO 8601 in weeks, days, hours, minutes or seconds, such as P3D, PT15M or P1DT12H.`,
    );
  }
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const total = (weeks * 7 + days) * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND;
  if (total > LONGEST_MS) throw new Error(`"${text.slice(0, 40)}" is longer than ten years.`);
  return Math.round(total);
}
