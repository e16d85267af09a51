import * as z from 'zod';
import { CHANNELS } from '../domain/channel.ts';
import type { Customer } from '../domain/customer.ts';
import { customerKey } from './keys.ts';
import { getItem, type Item, type Table, type Write } from './table.ts';

const customerItem = z.looseObject({
  pk: z.string().startsWith('customer#'),
  sk: z.literal('PROFILE'),
  version: z.number(),
  openCases: z.array(z.string()),
  lastCaseNumber: z.number(),
  createdAt: z.string(),
  name: z.string().optional(),
  language: z.string().optional(),
  timeZone: z.string().optional(),
  segment: z.string().optional(),
  contract: z.string().optional(),
  preferred: z.boolean().optional(),
  mail: z.string().optional(),
  surveyedAt: z.string().optional(),
  openSurvey: z
    .object({
      caseId: z.string(),
      opening: z.number(),
      channel: z.enum(CHANNELS),
      contactPointId: z.string(),
      until: z.string(),
    })
    .optional(),
});

export function customerFromItem(item: Item): Customer {
  const { pk, sk: _, ...fields } = customerItem.parse(item);
  return { customerId: pk.slice('customer#'.length), ...fields };
}

/** The part of a transaction that writes a customer: new, or in place of the one that was read. */
export function customerWrite(previous: Customer | undefined, next: Customer): Write {
  const { customerId, ...fields } = next;
  return {
    label: 'customer',
    item: { ...customerKey(customerId), ...fields },
    condition: previous ? { kind: 'version', version: previous.version } : { kind: 'absent' },
  };
}

/** A customer, strongly consistent; undefined when there is none. */
export async function readCustomer(table: Table, customerId: string): Promise<Customer | undefined> {
  const item = await getItem(table, customerKey(customerId));
  return item && customerFromItem(item);
}
