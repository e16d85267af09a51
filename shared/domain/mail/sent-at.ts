/**
 * Milliseconds by which a mail's own date may lie before its arrival, for mail that waits in a queue. It also decides
 * which of two came first, so no more is believed: a clock half an hour slow would put a customer's "it still does not
 * work" before the resolution it answers, and a promise before anybody could keep it.
 */
const BELIEVED = 10 * 60_000;

/**
 * When a mail was sent: its Date header, if that lies shortly before its arrival; else the arrival, as SES states it.
 *
 * @param date the header as it stands
 * @param arrivedAt ISO time
 */
export function sentAt(date: string | undefined, arrivedAt: string): string {
  const arrival = Date.parse(arrivedAt);
  const stated = date === undefined ? Number.NaN : Date.parse(withoutComment(date));
  const isSane = stated <= arrival && arrival - stated <= BELIEVED;
  return new Date(isSane ? stated : arrival).toISOString();
}

/** `… +0200 (CEST)`; a date without a zone would be read in that of this machine, so it counts as none. */
function withoutComment(date: string): string {
  const bare = date
    .slice(0, 100)
    .replace(/\([^()]*\)/g, '')
    .trim();
  return /(?:[+-]\d{4}|\b(?:GMT|UT|UTC|Z|[ECMP][SD]T))$/.test(bare) ? bare.replace(/\bUT$/, 'UTC') : '';
}
