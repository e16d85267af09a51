import * as z from 'zod';
import { CHANNELS } from '../domain/channel.ts';
import type { ContactPoint } from '../domain/contact-point.ts';
import { contactPointKey } from './keys.ts';
import { getItem, type Item, type Table, type Write } from './table.ts';

const contactPointItem = z.looseObject({
  pk: z.string().startsWith('contact-point#'),
  sk: z.literal('CONTACT_POINT'),
  channel: z.enum(CHANNELS),
  address: z.string(),
  proof: z.literal('unproven').optional(),
  owner: z.string(),
  head: z.string(),
  firstSeenAt: z.string(),
  optedOutAt: z.string().optional(),
  keywordAt: z.string().optional(),
  receiptAt: z.string().optional(),
  unreachableAt: z.string().optional(),
});

export function contactPointFromItem(item: Item): ContactPoint {
  const { pk, sk: _, ...fields } = contactPointItem.parse(item);
  return { contactPointId: pk.slice('contact-point#'.length), ...fields };
}

/**
 * The part of a transaction that writes a contact point. An existing one must still lead to the same customer, and
 * whatever changes in the life of a contact point must be as it was read.
 */
export function contactPointWrite(previous: ContactPoint | undefined, next: ContactPoint): Write {
  const { contactPointId, ...fields } = next;
  return {
    label: 'contact-point',
    item: { ...contactPointKey(contactPointId), ...fields },
    condition: previous ? unchangedSince(previous) : { kind: 'absent' },
  };
}

const CHANGING = ['head', 'optedOutAt', 'keywordAt', 'receiptAt', 'unreachableAt'] as const;

function unchangedSince(previous: ContactPoint): Write['condition'] {
  const parts = CHANGING.map((field) =>
    previous[field] === undefined ? `attribute_not_exists(#${field})` : `#${field} = :${field}`,
  );
  const values = CHANGING.filter((field) => previous[field] !== undefined);
  return {
    kind: 'expression',
    expression: parts.join(' AND '),
    names: Object.fromEntries(CHANGING.map((field) => [`#${field}`, field])),
    values: Object.fromEntries(values.map((field) => [`:${field}`, previous[field]])),
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
