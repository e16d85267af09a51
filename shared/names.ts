/** Names that infrastructure and code share. Each stands here once and nowhere else. */

/** `Source` of every event this project puts on its bus. */
export const EVENT_SOURCE = 'throughline';

/** The table's one sparse index: work lists and pending hand-overs, ordered by urgency. */
export const DUE_INDEX = { name: 'due', partitionKey: 'dueList', sortKey: 'dueKey' } as const;

/**
 * What the index carries beside keys: all that a work list shows of a case. Hand-overs need their keys only. Every field
 * here costs a write of the index when it changes, and whatever is not here is missing in items read by the index.
 */
export const DUE_INDEX_FIELDS = [
  'channel',
  'route',
  'claim',
  'openedAt',
  'lastActiveAt',
  'waitingSince',
  'promise',
  'arrivals',
  'answered',
] as const;

/**
 * Events of End User Messaging that a configuration set reports, and what each says of a message (its guide, "Event
 * types for SMS, MMS, and voice"). `taken`: the provider or the carrier has it; whether the customer has, is not known.
 *
 * TEXT_SUCCESSFUL is the carrier's word, and a TEXT_DELIVERED may follow it. TEXT_UNKNOWN is also what AWS says after 72
 * hours of silence, so it proves no failure.
 */
export const SMS_REPORTS = {
  TEXT_SUCCESSFUL: 'taken',
  TEXT_UNKNOWN: 'taken',
  TEXT_DELIVERED: 'delivered',
  TEXT_INVALID: 'failed',
  TEXT_INVALID_MESSAGE: 'failed',
  TEXT_UNREACHABLE: 'failed',
  TEXT_CARRIER_UNREACHABLE: 'failed',
  TEXT_BLOCKED: 'failed',
  TEXT_CARRIER_BLOCKED: 'failed',
  TEXT_SPAM: 'failed',
  TEXT_TTL_EXPIRED: 'failed',
  TEXT_PROTECT_BLOCKED: 'failed',
} as const;

/** OAuth scope that every route of the agent API demands; ID tokens carry none. */
export const AGENT_SCOPE = { resourceServer: 'throughline', name: 'agent' } as const;

/** Groups in an access token: `queue:billing` opens a queue's work, `role:supervisor` all of it. */
export const GROUP_PREFIX = { queue: 'queue:', role: 'role:' } as const;

/** How keys of partitions with open connections of screens begin; who writes there writes nowhere else. */
export const LIVE_PARTITIONS = 'live#';
