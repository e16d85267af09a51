import type { Case } from './case.ts';
import { type Awaited, firstPromise, promisesAfterArrival } from './case-promise.ts';
import type { ContactPoint } from './contact-point.ts';
import { reachedBy, withKeyword } from './contact-point-changes.ts';
import { type Customer, withOpenCase } from './customer.ts';
import { caseIdOf, contactPointIdOf, interactionIdOf, markerHashOf } from './identity.ts';
import { addressOf, type InboundMessage, identityOf } from './inbound-message.ts';
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
import type { SenderPlace } from './place-sender.ts';
import type { PromiseTable } from './promise.ts';
import { reopened } from './resolution.ts';
import { type RepliedSurvey, repliedSurvey } from './survey-reply.ts';
import { cleanText } from './text.ts';
import { earlier } from './time.ts';

/** What the store knows about the sender of a message; all of it is missing for a newcomer. */
export interface Snapshot extends SenderPlace {
  readonly customer?: Customer;
  /** All open cases, the newest others, and the one threaded to. */
  readonly cases: readonly Case[];
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

/** When a message belongs to a case, and what its sender is promised. */
export interface RecordingRules extends JoiningRules {
  readonly promises: PromiseTable;
}

/** Everything one message changes, to be written together or not at all. */
export interface Recording {
  readonly marker: Marker;
  readonly interaction: Interaction;
  readonly case: Change<Case>;
  /** Only when the customer is new, or a case opens. */
  readonly customer?: Change<Customer>;
  /** Only when it is new, opts out or in, or may be reached again. */
  readonly contactPoint?: Change<ContactPoint>;
  readonly events: readonly OutboxEntry[];
  readonly reason: JoinReason;
}

/**
 * Decides everything that one message changes. Pure: the same message on the same snapshot is the same recording.
 *
 * @throws Error when the snapshot has a contact point but not the customer it leads to: then nothing may be guessed.
 */
export function recordMessage(request: RecordRequest, rules: RecordingRules): Recording {
  const { message, snapshot, now } = request;
  const { text, shortened } = cleanText(message.text);
  const { cases, threadedTo, alone, suggestion } = snapshot;
  const survey = repliedSurvey({ message, text, snapshot, now });
  const keyword = kindOfText(message.channel, text);
  const kind = survey ? 'survey-answer' : keyword;
  const sender = senderOf(request, kind);
  const decision: JoinDecision = survey
    ? { to: 'add', case: survey.case, reason: 'survey-answer' }
    : joinCase(
        {
          ...{ kind: keyword, at: message.at, text, cases, threadedTo, alone, now },
          ...{ automatic: message.automatic, notice: message.notice },
        },
        rules,
      );
  const hash = markerHashOf(identityOf(message));
  const interactionId = interactionIdOf(hash);
  const placed = placeInCase(decision, sender, { ...request, interactionId, promises: rules.promises });
  const { arrivals } = placed.case.next;
  const interaction: Interaction = {
    interactionId,
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
    ...(arrivals > (placed.case.previous?.arrivals ?? 0) && { arrival: arrivals }),
    archiveKey: request.archiveKey,
    joinReason: JOIN_SENTENCES[decision.reason],
    ...asItCame(message),
    ...(suggestion !== undefined && { suggestion }),
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
    events: survey ? [surveyReplied(survey, interaction)] : eventsOf(decision, interaction),
    reason: decision.reason,
  };
}

/** What the thread shows of a message beside its text. */
function asItCame(message: InboundMessage): Partial<Interaction> {
  const { channel, subject, folded, attachments, htmlKey, automatic, suspicious, proof, references } =
    message;
  return {
    ...(subject !== undefined && { subject }),
    ...(folded !== undefined && { folded }),
    ...(attachments && { attachments }),
    ...(htmlKey !== undefined && { htmlKey }),
    ...(automatic && { automatic }),
    ...(suspicious && { suspicious }),
    ...(proof && { proof }),
    // An answer by mail passes them on; on other channels nothing does.
    ...(channel === 'email' && references && { references }),
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
  const address = addressOf(message);
  const base: ContactPoint = (known && reachedBy(known, message)) ?? {
    ...address,
    contactPointId: contactPointIdOf(address),
    owner: newCustomerId,
    head: newCustomerId,
    firstSeenAt: now,
  };
  const next = withKeyword(base, kind, earlier(message.at, now));
  const newcomer: Customer = {
    customerId: newCustomerId,
    version: 0,
    openCases: [],
    lastCaseNumber: 0,
    createdAt: now,
    ...selfDescription(message),
    ...(isProvenMailbox(base) && { mail: base.contactPointId }),
  };
  return {
    contactPoint: { ...(known && { previous: known }), next },
    contactPointChanged: next !== known,
    customer: { ...(customer && { previous: customer }), next: customer ?? newcomer },
  };
}

/** What a newcomer says of themself. */
function selfDescription({ name, language, timeZone }: InboundMessage): Partial<Customer> {
  return {
    ...(name !== undefined && { name }),
    ...(language !== undefined && { language }),
    ...(timeZone !== undefined && { timeZone }),
  };
}

function isProvenMailbox({ channel, proof }: ContactPoint): boolean {
  return channel === 'email' && proof === undefined;
}

interface Placed {
  readonly case: Change<Case>;
  readonly customer?: Change<Customer>;
}

function placeInCase(decision: JoinDecision, sender: Sender, request: ArrivalRequest): Placed {
  const { message, now } = request;
  const awaited = awaitedOf(request, sender.customer.next);
  const from = {
    channel: message.channel,
    contactPointId: sender.contactPoint.next.contactPointId,
    account: message.account,
    newest: { interactionId: request.interactionId, interactionAt: message.at },
  };
  switch (decision.to) {
    case 'join':
      return { case: { previous: decision.case, next: withArrival(decision.case, awaited, request, from) } };
    case 'add':
      return { case: { previous: decision.case, next: withAddition(decision, now) } };
    case 'reopen': {
      const { customer } = sender;
      const opened = reopened(decision.case, now);
      // One write, one version: what follows the reopening is part of it.
      const next = { ...withArrival(opened, awaited, request, from), version: opened.version };
      return {
        case: { previous: decision.case, next },
        customer: { ...customer, next: withOpenCase(customer.next, next.caseId) },
      };
    }
    case 'open':
    case 'open-resolved':
      return newCase(decision.to, sender.customer, awaited, { ...request, from });
  }
}

interface ArrivalRequest extends RecordRequest, Pick<RecordingRules, 'promises'> {
  readonly interactionId: string;
}

function awaitedOf({ message, now }: RecordRequest, customer: Customer): Awaited {
  const { channel, account, at, automatic } = message;
  return { channel, account, at: earlier(at, now), now, customer, automatic };
}

type From = Pick<Case, 'channel' | 'contactPointId' | 'account' | 'newest'>;

/**
 * The customer waits, since the earliest arrival not answered; an answer goes where the newest one came from, by the
 * provider's time: a message that comes late does not draw it to itself.
 */
function withArrival(
  subject: Case,
  awaited: Awaited,
  { message, now, promises }: ArrivalRequest,
  from: From,
): Case {
  const isNewest = (subject.newest?.interactionAt ?? '') <= message.at;
  const { waitingSince } = subject;
  return step('arrive', subject, {
    ...(isNewest && from),
    arrivals: subject.arrivals + 1,
    lastActiveAt: now,
    waitingSince: waitingSince === undefined ? awaited.at : earlier(waitingSince, awaited.at),
    ...promisesAfterArrival(subject, awaited, promises),
  });
}

/** A keyword, an answer to a survey or a machine's answer leaves the sequence alone; a message to a resolved case is an arrival that needs no answer. */
function withAddition(
  { case: subject, reason }: Extract<JoinDecision, { to: 'add' | 'join' | 'reopen' }>,
  now: string,
): Case {
  if (reason === 'keyword' || reason === 'automatic' || reason === 'survey-answer')
    return step('add', subject, { lastActiveAt: now });
  const arrivals = subject.arrivals + 1;
  return step('add', subject, { lastActiveAt: now, arrivals, answered: arrivals });
}

function newCase(
  to: 'open' | 'open-resolved',
  { previous, next }: Change<Customer>,
  awaited: Awaited,
  { message, now, promises, from }: ArrivalRequest & { readonly from: From },
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
    ...(message.topic !== undefined && { topic: message.topic }),
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
  const promise = firstPromise(born, awaited, promises);
  const open: Case = {
    ...born,
    ...from,
    state: 'open',
    arrivals: 1,
    waitingSince: awaited.at,
    ...(promise && { promise }),
  };
  return {
    case: { next: open },
    customer: { ...(previous && { previous }), next: withOpenCase(counted, caseId) },
  };
}

function surveyReplied({ surveyed, score }: RepliedSurvey, { interactionId, at, channel }: Interaction) {
  return { type: 'SurveyReplied', surveyed, score, via: channel, interactionId, interactionAt: at } as const;
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
