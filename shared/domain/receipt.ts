import { addBusinessTime, type Calendar } from './business-time.ts';
import type { Case } from './case.ts';
import type { Channel } from './channel.ts';
import type { ContactPoint } from './contact-point.ts';
import type { Customer } from './customer.ts';
import { hashOf } from './identity.ts';
import type { Interaction } from './interaction.ts';
import type { InteractionRef } from './outbox.ts';
import type { CasePromise, PromiseTable } from './promise.ts';
import type { BucketChange } from './rate-bucket.ts';
import { type FloodBucket, takeFromAll } from './receipt-flood.ts';
import { factsOf } from './route-case.ts';
import { msBetween } from './time.ts';

/** Channels on which nothing else tells the customer that the message has come. */
const RECEIPT_CHANNELS: readonly Channel[] = ['sms', 'email'];

const HOUR_MS = 60 * 60_000;

/** Everything the decision looks at, as it is now. */
export interface ReceiptRequest {
  readonly interaction: Interaction;
  readonly case: Case;
  readonly contactPoint: ContactPoint;
  /** The same mailbox, where both proven and unproven mail came from it: the other of the two. One hour counts for both. */
  readonly twin?: ContactPoint | undefined;
  readonly customer: Customer | undefined;
  /** What bounds receipts to those who proved nothing; empty for one whose token is taken already. */
  readonly buckets: readonly FloodBucket[];
  /** ISO time. */
  readonly now: string;
}

/**
 * What a receipt says.
 * - `promised`: the moment by which the answer comes; `closed`: that, and that nobody is there now.
 * - `late`: the promise to this customer is broken; no moment is named.
 * - `bare`: only that the message has come, for a sender who proved nothing.
 */
export type ReceiptTerms =
  | { readonly says: 'promised' | 'closed'; readonly due: string; readonly calendar?: Calendar | undefined }
  | { readonly says: 'late' }
  | { readonly says: 'bare' };

export type SkipReason =
  | 'no-message'
  | 'other-channel'
  | 'automatic'
  | 'suspicious'
  | 'proof-failed'
  | 'needs-no-answer'
  | 'opted-out'
  | 'unreachable'
  | 'known-proven'
  | 'recent-receipt'
  | 'answered'
  | 'newer-message'
  | 'no-promise'
  | 'too-old'
  | 'flood';

export type ReceiptDecision =
  | {
      readonly do: 'give';
      readonly terms: ReceiptTerms;
      /** To be written together with the receipt. */
      readonly buckets: readonly BucketChange[];
    }
  | { readonly do: 'skip'; readonly because: SkipReason };

/**
 * Whether an arrival gets a receipt, and what it says. A promise that lies ahead is as true for a message that came
 * late as for any other; an apology or a bare acknowledgement is not worth sending once the message is an hour old.
 */
export function receiptDecision(request: ReceiptRequest, promises: PromiseTable): ReceiptDecision {
  const because = noReceiptEver(request) ?? noReceiptNow(request);
  if (because) return { do: 'skip', because };
  const terms = termsOf(request, promises);
  if (!terms) return { do: 'skip', because: 'no-promise' };
  const namesMoment = terms.says === 'promised' || terms.says === 'closed';
  if (!namesMoment && msBetween(request.interaction.at, request.now) > HOUR_MS) {
    return { do: 'skip', because: 'too-old' };
  }
  const buckets = takeFromAll(terms.says === 'bare' ? request.buckets : [], request.now);
  return buckets ? { do: 'give', terms, buckets } : { do: 'skip', because: 'flood' };
}

/** What the message itself rules out. */
function noReceiptEver({ interaction }: ReceiptRequest): SkipReason | undefined {
  const { direction, kind, channel, automatic, suspicious, proof, arrival } = interaction;
  if (direction !== 'inbound' || kind !== 'message') return 'no-message';
  if (!RECEIPT_CHANNELS.includes(channel)) return 'other-channel';
  if (automatic) return 'automatic';
  // A flood of spam from invented addresses would come back as bounces, and cost us the right to send.
  if (suspicious) return 'suspicious';
  if (proof === 'failed') return 'proof-failed';
  return arrival === undefined ? 'needs-no-answer' : undefined;
}

/** What has happened since, or to the address. */
function noReceiptNow({
  interaction,
  case: subject,
  contactPoint,
  twin,
  now,
}: ReceiptRequest): SkipReason | undefined {
  const mailbox = twin ? [contactPoint, twin] : [contactPoint];
  if (mailbox.some(({ optedOutAt }) => optedOutAt !== undefined)) return 'opted-out';
  if (mailbox.some(({ unreachableAt }) => unreachableAt !== undefined)) return 'unreachable';
  // Or a stranger could make us write to a customer, and use up the hour of their own receipts.
  const isUnproven = interaction.proof !== undefined || contactPoint.proof !== undefined;
  const isKnown = twin !== undefined || contactPoint.proof === undefined;
  if (isUnproven && isKnown) return 'known-proven';
  if (isAnswered(subject, interaction.arrival ?? 0)) return 'answered';
  if (hasNewer(subject, interaction)) return 'newer-message';
  const hadOne = mailbox.some(
    ({ receiptAt }) => receiptAt !== undefined && msBetween(receiptAt, now) < HOUR_MS,
  );
  return hadOne ? 'recent-receipt' : undefined;
}

/** Resolved, answered, or an agent's answer is on its way: a receipt after that would be silly. */
function isAnswered({ state, answered, replied }: Case, arrival: number): boolean {
  const onItsWay = replied !== undefined && replied.pending > 0 && replied.arrival >= arrival;
  return state === 'resolved' || answered >= arrival || onItsWay;
}

/** The newest message of the same address gets the receipt, with its own event; one of another address has its own. */
function hasNewer(subject: Case, { interactionId, contactPointId }: Interaction): boolean {
  const { newest } = subject;
  return (
    newest !== undefined &&
    newest.interactionId !== interactionId &&
    subject.contactPointId === contactPointId
  );
}

function termsOf(
  { interaction, case: subject, customer, contactPoint, now }: ReceiptRequest,
  promises: PromiseTable,
): ReceiptTerms | undefined {
  if (interaction.proof !== undefined || contactPoint.proof !== undefined) return { says: 'bare' };
  const { promise } = subject;
  if (!promise) return undefined;
  if (isBroken(promise, now)) return { says: 'late' };
  const facts = factsOf(subject, customer);
  const calendar = promises.find(({ pattern }) => pattern === undefined || pattern.matches(facts))?.calendar;
  return { says: isOpen(calendar, now) ? 'promised' : 'closed', due: promise.due, calendar };
}

/** Whether it was announced or not: the watch runs once a minute. */
function isBroken({ state, due }: CasePromise, now: string): boolean {
  return state === 'broken' || due <= now;
}

/** Of open time, the next millisecond takes a millisecond. */
function isOpen(calendar: Calendar | undefined, now: string): boolean {
  const time = Date.parse(now);
  return calendar === undefined || addBusinessTime(time, 1, calendar) === time + 1;
}

/**
 * Where the receipt of a message stands: the same however often the event of that message comes. On the thread it follows
 * the message, whose time is the provider's.
 *
 * @param recordedAt ISO time at which the message was recorded
 */
export function receiptRefOf(
  caseId: string,
  { interactionId, interactionAt }: InteractionRef,
  recordedAt: string,
): InteractionRef {
  const after = new Date(Date.parse(interactionAt) + 1).toISOString();
  return {
    interactionId: hashOf('receipt', caseId, interactionId).slice(0, 32),
    interactionAt: after > recordedAt ? after : recordedAt,
  };
}
