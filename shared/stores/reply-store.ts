import type { Case } from '../domain/case.ts';
import type { ContactPoint } from '../domain/contact-point.ts';
import type { Delivery, Interaction } from '../domain/interaction.ts';
import type { Marker } from '../domain/marker.ts';
import type { InteractionRef, Outbox } from '../domain/outbox.ts';
import type { Change } from '../domain/record-message.ts';
import { caseFromItem, caseWrite, isOwnCommit } from './case-store.ts';
import { contactPointWrite } from './contact-point-store.ts';
import { interactionFromItem } from './interaction-store.ts';
import { caseKey, interactionKey } from './keys.ts';
import { markerWrite } from './marker-store.ts';
import { getItems, put, type Table, type TransactOutcome, transact, type Update, update } from './table.ts';

/** Which reply: its case and the interaction it is stored as. */
export interface ReplyRef extends InteractionRef {
  readonly customerId: string;
  readonly caseId: string;
}

/** A reply and its case as they are now, in one strongly consistent read. */
export async function readReply(
  table: Table,
  { customerId, caseId, interactionId, interactionAt }: ReplyRef,
): Promise<{ interaction?: Interaction; case?: Case }> {
  const key = interactionKey({ customerId, at: interactionAt, interactionId });
  const items = await getItems(table, [key, caseKey(caseId)]);
  const interaction = items.find(({ sk }) => sk === key.sk);
  const subject = items.find((item) => item !== interaction);
  return {
    ...(interaction && { interaction: interactionFromItem(interaction) }),
    ...(subject && { case: caseFromItem(subject) }),
  };
}

/** One step of a reply's delivery; the case is left alone. */
export interface DeliveryStep {
  /** As it was read: its delivery state (and attempt) must still be the stored one. */
  readonly interaction: Interaction;
  readonly next: Delivery;
}

/**
 * What a step came to. `applied`: it stands, also when an earlier try had written it and its answer was lost.
 * Otherwise what is stored instead, where that is known.
 */
export type StepOutcome =
  | { readonly kind: 'applied' }
  | { readonly kind: 'conflict'; readonly interaction?: Interaction; readonly case?: Case };

/** Moves a reply's delivery alone. */
export async function moveDelivery(table: Table, step: DeliveryStep): Promise<StepOutcome> {
  return outcomeOf(await update(table, deliveryUpdate(step)), step.next);
}

/** The end of a sending: the delivery, what it means to the case, and what it makes known of the customer. */
export interface Settlement extends DeliveryStep {
  /** ISO time. */
  readonly at: string;
  /** Only of what answers an arrival, or tells of an opt-out. */
  readonly case?: { readonly previous: Case; readonly next: Case; readonly outbox: Outbox };
  /** Only when it is now known to have left: by it a customer's answer finds the case. */
  readonly marker?: Marker;
  /** Only when the provider says that the customer has opted out, or that nothing arrives there. */
  readonly contactPoint?: Change<ContactPoint>;
}

/** Writes a settlement: all of it or nothing. */
export async function settleReply(table: Table, settlement: Settlement): Promise<StepOutcome> {
  const { next, at, case: change, marker, contactPoint } = settlement;
  const others = [
    ...(change ? [caseWrite(change.previous, change.next, change.outbox)] : []),
    ...(marker ? [markerWrite(marker, at)] : []),
    ...(contactPoint ? [contactPointWrite(contactPoint.previous, contactPoint.next)] : []),
  ];
  if (others.length === 0) return moveDelivery(table, settlement);
  if (marker && others.length === 1) {
    // At half the price of a transaction: that the message has left is true whatever becomes of the second write.
    await put(table, markerWrite(marker, at));
    return moveDelivery(table, settlement);
  }
  const outcome = await transact(table, [deliveryUpdate(settlement), ...others]);
  const stored = outcome.kind === 'refused' ? outcome.stored.get('case') : undefined;
  return change && isOwnCommit(stored, change.outbox.commit) ? { kind: 'applied' } : outcomeOf(outcome, next);
}

/** Sets the delivery and nothing else: what was erased of the interaction since it was read stays erased. */
function deliveryUpdate({ interaction, next }: DeliveryStep): Update {
  const providerMessageId = 'providerMessageId' in next ? next.providerMessageId : undefined;
  return {
    label: 'interaction',
    key: interactionKey(interaction),
    set: { delivery: next, providerMessageId },
    condition: unmoved(interaction.delivery),
  };
}

/** The stored delivery is at the very point it was read at. */
function unmoved(delivery: Delivery | undefined): Update['condition'] {
  const names = { '#delivery': 'delivery', '#state': 'state' };
  const state = { ':state': delivery?.state };
  if (!delivery || !('attempt' in delivery)) {
    return { kind: 'expression', expression: '#delivery.#state = :state', names, values: state };
  }
  return {
    kind: 'expression',
    expression: '#delivery.#state = :state AND #delivery.#attempt = :attempt',
    names: { ...names, '#attempt': 'attempt' },
    values: { ...state, ':attempt': delivery.attempt },
  };
}

function outcomeOf(outcome: TransactOutcome, next: Delivery): StepOutcome {
  if (outcome.kind === 'applied') return { kind: 'applied' };
  if (outcome.kind === 'collided') return { kind: 'conflict' };
  const item = outcome.stored.get('interaction');
  const subject = outcome.stored.get('case');
  const interaction = item && interactionFromItem(item);
  if (isSame(interaction?.delivery, next)) return { kind: 'applied' };
  return {
    kind: 'conflict',
    ...(interaction && { interaction }),
    ...(subject && { case: caseFromItem(subject) }),
  };
}

/** Times may differ: what tells one step from another is the attempt or the provider's id. */
function isSame(stored: Delivery | undefined, next: Delivery): boolean {
  return (
    stored?.state === next.state &&
    identityOf(stored) !== undefined &&
    identityOf(stored) === identityOf(next)
  );
}

function identityOf(delivery: Delivery): string | undefined {
  if ('attempt' in delivery) return delivery.attempt;
  return 'providerMessageId' in delivery ? delivery.providerMessageId : undefined;
}
