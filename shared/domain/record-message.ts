import type { Case } from './case.ts';
import type { ContactPoint } from './contact-point.ts';
import { type Customer, withOpenCase } from './customer.ts';
import { caseIdOf, contactPointIdOf, interactionIdOf, markerHashOf } from './identity.ts';
import type { InboundMessage } from './inbound-message.ts';
import type { Interaction } from './interaction.ts';
import {
  JOIN_SENTENCES,
  type JoinDecision,
  type JoiningRules,
  type JoinReason,
  joinCase,
} from './join-case.ts';
import { kindOfText } from './keywords.ts';
import { step } from './lifecycle.ts';
import type { Marker } from './marker.ts';
import type { OutboxEntry } from './outbox.ts';
import { reopened } from './resolution.ts';
import { cleanText } from './text.ts';
import { earlier } from './time.ts';

/** What the store knows about the sender of a message; all of it is missing for a newcomer. */
export interface Snapshot {
  readonly contactPoint?: ContactPoint;
  readonly customer?: Customer;
  /** All open cases, the newest others, and the one threaded to. */
  readonly cases: readonly Case[];
  /** The case of our message that this one answers. */
  readonly threadedTo?: string;
}

export interface RecordRequest {
  readonly message: InboundMessage;
  readonly snapshot: Snapshot;
  /** ISO time. */
  readonly now: string;
  /** Id for the customer, should the sender be a newcomer. */
  readonly newCustomerId: string;
  /** Where the payload as received is kept. */
  readonly archiveKey: string;
}

/** An item as it was read, and as it is to be written if nobody has changed it. */
export interface Change<Item> {
  readonly previous?: Item;
  readonly next: Item;
}

/** Everything one message changes, to be written together or not at all. */
export interface Recording {
  readonly marker: Marker;
  readonly interaction: Interaction;
  readonly case: Change<Case>;
  /** Only when the customer is new, or a case opens. */
  readonly customer?: Change<Customer>;
  /** Only when it is new, or opts out or in. */
  readonly contactPoint?: Change<ContactPoint>;
  readonly events: readonly OutboxEntry[];
  readonly reason: JoinReason;
}

/**
 * Decides everything that one message changes. Pure: the same message on the same snapshot is the same recording.
 *
 * @throws Error when the snapshot has a contact point but not the customer it leads to: then nothing may be guessed.
 */
export function recordMessage(request: RecordRequest, rules: JoiningRules): Recording {
  const { message, snapshot, now } = request;
  const { text, shortened } = cleanText(message.text);
  const kind = kindOfText(message.channel, text);
  const sender = senderOf(request, kind);
  const decision = joinCase(
    { kind, at: message.at, text, cases: snapshot.cases, threadedTo: snapshot.threadedTo, now },
    rules,
  );
  const placed = placeInCase(decision, sender, request);
  const hash = markerHashOf({ direction: 'in', ...message, address: message.from });
  const interaction: Interaction = {
    interactionId: interactionIdOf(hash),
    caseId: placed.case.next.caseId,
    customerId: sender.contactPoint.next.owner,
    channel: message.channel,
    direction: 'inbound',
    kind,
    at: message.at,
    recordedAt: now,
    text,
    ...(shortened && { shortened }),
    contactPointId: sender.contactPoint.next.contactPointId,
    account: message.account,
    providerMessageId: message.providerMessageId,
    ...(kind === 'message' && { arrival: placed.case.next.arrivals }),
    archiveKey: request.archiveKey,
    joinReason: JOIN_SENTENCES[decision.reason],
  };
  return {
    marker: {
      hash,
      interactionId: interaction.interactionId,
      interactionAt: interaction.at,
      ...ownersOf(interaction),
    },
    interaction,
    case: placed.case,
    ...(placed.customer && { customer: placed.customer }),
    ...(sender.contactPointChanged && { contactPoint: sender.contactPoint }),
    events: eventsOf(decision, interaction),
    reason: decision.reason,
  };
}

function ownersOf({ caseId, customerId }: Interaction) {
  return { caseId, customerId };
}

interface Sender {
  readonly contactPoint: Change<ContactPoint>;
  readonly contactPointChanged: boolean;
  readonly customer: Change<Customer>;
}

function senderOf(
  { message, snapshot, now, newCustomerId }: RecordRequest,
  kind: Interaction['kind'],
): Sender {
  const { contactPoint: known, customer } = snapshot;
  if (known && !customer) throw new Error('A contact point leads to a customer who is not there.');
  const base: ContactPoint = known ?? {
    channel: message.channel,
    address: message.from,
    contactPointId: contactPointIdOf({ channel: message.channel, address: message.from }),
    owner: newCustomerId,
    head: newCustomerId,
    firstSeenAt: now,
  };
  const next = withOptOut(base, kind, now);
  const newcomer = {
    customerId: newCustomerId,
    version: 0,
    openCases: [],
    lastCaseNumber: 0,
    createdAt: now,
  };
  return {
    contactPoint: { ...(known && { previous: known }), next },
    contactPointChanged: next !== known,
    customer: { ...(customer && { previous: customer }), next: customer ?? newcomer },
  };
}

/** The contact point itself when nothing changes, so that it need not be written. */
function withOptOut(contactPoint: ContactPoint, kind: Interaction['kind'], now: string): ContactPoint {
  if (kind === 'opt-out' && contactPoint.optedOutAt === undefined)
    return { ...contactPoint, optedOutAt: now };
  if (kind !== 'opt-in' || contactPoint.optedOutAt === undefined) return contactPoint;
  const { optedOutAt: _, ...optedIn } = contactPoint;
  return optedIn;
}

interface Placed {
  readonly case: Change<Case>;
  readonly customer?: Change<Customer>;
}

function placeInCase(decision: JoinDecision, sender: Sender, request: RecordRequest): Placed {
  const { message, now } = request;
  const from = {
    channel: message.channel,
    contactPointId: sender.contactPoint.next.contactPointId,
    account: message.account,
  };
  switch (decision.to) {
    case 'join':
      return { case: { previous: decision.case, next: withArrival(decision.case, request, from) } };
    case 'add':
      return { case: { previous: decision.case, next: withAddition(decision, now) } };
    case 'reopen': {
      const { customer } = sender;
      const opened = reopened(decision.case, now);
      // One write, one version: what follows the reopening is part of it.
      const next = { ...withArrival(opened, request, from), version: opened.version };
      return {
        case: { previous: decision.case, next },
        customer: { ...customer, next: withOpenCase(customer.next, next.caseId) },
      };
    }
    case 'open':
    case 'open-resolved':
      return newCase(decision.to, sender.customer, request, from);
  }
}

type From = Pick<Case, 'channel' | 'contactPointId' | 'account'>;

/** The customer waits, since the earliest arrival not answered; an answer goes where the newest one came from. */
function withArrival(subject: Case, { message, now }: RecordRequest, from: From): Case {
  const at = earlier(message.at, now);
  const { replied, waitingSince, answered } = subject;
  const replyOnItsWay = replied !== undefined && answered < replied.arrival && replied.nextAt === undefined;
  return step('arrive', subject, {
    ...from,
    arrivals: subject.arrivals + 1,
    lastActiveAt: now,
    waitingSince: waitingSince === undefined ? at : earlier(waitingSince, at),
    ...(replyOnItsWay && { replied: { ...replied, nextAt: at } }),
  });
}

/** A keyword leaves the sequence alone; a message to a resolved case is an arrival that needs no answer. */
function withAddition(
  { case: subject, reason }: Extract<JoinDecision, { to: 'add' | 'join' | 'reopen' }>,
  now: string,
): Case {
  if (reason === 'keyword') return step('add', subject, { lastActiveAt: now });
  const arrivals = subject.arrivals + 1;
  return step('add', subject, { lastActiveAt: now, arrivals, answered: arrivals });
}

function newCase(
  to: 'open' | 'open-resolved',
  { previous, next }: Change<Customer>,
  { message, now }: RecordRequest,
  from: From,
): Placed {
  const number = next.lastCaseNumber + 1;
  const caseId = caseIdOf(next.customerId, number);
  const born = {
    caseId,
    customerId: next.customerId,
    version: 1,
    opening: 1,
    openedAt: now,
    lastActiveAt: now,
    answered: 0,
  };
  const counted = { ...next, lastCaseNumber: number };
  if (to === 'open-resolved') {
    const resolved: Case = {
      ...born,
      ...from,
      state: 'resolved',
      arrivals: 0,
      resolvedAt: now,
      resolvedBy: 'throughline',
    };
    const customer = { ...counted, version: counted.version + 1 };
    return { case: { next: resolved }, customer: { ...(previous && { previous }), next: customer } };
  }
  const open: Case = { ...born, ...from, state: 'open', arrivals: 1, waitingSince: earlier(message.at, now) };
  return {
    case: { next: open },
    customer: { ...(previous && { previous }), next: withOpenCase(counted, caseId) },
  };
}

function eventsOf({ to, reason }: JoinDecision, interaction: Interaction): OutboxEntry[] {
  const { interactionId, at, kind, contactPointId = '', arrival } = interaction;
  const ref = { interactionId, interactionAt: at };
  if (kind === 'opt-out') return [{ type: 'CustomerOptedOut', contactPointId, ...ref }];
  switch (to) {
    case 'open':
      return [{ type: 'CaseOpened', reason, ...ref }];
    case 'reopen':
      return [{ type: 'CaseReopened', reason, ...ref }];
    case 'join':
    case 'add':
    case 'open-resolved':
      return [{ type: 'InteractionReceived', reason, ...(arrival !== undefined && { arrival }), ...ref }];
  }
}
