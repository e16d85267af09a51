import * as z from 'zod';
import { CHANNELS } from '../domain/channel.ts';
import type { Outbox } from '../domain/outbox.ts';
import type { EventSubject } from '../events/envelope.ts';
import { caseFromItem } from './case-store.ts';
import { partsOfCaseKey } from './keys.ts';
import { outboxSchema, withNewest } from './outbox-item.ts';
import type { Item } from './table.ts';

/** What a changed item has to tell. */
export interface Told {
  readonly outbox: Outbox;
  readonly subject: EventSubject;
}

const keyed = z.object({ pk: z.string(), sk: z.string() });
const commitOf = z.object({ outbox: z.object({ commit: z.string() }) });

/** Items that belong to a case, such as its hand-over, repeat what events say of the case. */
const ofCase = z.object({
  customerId: z.string(),
  caseId: z.string(),
  caseVersion: z.number(),
  opening: z.number(),
  channel: z.enum(CHANNELS),
});

/**
 * What a change of an item tells, from its image after and before: nothing when the item has no outbox, or when the
 * commit is the one it had (somebody touched the item without anything to tell).
 *
 * @throws Error when there is an outbox that cannot be read.
 */
export function toldBy(after: Item | undefined, before: Item | undefined): Told | undefined {
  if (after?.outbox === undefined) return undefined;
  const outbox = outboxSchema.parse(withNewest(after));
  const known = commitOf.safeParse(before);
  if (known.success && known.data.outbox.commit === outbox.commit) return undefined;
  return outbox.events.length === 0 ? undefined : { outbox, subject: subjectOf(after) };
}

function subjectOf(item: Item): EventSubject {
  const { pk, sk } = keyed.parse(item);
  const key = `${pk}#${sk}`;
  if (!partsOfCaseKey({ pk, sk })) return { key, ...ofCase.parse(item) };
  const { version, ...subject } = caseFromItem(item);
  return { key, caseVersion: version, ...subject };
}
