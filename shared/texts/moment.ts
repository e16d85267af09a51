export interface MomentStyle {
  /** IANA zone. One that is not known counts as UTC: the moment stays true. */
  readonly zone: string;
  /** BCP 47 tag, with a region where it is known: `en-GB` writes 15:15 where `en` writes 3:15 PM. */
  readonly language: string;
  /** `short` for text messages. */
  readonly form?: 'full' | 'short';
}

/**
 * A moment as a customer reads it: weekday, date, time and the zone's name. Never "today" or "tomorrow", for a message
 * is read later than it is written.
 */
export function formatMoment(instant: string, { zone, language, form = 'full' }: MomentStyle): string {
  const at = new Date(instant);
  const timeZone = isZone(zone) ? zone : 'UTC';
  const part = (options: Intl.DateTimeFormatOptions) =>
    plainSpaces(new Intl.DateTimeFormat(language, { ...options, timeZone }).format(at));
  const length = form === 'full' ? 'long' : 'short';
  const date = part({ weekday: length, day: 'numeric', month: length });
  const time = part({ hour: 'numeric', minute: '2-digit' });
  const name = zoneName(at, { timeZone, language, length });
  return form === 'full' ? `${date}, ${time} (${name})` : `${date}, ${time} ${name}`;
}

/** Whether that is a time zone we can count in. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

function zoneName(
  at: Date,
  {
    timeZone,
    language,
    length,
  }: { readonly timeZone: string; readonly language: string; readonly length: 'long' | 'short' },
): string {
  const parts = new Intl.DateTimeFormat(language, { timeZone, timeZoneName: length }).formatToParts(at);
  return plainSpaces(parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone);
}

/** Narrow and unbreakable spaces cost a text message half its length. */
function plainSpaces(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ');
}
