import type { Case } from '../domain/case.ts';
import type { ContactPoint } from '../domain/contact-point.ts';
import { mayMove } from '../domain/delivery.ts';
import type { Delivery, Interaction } from '../domain/interaction.ts';
import { type ChangedCase, step } from '../domain/lifecycle.ts';
import { markerOfSent } from '../domain/marker.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import { replyFailed, replySent, type SenderStep } from '../domain/reply.ts';
import { replyFactsOf } from '../domain/reply-facts.ts';
import type { SendOutcome } from '../gateways/send-outcome.ts';
import { TransientFailure } from '../runtime/failure.ts';
import type { Tools } from '../runtime/function-tools.ts';
import type { Outside } from '../runtime/outside.ts';
import type { Settlement } from '../stores/reply-store.ts';
import type { Replies } from './replies.ts';

/** What is settled: the message; the case of a reply; where known, who it goes to. */
export interface Settling {
  readonly interaction: Interaction;
  /** Needed where it answers an arrival; a receipt or a survey question changes none but by an opt-out. */
  readonly case?: Case;
  readonly recipient?: ContactPoint;
}

/** How a sending ended. */
export type Ending =
  | Extract<SendOutcome, { kind: 'sent' | 'refused' | 'opted-out' }>
  | { readonly kind: 'unknown'; readonly attempt: string };

/**
 * How a sending ended by what the provider made of it; undefined when it did not take it and may be asked again.
 *
 * @param patient there is time to wait even for what may last
 */
export function endingOf(
  outcome: SendOutcome,
  attempt: string,
  { patient }: { readonly patient: boolean },
): Ending | undefined {
  if (outcome.kind === 'unknown') return { kind: 'unknown', attempt };
  if (outcome.kind !== 'throttled') return outcome;
  return patient || outcome.lasting === undefined ? undefined : { kind: 'refused', reason: outcome.lasting };
}

export interface SettleDependencies extends Tools, Pick<Outside, 'now' | 'newId'> {
  readonly replies: Pick<Replies, 'settle' | 'reread' | 'recipient'>;
}

/** Customers write while we send; each of their messages can cost one round. */
const ROUNDS = 5;

/**
 * Writes down how a sending ended: on the message and, of a reply, on its case, together, with what others are to hear.
 *
 * @throws TransientFailure when the case keeps changing; the reply then stands as `sending` and becomes unknown.
 */
export async function settle(
  first: Settling,
  ending: Ending,
  { replies, now, newId, log, count }: SettleDependencies,
): Promise<void> {
  const at = now().toISOString();
  const commit = newId();
  // That somebody has opted out is told by the case, also where the message itself changes none.
  let settling =
    ending.kind === 'opted-out' && !first.case
      ? { ...first, ...(await replies.reread(first.interaction)) }
      : first;
  for (let round = 0; round < ROUNDS; round += 1) {
    const settlement = settlementOf(settling, ending, { at, commit });
    if (!settlement) return;
    const outcome = await replies.settle(settlement);
    if (outcome.kind === 'applied') return report();
    const stored = await replies.reread(settling.interaction);
    // Who is refused for a STOP has just sent it: it may be recorded in this very moment.
    const recipient = ending.kind === 'opted-out' && (await reread(settling.recipient));
    settling = { ...settling, ...stored, ...(recipient && { recipient }) };
  }
  throw new TransientFailure('The case changes all the time.');

  async function reread(recipient: ContactPoint | undefined): Promise<ContactPoint | undefined> {
    return recipient && replies.recipient(recipient.contactPointId);
  }

  function report(): void {
    const fields = { interactionId: first.interaction.interactionId, caseId: first.interaction.caseId };
    if (ending.kind === 'sent') return log('TL4001', fields);
    if (ending.kind === 'unknown') {
      count('UnknownSends');
      return log('TL4003', fields);
    }
    log('TL4002', { ...fields, reason: reasonOf(ending) });
    if (ending.kind === 'opted-out') log('TL4005', fields);
  }
}

/** Undefined when the message has come further meanwhile: by a delivery report, or as an earlier try had it. */
function settlementOf(
  { interaction, case: subject, recipient }: Settling,
  ending: Ending,
  { at, commit }: { readonly at: string; readonly commit: string },
): Settlement | undefined {
  const next = deliveryOf(ending, at);
  if (!interaction.delivery || !mayMove(interaction.delivery.state, next.state)) return undefined;
  const optsOut =
    ending.kind === 'opted-out' && recipient !== undefined && recipient.optedOutAt === undefined;
  const settlement: Settlement = {
    interaction,
    next,
    at,
    ...(ending.kind === 'sent' && { marker: markerOfSent(interaction, ending.providerMessageId) }),
    ...(optsOut && { contactPoint: { previous: recipient, next: { ...recipient, optedOutAt: at } } }),
  };
  const reply = replyFactsOf(interaction);
  if (!subject || (!reply && !optsOut)) return settlement;
  const outcome = reply
    ? replyOutcome({ case: subject, reply, opening: interaction.opening, now: at }, ending)
    : { case: step('note', subject, {}), events: [] };
  const events = [...outcome.events, ...(optsOut ? [optOutOf(interaction, recipient)] : [])];
  return {
    ...settlement,
    case: { previous: subject, next: outcome.case, outbox: { commit, at, events } },
  };
}

function replyOutcome(sending: SenderStep, ending: Ending): ChangedCase {
  if (ending.kind === 'sent') return replySent(sending);
  return replyFailed(sending, ending.kind === 'unknown' ? 'unknown' : 'failed', reasonOf(ending));
}

function optOutOf({ interactionId, at }: Interaction, { contactPointId }: ContactPoint): OutboxEntry {
  return { type: 'CustomerOptedOut', contactPointId, interactionId, interactionAt: at };
}

function deliveryOf(ending: Ending, at: string): Delivery {
  switch (ending.kind) {
    case 'sent':
      return { state: 'sent', providerMessageId: ending.providerMessageId, at };
    case 'unknown':
      return { state: 'unknown', attempt: ending.attempt, at };
    case 'refused':
    case 'opted-out':
      return { state: 'failed', reason: reasonOf(ending), at };
  }
}

function reasonOf(ending: Exclude<Ending, { kind: 'sent' }>): string {
  switch (ending.kind) {
    case 'refused':
      return ending.reason;
    case 'opted-out':
      return 'opted-out';
    case 'unknown':
      return 'no-answer';
  }
}
