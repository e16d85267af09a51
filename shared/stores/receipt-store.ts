import type { Case } from '../domain/case.ts';
import type { ContactPoint } from '../domain/contact-point.ts';
import type { Customer } from '../domain/customer.ts';
import { contactPointIdOf } from '../domain/identity.ts';
import type { Interaction } from '../domain/interaction.ts';
import type { InteractionRef } from '../domain/outbox.ts';
import type { BucketChange } from '../domain/rate-bucket.ts';
import { type FloodBucket, floodBucketsOf } from '../domain/receipt-flood.ts';
import type { Change } from '../domain/record-message.ts';
import { caseFromItem } from './case-store.ts';
import { contactPointFromItem, contactPointWrite, readContactPoint } from './contact-point-store.ts';
import { customerFromItem } from './customer-store.ts';
import { interactionFromItem, interactionWrite } from './interaction-store.ts';
import { caseKey, contactPointKey, customerKey, interactionKey } from './keys.ts';
import { bucketKey, bucketOf, bucketWrite } from './rate-bucket-store.ts';
import { getItems, type Item, type Key, type Table, transact } from './table.ts';

/** A message of a customer, and the receipt it may have. */
export interface ArrivalRef extends InteractionRef {
  readonly customerId: string;
  readonly caseId: string;
  readonly receipt: InteractionRef;
}

/** What a receipt is decided on; undefined where it is not there. */
export interface ArrivalFacts {
  readonly interaction: Interaction | undefined;
  readonly case: Case | undefined;
  readonly customer: Customer | undefined;
  readonly contactPoint: ContactPoint | undefined;
  /** The same mailbox as an unproven sender, or as the proven one. */
  readonly twin: ContactPoint | undefined;
  /** What bounds receipts to an address that proved nothing. */
  readonly buckets: readonly FloodBucket[];
  /** As an earlier delivery of the event has left it. */
  readonly receipt: Interaction | undefined;
}

/** All that a receipt is decided on, strongly consistent, in two reads: only the message says its contact point. For a mail in three, as only that says its address. */
export async function readArrival(
  table: Table,
  { customerId, caseId, interactionId, interactionAt, receipt }: ArrivalRef,
): Promise<ArrivalFacts> {
  const keys = {
    interaction: interactionKey({ customerId, at: interactionAt, interactionId }),
    case: caseKey(caseId),
    customer: customerKey(customerId),
    receipt: interactionKey({ customerId, at: receipt.interactionAt, interactionId: receipt.interactionId }),
  };
  const items = await getItems(table, Object.values(keys));
  const read = <Made>({ pk, sk }: Key, from: (item: Item) => Made): Made | undefined => {
    const item = items.find((each) => each.pk === pk && each.sk === sk);
    return item && from(item);
  };
  const interaction = read(keys.interaction, interactionFromItem);
  const contactPointId = interaction?.contactPointId;
  const contactPoint =
    contactPointId === undefined ? undefined : await readContactPoint(table, contactPointId);
  return {
    interaction,
    case: read(keys.case, caseFromItem),
    customer: read(keys.customer, customerFromItem),
    receipt: read(keys.receipt, interactionFromItem),
    contactPoint,
    ...(await besideMailbox(table, contactPoint)),
  };
}

/** What else counts for a mailbox: the other of the two contact points it may be, and, of one that proved nothing, what bounds a flood. */
async function besideMailbox(
  table: Table,
  contactPoint: ContactPoint | undefined,
): Promise<Pick<ArrivalFacts, 'twin' | 'buckets'>> {
  if (contactPoint?.channel !== 'email') return { twin: undefined, buckets: [] };
  const { channel, address, proof } = contactPoint;
  if (proof === undefined) {
    const twinId = contactPointIdOf({ channel, address, proof: 'unproven' });
    return { twin: await readContactPoint(table, twinId), buckets: [] };
  }
  const twinKey = contactPointKey(contactPointIdOf({ channel, address }));
  const buckets = floodBucketsOf(address);
  const items = await getItems(table, [twinKey, ...buckets.map(({ name }) => bucketKey(name))]);
  const found = (wanted: Key) => items.find(({ pk }) => pk === wanted.pk);
  const twin = found(twinKey);
  return {
    twin: twin && contactPointFromItem(twin),
    buckets: buckets.map((each) => ({ ...each, bucket: bucketOf(found(bucketKey(each.name))) })),
  };
}

/**
 * Writes a receipt that is about to be sent, together with the time of it at the contact points of its address and what
 * it takes from buckets: two messages from one address at the same moment give one. `conflict`: something has changed;
 * read and decide again.
 */
export async function saveReceipt(
  table: Table,
  {
    receipt,
    contactPoints,
    buckets,
  }: {
    readonly receipt: Interaction;
    readonly contactPoints: readonly Required<Change<ContactPoint>>[];
    readonly buckets: readonly BucketChange[];
  },
): Promise<'saved' | 'conflict'> {
  const outcome = await transact(table, [
    interactionWrite(receipt),
    ...contactPoints.map(({ previous, next }) => contactPointWrite(previous, next)),
    ...buckets.map(bucketWrite),
  ]);
  return outcome.kind === 'applied' ? 'saved' : 'conflict';
}
