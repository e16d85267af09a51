import type { ContactPoint } from '../../shared/domain/contact-point.ts';
import { decideSend } from '../../shared/domain/delivery.ts';
import type { Interaction } from '../../shared/domain/interaction.ts';
import { type ReceiptRequest, receiptDecision, type SkipReason } from '../../shared/domain/receipt.ts';
import { PermanentFailure, TransientFailure } from '../../shared/runtime/failure.ts';
import { askProvider } from '../../shared/sending/ask-provider.ts';
import { beginSending } from '../../shared/sending/begin-sending.ts';
import { outgoingOf } from '../../shared/sending/channel-sender.ts';
import { settle } from '../../shared/sending/settle.ts';
import type { GiveReceiptDependencies } from './dependencies.ts';

/** A receipt that an earlier delivery of the event has begun, and what is known now. */
interface EarlierReceipt {
  readonly receipt: Interaction;
  readonly attempt: string;
  readonly request: ReceiptRequest;
}

/**
 * Goes on with a receipt that was begun: sends it when it is known not to have left and is still true, gives it up as
 * unknown when it may have left.
 *
 * @throws TransientFailure when another may be at work on it.
 */
export async function resumeReceipt(
  { receipt, attempt, request }: EarlierReceipt,
  dependencies: GiveReceiptDependencies,
): Promise<void> {
  const { log } = dependencies;
  const { interactionId, caseId, delivery } = receipt;
  if (!delivery) throw new PermanentFailure('The receipt has no state of delivery.');
  const step = decideSend(delivery, attempt, request.now);
  switch (step.do) {
    case 'nothing':
      return log('TL1006', { interactionId, caseId, reason: step.because });
    case 'wait':
      throw new TransientFailure('Another may be at work on this receipt.');
    case 'give-up':
      return settle({ interaction: receipt }, { kind: 'unknown', attempt: step.attempt }, dependencies);
    case 'send':
      return sendQueued({ receipt, attempt, request }, dependencies);
  }
}

async function sendQueued(
  { receipt, attempt, request }: EarlierReceipt,
  dependencies: GiveReceiptDependencies,
): Promise<void> {
  const { replies, senders, promises, log } = dependencies;
  const { interactionId, caseId } = receipt;
  const { contactPoint, twin, now } = request;
  const decision = receiptDecision(
    { ...request, contactPoint: beforeReceipt(contactPoint), twin: twin && beforeReceipt(twin), buckets: [] },
    promises,
  );
  const reason = decision.do === 'skip' ? noLonger(decision.because) : isOvertaken(decision.terms.says);
  if (reason) {
    await replies.move({ interaction: receipt, next: { state: 'failed', reason, at: now } });
    return log('TL4101', { interactionId, caseId, reason });
  }
  const outgoing = outgoingOf(receipt, contactPoint);
  const ask = outgoing && (await senders[receipt.channel]?.prepare(outgoing));
  if (!ask) throw new PermanentFailure('Nothing sends receipts on this channel any more.');
  const interaction = await beginSending(receipt, attempt, dependencies);
  await askProvider({ interaction, recipient: contactPoint, attempt, ask }, dependencies);
}

/** The last receipt of this address is this very one. */
function beforeReceipt({ receiptAt: _, ...contactPoint }: ContactPoint): ContactPoint {
  return contactPoint;
}

/** Its words were written when the promise lay ahead; that of an apology is not worth a second try. */
function isOvertaken(says: string): string | undefined {
  return says === 'late' ? 'overtaken' : undefined;
}

/** A newer message has no receipt of its own while this one holds the hour of the address. */
function noLonger(because: SkipReason): SkipReason | undefined {
  return because === 'newer-message' ? undefined : because;
}
