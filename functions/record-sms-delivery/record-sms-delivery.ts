import type { Case } from '../../shared/domain/case.ts';
import {
  caseAfterReport,
  type DeliveryReport,
  decideReport,
  type ReportDecision,
} from '../../shared/domain/delivery-report.ts';
import type { Interaction } from '../../shared/domain/interaction.ts';
import { markerOfSent } from '../../shared/domain/marker.ts';
import { PermanentFailure, TransientFailure } from '../../shared/runtime/failure.ts';
import type { Settlement } from '../../shared/stores/reply-store.ts';
import type { SmsReport } from './delivery-event.ts';
import type { RecordSmsDeliveryDependencies } from './dependencies.ts';

/** Customers and agents write meanwhile; each of their changes can cost one round. */
const ROUNDS = 5;

/**
 * Writes down what became of a reply after it was sent. Mostly that is the reply alone; where the report is the first
 * to tell that it left, or tells that it was lost, its case changes with it. Nothing is ever sent from here.
 *
 * @throws TransientFailure when the case keeps changing.
 */
export async function recordSmsDelivery(
  message: SmsReport,
  { replies, now, newId, log }: RecordSmsDeliveryDependencies,
): Promise<void> {
  if (message.kind === 'ignored') return log('TL4007', { reason: message.because });
  const { reply, report } = message;
  const { caseId, interactionId } = reply;
  const change = { at: now().toISOString(), commit: newId() };
  for (let round = 0; round < ROUNDS; round += 1) {
    const { interaction, case: subject } = await replies.read(reply);
    if (!interaction?.delivery || !subject) {
      throw new PermanentFailure('The delivery event points to a reply that does not exist.');
    }
    const decision = decideReport(interaction.delivery, report);
    if (decision.do === 'nothing') return log('TL4007', { caseId, interactionId, reason: decision.because });
    const outcome =
      decision.do === 'move'
        ? await replies.move({ interaction, next: decision.next })
        : await replies.settle(settlementOf({ interaction, case: subject, report, decision }, change));
    if (outcome.kind === 'applied') return log('TL4006', { caseId, interactionId, reason: report.reason });
  }
  throw new TransientFailure('The case changes all the time.');
}

interface Settling {
  readonly interaction: Interaction;
  readonly case: Case;
  readonly report: DeliveryReport;
  readonly decision: Extract<ReportDecision, { do: 'settle' }>;
}

function settlementOf(
  { interaction, case: subject, report, decision }: Settling,
  { at, commit }: { readonly at: string; readonly commit: string },
): Settlement {
  const { interactionId, at: interactionAt, answers, agent, channel: via } = interaction;
  if (answers === undefined || agent === undefined) {
    throw new PermanentFailure('The delivery event points to a message that answers nothing.');
  }
  const { next, means } = decision;
  const reply = { interactionId, interactionAt, answers, agent, via };
  const outcome = caseAfterReport(means, { case: subject, reply, now: at }, report);
  return {
    interaction,
    next,
    case: { previous: subject, next: outcome.case },
    outbox: { commit, at, events: outcome.events },
    ...(means === 'sent' && { marker: markerOfSent(interaction, report.providerMessageId) }),
  };
}
