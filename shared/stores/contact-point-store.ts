import * as z from 'zod';
import { CHANNELS } from '../domain/channel.ts';
import type { ContactPoint } from '../domain/contact-point.ts';
import { contactPointKey } from './keys.ts';
import { getItem, type Item, type Table, type Write } from './table.ts';

const contactPointItem = z.object({
  pk: z.string().startsWith('contact-point#'),
  sk: z.literal('CONTACT_POINT'),
  channel: z.enum(CHANNELS),
  address: z.string(),
  owner: z.string(),
  head: z.string(),
  firstSeenAt: z.string(),
  optedOutAt: z.string().optional(),
});

export function contactPointFromItem(item: Item): ContactPoint {
  const { pk, sk: _, ...fields } = contactPointItem.parse(item);
  return { contactPointId: pk.slice('contact-point#'.length), ...fields };
}

/**
 * The part of a transaction that writes a contact point. An existing one must still lead to the same customer and be
 * opted out, or not, as it was read.
 */
export function contactPointWrite(previous: ContactPoint | undefined, next: ContactPoint): Write {
  const { contactPointId, ...fields } = next;
  return {
    label: 'contact-point',
    item: { ...contactPointKey(contactPointId), ...fields },
    condition: previous ? unchangedSince(previous) : { kind: 'absent' },
  };
}

function unchangedSince({ head, optedOutAt }: ContactPoint): Write['condition'] {
  const names = { '#head': 'head', '#optedOutAt': 'optedOutAt' };
  return optedOutAt === undefined
    ? {
        kind: 'expression',
        expression: '#head = :head AND attribute_not_exists(#optedOutAt)',
        names,
        values: { ':head': head },
      }
    : {
        kind: 'expression',
        expression: '#head = :head AND #optedOutAt = :optedOutAt',
        names,
        values: { ':head': head, ':optedOutAt': optedOutAt },
      };
}

/** A contact point, strongly consistent; undefined when there is none. */
export async function readContactPoint(
  table: Table,
  contactPointId: string,
): Promise<ContactPoint | undefined> {
  const item = await getItem(table, contactPointKey(contactPointId));
  return item && contactPointFromItem(item);
}
