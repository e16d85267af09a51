import * as z from 'zod';
import type { Case, EarlierReply, Replied } from '../domain/case.ts';
import { CHANNELS } from '../domain/channel.ts';
import { caseIdOf } from '../domain/identity.ts';
import type { Outbox } from '../domain/outbox.ts';
import { routeReason } from '../domain/route-case.ts';
import { SURVEY_STATES } from '../domain/survey.ts';
import { workListPlace } from '../domain/work-list.ts';
import { DUE_INDEX, type DUE_INDEX_FIELDS } from '../names.ts';
import {
  promiseToStore,
  sentToStore,
  storedPromise,
  storedSent,
  storedTime,
  timeToStore,
} from './case-fields.ts';
import { CASE_PREFIX, caseKey, partsOfCaseKey } from './keys.ts';
import { outboxSchema, outboxToStore, withNewest } from './outbox-item.ts';
import { getItem, type Item, put, type Table, type Write } from './table.ts';

/** A case as it is stored, with what its last change had to tell. */
export interface StoredCase {
  readonly case: Case;
  readonly outbox: Outbox;
}

const route = z.object({
  sequence: z.number(),
  opening: z.number(),
  queue: z.string(),
  priority: z.number(),
  skills: z.array(z.string()),
  destination: z.string(),
  rule: z.string(),
  at: storedTime,
});

/** Case and customer id are not stored: the key says them; nor is the route's reason: the rule's name does. */
const caseItem = z.object({
  pk: z.string(),
  sk: z.string().startsWith(CASE_PREFIX),
  state: z.enum(['open', 'resolved']),
  version: z.number(),
  opening: z.number(),
  openedAt: storedTime,
  resolvedAt: storedTime.optional(),
  resolvedBy: z.string().optional(),
  lastActiveAt: storedTime,
  arrivals: z.number(),
  answered: z.number(),
  waitingSince: storedTime.optional(),
  promise: storedPromise.optional(),
  answeredAt: storedTime.optional(),
  channel: z.enum(CHANNELS),
  contactPointId: z.string(),
  account: z.string(),
  newest: z.object({ interactionId: z.string(), interactionAt: storedTime }).optional(),
  topic: z.string().optional(),
  route: route.optional(),
  claim: z.object({ agent: z.string(), until: storedTime }).optional(),
  replied: z
    .object({
      arrival: z.number(),
      agent: z.string(),
      pending: z.number(),
      sent: z.number().optional(),
      nextAt: storedTime.optional(),
      nextPromise: storedPromise.optional(),
      met: storedPromise.optional(),
      answeredBefore: z.number().optional(),
      earlier: z
        .object({
          arrival: z.number(),
          agent: z.string(),
          pending: z.number(),
          nextAt: storedTime.optional(),
          nextPromise: storedPromise.optional(),
        })
        .optional(),
    })
    .optional(),
  sent: storedSent.optional(),
  survey: z
    .object({ opening: z.number(), state: z.enum(SURVEY_STATES), score: z.number().optional() })
    .optional(),
  avoidAgent: z.string().optional(),
});

/**
 * Fields this code does not know stay with the case and are written back: during a deployment newer code may have put
 * them there. Made once, for a schema is compiled when it is first used.
 */
const wholeItem = caseItem.loose();

/** A case as a work list shows it: what the index carries. */
export type ListedCase = Pick<Case, 'caseId' | 'customerId' | (typeof DUE_INDEX_FIELDS)[number]>;

const listedItem = caseItem.pick({
  pk: true,
  sk: true,
  channel: true,
  route: true,
  claim: true,
  openedAt: true,
  lastActiveAt: true,
  waitingSince: true,
  promise: true,
  arrivals: true,
  answered: true,
});

/** @throws Error when the item of the index is no case. */
export function listedCaseFromItem(item: Item): ListedCase {
  return caseOf(listedItem.parse(item));
}

/** @throws Error when the item is no case; the table then holds something this code did not write.
 */
export function caseFromItem(item: Item): Case {
  const {
    outbox: _,
    [DUE_INDEX.partitionKey]: _list,
    [DUE_INDEX.sortKey]: _key,
    ...known
  } = wholeItem.parse(item);
  const fields: z.output<typeof caseItem> = known;
  return caseOf(fields);
}

/** The key says customer and number; the rule of the route says its reason. */
function caseOf<Fields extends z.output<typeof listedItem>>({ pk, sk, route: stored, ...fields }: Fields) {
  const parts = partsOfCaseKey({ pk, sk });
  if (!parts) throw new Error('The item does not have the key of a case.');
  return {
    caseId: caseIdOf(parts.customerId, parts.number),
    customerId: parts.customerId,
    ...fields,
    ...(stored && { route: { ...stored, reason: routeReason(stored.rule) } }),
  };
}

export function storedCaseFromItem(item: Item): StoredCase {
  return { case: caseFromItem(item), outbox: outboxSchema.parse(withNewest(item)) };
}

/** The case as an item; at most 1 KB, so that it costs two write units in a transaction. */
export function caseToItem(subject: Case, outbox: Outbox): Write['item'] {
  const { caseId, customerId: _, route: decided, claim, replied, newest, ...fields } = subject;
  const place = workListPlace(subject);
  return {
    ...caseKey(caseId),
    ...fields,
    openedAt: timeToStore(fields.openedAt),
    resolvedAt: timeToStore(fields.resolvedAt),
    lastActiveAt: timeToStore(fields.lastActiveAt),
    waitingSince: timeToStore(fields.waitingSince),
    answeredAt: timeToStore(fields.answeredAt),
    promise: promiseToStore(fields.promise),
    sent: sentToStore(fields.sent),
    ...(newest && { newest: { ...newest, interactionAt: timeToStore(newest.interactionAt) } }),
    ...(decided && { route: { ...decided, at: timeToStore(decided.at), reason: undefined } }),
    ...(claim && { claim: { ...claim, until: timeToStore(claim.until) } }),
    ...(replied && { replied: repliedToStore(replied) }),
    outbox: outboxToStore(outbox, newest),
    ...(place && { [DUE_INDEX.partitionKey]: place.list, [DUE_INDEX.sortKey]: place.key }),
  };
}

function repliedToStore({ met, earlier, ...rest }: Replied) {
  return {
    ...nextToStore(rest),
    met: promiseToStore(met),
    ...(earlier && { earlier: nextToStore(earlier) }),
  };
}

function nextToStore({ nextAt, nextPromise, ...rest }: EarlierReply) {
  return { ...rest, nextAt: timeToStore(nextAt), nextPromise: promiseToStore(nextPromise) };
}

/** The part of a transaction that writes a case: new, or in place of the one that was read. */
export function caseWrite(previous: Case | undefined, next: Case, outbox: Outbox): Write {
  return {
    label: 'case',
    item: caseToItem(next, outbox),
    condition: previous ? { kind: 'version', version: previous.version } : { kind: 'absent' },
  };
}

/** A case, strongly consistent; undefined when there is none. */
export async function readCase(table: Table, caseId: string): Promise<StoredCase | undefined> {
  const item = await getItem(table, caseKey(caseId));
  return item && storedCaseFromItem(item);
}

const committed = z.object({ outbox: z.object({ commit: z.string() }) });

/**
 * Whether a refused write of a case had applied before, its answer lost: then the stored case carries the very
 * commit. (When somebody has changed the case since, this cannot be seen: read and decide again, for every decision
 * finds its own work done.)
 */
export function isOwnCommit(stored: Item | undefined, commit: string): boolean {
  const seen = committed.safeParse(stored);
  return seen.success && seen.data.outbox.commit === commit;
}

/** Writes a case alone. `conflict`: somebody else has changed it since it was read. */
export async function saveCase(
  table: Table,
  { previous, next, outbox }: { readonly previous: Case; readonly next: Case; readonly outbox: Outbox },
): Promise<'saved' | 'conflict'> {
  const outcome = await put(table, caseWrite(previous, next, outbox));
  if (outcome.kind === 'applied') return 'saved';
  if (outcome.kind === 'collided') return 'conflict';
  return isOwnCommit(outcome.stored.get('case'), outbox.commit) ? 'saved' : 'conflict';
}
