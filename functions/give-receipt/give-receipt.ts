import type { Interaction } from '../../shared/domain/interaction.ts';
import { receiptDecision, receiptRefOf } from '../../shared/domain/receipt.ts';
import { TransientFailure } from '../../shared/runtime/failure.ts';
import { askProvider } from '../../shared/sending/ask-provider.ts';
import { outgoingOf } from '../../shared/sending/channel-sender.ts';
import type { ArrivalRef } from '../../shared/stores/receipt-store.ts';
import type { ArrivalEvent } from './arrival-event.ts';
import type { GiveReceiptDependencies } from './dependencies.ts';
import { resumeReceipt } from './send-receipt.ts';
import { writeReceipt } from './write-receipt.ts';

/** Each further round means that the customer or an agent has done something in this very moment. */
const ROUNDS = 5;

/**
 * Gives a customer's message its receipt, once. It is written down with its attempt before the provider is asked, so
 * that whoever comes later knows that it may have left: such a receipt becomes `unknown` and is never sent again.
 *
 * @throws TransientFailure when the provider did not take it, or another may be at work on it.
 */
export async function giveReceipt(event: ArrivalEvent, dependencies: GiveReceiptDependencies): Promise<void> {
  const ref = arrivalOf(event);
  // An agent has reopened the case: there is no message.
  if (!ref) return;
  const attempt = dependencies.newId();
  for (let round = 0; round < ROUNDS; round += 1) {
    if ((await giveOnce(ref, attempt, dependencies)) === 'done') return;
  }
  throw new TransientFailure('The customer or the case changes all the time.');
}

function arrivalOf(event: ArrivalEvent): ArrivalRef | undefined {
  const { customerId, caseId, interactionId, interactionAt, at } = event;
  if (interactionId === undefined || interactionAt === undefined) return undefined;
  const message = { interactionId, interactionAt };
  return { customerId, caseId, ...message, receipt: receiptRefOf(caseId, message, at) };
}

/** `again`: something that it was decided on has changed meanwhile. */
async function giveOnce(
  ref: ArrivalRef,
  attempt: string,
  dependencies: GiveReceiptDependencies,
): Promise<'done' | 'again'> {
  const { receipts, senders, promises, company, now, log } = dependencies;
  const skip = (reason: string) => {
    log('TL4101', { caseId: ref.caseId, interactionId: ref.interactionId, reason });
    return 'done' as const;
  };
  const { receipt, interaction, case: subject, contactPoint, ...facts } = await receipts.read(ref);
  // Whoever was erased meanwhile gets no receipt.
  if (!interaction || !subject || !contactPoint) return skip('gone');
  const at = now().toISOString();
  const { twin, customer } = facts;
  const request = { ...facts, interaction, case: subject, contactPoint, now: at };
  if (receipt) {
    await resumeReceipt({ receipt, attempt, request }, dependencies);
    return 'done';
  }
  const decision = receiptDecision(request, promises);
  if (decision.do === 'skip') return skip(decision.because);

  const words = writeReceipt({ interaction, customer, terms: decision.terms }, company);
  const delivery = { state: 'sending', attempt, since: at } as const;
  const next = { ...receiptTo(interaction, ref), ...words, recordedAt: at, delivery };
  const outgoing = outgoingOf(next, contactPoint);
  const ask = outgoing && (await senders[next.channel]?.prepare(outgoing));
  if (!ask) return skip('no-sender');
  const marked = { ...contactPoint, receiptAt: at };
  const contactPoints = [
    { previous: contactPoint, next: marked },
    ...(twin ? [{ previous: twin, next: { ...twin, receiptAt: at } }] : []),
  ];
  const change = { receipt: next, contactPoints, buckets: decision.buckets };
  if ((await save()) === 'conflict') return 'again';
  await askProvider({ interaction: next, recipient: marked, attempt, ask }, dependencies);
  return 'done';

  /** When the answer to the write is lost, the stored attempt tells whether it applied. */
  async function save(): Promise<'saved' | 'conflict'> {
    return receipts.save(change).catch(async (error: unknown) => {
      const { receipt: stored } = await receipts.read(ref);
      if (stored?.delivery?.state === 'sending' && stored.delivery.attempt === attempt)
        return 'saved' as const;
      throw error;
    });
  }
}

/** The receipt on the thread, but for its words. */
function receiptTo(interaction: Interaction, { receipt, interactionId, interactionAt }: ArrivalRef) {
  const { caseId, customerId, channel, contactPointId, account } = interaction;
  return {
    interactionId: receipt.interactionId,
    at: receipt.interactionAt,
    caseId,
    customerId,
    channel,
    direction: 'outbound',
    kind: 'receipt',
    inReplyTo: { interactionId, interactionAt },
    ...(contactPointId !== undefined && { contactPointId }),
    ...(account !== undefined && { account }),
  } as const satisfies Partial<Interaction>;
}
