import * as z from 'zod';
import type { Marker } from '../domain/marker.ts';
import { markerKey } from './keys.ts';
import { getItem, type Item, type Table, type Write } from './table.ts';

/** Providers redeliver for days, people answer old messages for months: 13 months of 31 days, in seconds. */
const MARKER_LIFE_SECONDS = 13 * 31 * 24 * 60 * 60;

const markerItem = z.object({
  pk: z.string().startsWith('marker#'),
  sk: z.literal('MARKER'),
  interactionId: z.string(),
  interactionAt: z.string(),
  customerId: z.string(),
  caseId: z.string(),
});

export function markerFromItem(item: Item): Marker {
  const { pk, sk: _, ...fields } = markerItem.parse(item);
  return { hash: pk.slice('marker#'.length), ...fields };
}

/** The part of a transaction that makes it happen once: a marker, only if absent. `now`: ISO. */
export function markerWrite({ hash, ...fields }: Marker, now: string): Write {
  return {
    label: 'marker',
    item: {
      ...markerKey(hash),
      ...fields,
      expiresAt: Math.floor(Date.parse(now) / 1000) + MARKER_LIFE_SECONDS,
    },
    condition: { kind: 'absent' },
  };
}

/** A marker, strongly consistent; undefined when that message is not recorded. */
export async function readMarker(table: Table, hash: string): Promise<Marker | undefined> {
  const item = await getItem(table, markerKey(hash));
  return item && markerFromItem(item);
}
