import type { Case, EarlierReply, Replied } from './case.ts';
import type { Customer } from './customer.ts';
import { type CasePromise, makePromise, type PromiseTable, stricter } from './promise.ts';
import { factsOf } from './route-case.ts';

/** A message of a customer who waits for its answer, as far as its promise depends on it. */
export interface Awaited extends Pick<Case, 'channel' | 'account'> {
  /** ISO time by the provider, never later than now. */
  readonly at: string;
  readonly now: string;
  readonly customer: Customer;
  /** Sent by a machine: nobody waits. */
  readonly automatic?: boolean | undefined;
}

type Promised = Pick<Case, 'promise' | 'replied'>;

/**
 * What an arrival changes of a case's promise. It counts from the provider's time; only one that the customer had sent
 * before our last answer left counts from the moment we learn of it: the customer has heard from us since, and nothing
 * was promised in the past.
 */
export function promisesAfterArrival(subject: Case, awaited: Awaited, table: PromiseTable): Promised {
  const { at, now } = awaited;
  const overtaken = subject.answeredAt !== undefined && at < subject.answeredAt;
  const promise = promiseSince(subject, awaited, overtaken ? now : at, table);
  // A reply on its way leaves after what was sent before the arrival it answers, whenever that comes in.
  const older = at < (subject.newest?.interactionAt ?? '');
  const next = older ? promiseSince(subject, awaited, now, table) : promise;
  return {
    promise: stricter(subject.promise, promise),
    replied: subject.replied && repliedBefore(subject, subject.replied, at, next),
  };
}

/** What stands behind the replies on their way once there is one more arrival. */
function repliedBefore(subject: Case, replied: Replied, at: string, next: CasePromise | undefined): Replied {
  const { earlier } = replied;
  return {
    ...replied,
    ...(isOnItsWay(subject, replied) && behind(replied, at, next)),
    ...(earlier && { earlier: { ...earlier, ...behind(earlier, at, next) } }),
  };
}

function behind({ nextAt, nextPromise }: EarlierReply, at: string, next: CasePromise | undefined) {
  const promise = stricter(nextPromise, next);
  return { nextAt: nextAt ?? at, ...(promise && { nextPromise: promise }) };
}

/** The promise a new case begins with. */
export function firstPromise(
  subject: Pick<Case, 'opening' | 'topic'>,
  awaited: Awaited,
  table: PromiseTable,
): CasePromise | undefined {
  return promiseSince(subject, awaited, awaited.at, table);
}

function promiseSince(
  { opening, topic }: Pick<Case, 'opening' | 'topic'>,
  { channel, account, customer, automatic }: Awaited,
  since: string,
  table: PromiseTable,
): CasePromise | undefined {
  if (automatic) return undefined;
  const facts = factsOf({ channel, account, opening, ...(topic !== undefined && { topic }) }, customer);
  return makePromise(facts, since, table);
}

/** A reply to the newest arrival it is given for has neither left nor failed. */
function isOnItsWay({ answered }: Case, { arrival }: Replied): boolean {
  return answered < arrival;
}

/** What a reply to a newer arrival keeps of the one whose place it takes, if that is still on its way. */
export function keptBy(subject: Case): Pick<Replied, 'earlier'> {
  const { replied } = subject;
  if (!replied || !isOnItsWay(subject, replied)) return {};
  const { arrival, agent, pending, nextAt, nextPromise } = replied;
  return {
    earlier: {
      ...{ arrival, agent, pending },
      ...(nextAt !== undefined && { nextAt }),
      ...(nextPromise && { nextPromise }),
    },
  };
}

/** What is still promised once a reply to an arrival has left and so much is answered. */
export function promiseAfterReply(subject: Case, answers: number, answered: number): CasePromise | undefined {
  const { promise, arrivals } = subject;
  if (answered === subject.answered) return promise;
  if (answered >= arrivals) return undefined;
  const left = onItsWayTo(subject, answers);
  if (!left) return promise;
  // The very same may have stood already, as the strictest, and been announced.
  return promise && promise.due === left.nextPromise?.due ? promise : left.nextPromise;
}

/** What is known of a reply on its way to an arrival: of the newest, and of the one before it. */
export function onItsWayTo({ replied }: Case, arrival: number): EarlierReply | undefined {
  return [replied, replied?.earlier].find((each) => each?.arrival === arrival);
}
