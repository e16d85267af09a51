import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Case } from '../domain/case.ts';
import type { Customer } from '../domain/customer.ts';
import { belongsTo } from '../domain/identity.ts';
import { placeSender, type SenderFacts } from '../domain/place-sender.ts';
import type { Snapshot } from '../domain/record-message.ts';
import { caseFromItem } from './case-store.ts';
import { contactPointFromItem } from './contact-point-store.ts';
import { customerFromItem } from './customer-store.ts';
import { CASE_PREFIX, caseKey, contactPointKey, customerKey, customerPartition, markerKey } from './keys.ts';
import { markerFromItem } from './marker-store.ts';
import { fromAttributes, getItems, type Key, type Table, toAttributes } from './table.ts';

/** How many cases are read with the profile; an older one that matters costs one more read. */
const NEWEST_CASES = 8;

/** Where a message may belong, from what it says of itself. */
export interface SenderQuery extends Pick<SenderFacts, 'proof' | 'caseToken'> {
  readonly contactPointId: string;
  /** Unproven mail: the contact point of the same address as a proven one. */
  readonly provenId?: string | undefined;
  /** Markers of the messages it answers, the nearest first. */
  readonly answeredMarkers: readonly string[];
}

/**
 * What is known of a sender, strongly consistent, in two reads: the contact point (and the markers of the messages
 * answered), then profile and newest cases of the customer behind it. A third read fetches what those leave out: an
 * open case older than the newest ones, the one threaded to, or the one they are asked about.
 */
export async function readSnapshot(table: Table, query: SenderQuery): Promise<Snapshot> {
  const place = placeSender(await readSender(table, query));
  if (!place.contactPoint) return { ...place, cases: [] };
  const { head } = place.contactPoint;
  const { customer, cases } = await readCustomerWithCases(table, head);
  const others = await readCases(table, missing(head, { customer, cases, threadedTo: place.threadedTo }));
  return { ...place, ...(customer && { customer }), cases: [...cases, ...others] };
}

async function readSender(
  table: Table,
  { contactPointId, provenId, answeredMarkers, proof, caseToken }: SenderQuery,
): Promise<SenderFacts> {
  const items = await getItems(table, [
    contactPointKey(contactPointId),
    ...(provenId === undefined ? [] : [contactPointKey(provenId)]),
    ...answeredMarkers.map(markerKey),
  ]);
  const itemOf = ({ pk }: Key) => items.find((item) => item.pk === pk);
  const pointOf = (id: string) => {
    const item = itemOf(contactPointKey(id));
    return item && contactPointFromItem(item);
  };
  return {
    proof,
    caseToken,
    contactPoint: pointOf(contactPointId),
    proven: provenId === undefined ? undefined : pointOf(provenId),
    threads: answeredMarkers.flatMap((hash) => {
      const item = itemOf(markerKey(hash));
      return item ? [markerFromItem(item).caseId] : [];
    }),
  };
}

/** A customer's profile and newest cases, newest first, strongly consistent, in one query. */
export async function readCustomerWithCases(
  table: Table,
  customerId: string,
  newest: number = NEWEST_CASES,
): Promise<{ customer?: Customer; cases: Case[] }> {
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :cases AND :profile',
      ExpressionAttributeValues: toAttributes({
        ':pk': customerPartition(customerId),
        ':cases': CASE_PREFIX,
        ':profile': customerKey(customerId).sk,
      }),
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: newest + 1,
    }),
  );
  const items = Items.map(fromAttributes);
  const profile = items.find(({ sk }) => sk === 'PROFILE');
  const cases = items.filter((item) => item !== profile).map(caseFromItem);
  return { ...(profile && { customer: customerFromItem(profile) }), cases };
}

/** A case of another customer is left out: a thread is only followed within its own customer. */
function missing(
  head: string,
  {
    customer,
    cases,
    threadedTo,
  }: { customer: Customer | undefined; cases: readonly Case[]; threadedTo: string | undefined },
): string[] {
  const known = new Set(cases.map(({ caseId }) => caseId));
  const { openCases = [], openSurvey } = customer ?? {};
  const wanted = new Set([
    ...openCases,
    ...(threadedTo === undefined ? [] : [threadedTo]),
    ...(openSurvey ? [openSurvey.caseId] : []),
  ]);
  return [...wanted].filter((caseId) => !known.has(caseId) && belongsTo(caseId, head));
}

async function readCases(table: Table, caseIds: readonly string[]): Promise<Case[]> {
  const items = caseIds.length === 0 ? [] : await getItems(table, caseIds.map(caseKey));
  return items.map(caseFromItem);
}

/** A case and its customer in one strongly consistent read. */
export async function readCaseAndCustomer(
  table: Table,
  caseId: string,
): Promise<{ case?: Case; customer?: Customer }> {
  const key = caseKey(caseId);
  const customerId = key.pk.slice(customerPartition('').length);
  const items = await getItems(table, [key, customerKey(customerId)]);
  const profile = items.find(({ sk }) => sk === 'PROFILE');
  const found = items.find((item) => item !== profile);
  return {
    ...(found && { case: caseFromItem(found) }),
    ...(profile && { customer: customerFromItem(profile) }),
  };
}
