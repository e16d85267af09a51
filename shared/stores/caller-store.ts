import type { Case } from '../domain/case.ts';
import type { Customer } from '../domain/customer.ts';
import { contactPointFromItem } from './contact-point-store.ts';
import { contactPointKey } from './keys.ts';
import { readCustomerWithCases } from './snapshot-store.ts';
import { getItems, type Table } from './table.ts';

/**
 * The customer behind the first of these contact points that is known, with their newest cases, strongly consistent, in
 * two reads.
 */
export async function readCaller(
  table: Table,
  contactPointIds: readonly string[],
): Promise<{ customer?: Customer; cases: Case[] }> {
  const points = (await getItems(table, contactPointIds.map(contactPointKey))).map(contactPointFromItem);
  const point = contactPointIds
    .map((id) => points.find(({ contactPointId }) => contactPointId === id))
    .find((found) => found !== undefined);
  return point ? readCustomerWithCases(table, point.head) : { cases: [] };
}
