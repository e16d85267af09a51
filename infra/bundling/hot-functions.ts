/**
 * Functions that somebody waits for or that every message, case or reply passes, so a slow start of theirs is felt. The
 * bench holds their bundles to a size and a load time. The drainer is left out: it is paced to two calls a second.
 */
export const HOT_FUNCTIONS = [
  'accept-sms',
  'record-interaction',
  'publish-events',
  'route-case',
  'queue-hand-over',
  'agent-api',
  'send-sms',
  'webchat-api',
  'send-webchat',
] as const;
