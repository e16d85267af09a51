/**
 * Functions that somebody waits for or that every message, case or reply passes, so a slow start of theirs is felt. The
 * bench holds their bundles to a size and a load time. Left out are the drainer, paced to two calls a second; the reader
 * of mail; and what writes receipts and surveys, for which nobody waits and which knows languages by their words.
 */
export const HOT_FUNCTIONS = [
  'accept-sms',
  'record-interaction',
  'publish-events',
  'route-case',
  'queue-hand-over',
  'agent-api',
  'send-sms',
  'send-email',
  'webchat-api',
  'send-webchat',
  'live-connect',
  'push-live',
] as const;
