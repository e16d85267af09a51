import type { Case } from '../domain/case.ts';
import type { ContactPoint } from '../domain/contact-point.ts';
import {
  caseAfterReport,
  type DeliveryReport,
  decideReport,
  type ReportDecision,
} from '../domain/delivery-report.ts';
import type { Interaction } from '../domain/interaction.ts';
import { markerOfSent } from '../domain/marker.ts';
import { replyFactsOf } from '../domain/reply-facts.ts';
import { PermanentFailure, TransientFailure } from '../runtime/failure.ts';
import type { Tools } from '../runtime/function-tools.ts';
import type { Outside } from '../runtime/outside.ts';
import type { ReplyRef, Settlement } from '../stores/reply-store.ts';
import type { Replies } from './replies.ts';

/** A report of one of our messages, or an event that says nothing of any. */
export type DeliveryNews =
  | { readonly kind: 'report'; readonly reply: ReplyRef; readonly report: DeliveryReport }
  | { readonly kind: 'ignored'; readonly because: 'no-report' | 'not-ours' | 'not-final' };

export interface RecordDeliveryDependencies extends Pick<Tools, 'log'>, Pick<Outside, 'now' | 'newId'> {
  readonly replies: Pick<Replies, 'read' | 'recipient' | 'move' | 'settle'>;
}

/** Customers and agents write meanwhile; each of their changes can cost one round. */
const ROUNDS = 5;

/**
 * Writes down what became of a message after it was sent. Mostly that is the message alone; where the report is the
 * first to tell that a reply left, or tells that it was lost, its case changes with it. Nothing is ever sent from here.
 *
 * @throws TransientFailure when the case keeps changing.
 */
export async function recordDelivery(
  news: DeliveryNews,
  { replies, now, newId, log }: RecordDeliveryDependencies,
): Promise<void> {
  if (news.kind === 'ignored') return log('TL4007', { reason: news.because });
  const { reply, report } = news;
  const { caseId, interactionId } = reply;
  const change = { at: now().toISOString(), commit: newId() };
  for (let round = 0; round < ROUNDS; round += 1) {
    const { interaction, case: subject } = await replies.read(reply);
    if (!interaction?.delivery || !subject) {
      throw new PermanentFailure('The delivery event points to a reply that does not exist.');
    }
    const decision = decideReport(interaction.delivery, report);
    if (decision.do === 'nothing') return log('TL4007', { caseId, interactionId, reason: decision.because });
    const recipient = report.unreachable && (await replies.recipient(interaction.contactPointId ?? ''));
    const outcome =
      decision.do === 'move'
        ? await replies.move({ interaction, next: decision.next })
        : await replies.settle(
            settlementOf(
              { interaction, case: subject, report, decision, ...(recipient && { recipient }) },
              change,
            ),
          );
    if (outcome.kind === 'applied') return log('TL4006', { caseId, interactionId, reason: report.reason });
  }
  throw new TransientFailure('The case changes all the time.');
}

interface Settling {
  readonly interaction: Interaction;
  readonly case: Case;
  readonly report: DeliveryReport;
  readonly decision: Extract<ReportDecision, { do: 'settle' }>;
  readonly recipient?: ContactPoint;
}

function settlementOf(
  { interaction, case: subject, report, decision, recipient }: Settling,
  { at, commit }: { readonly at: string; readonly commit: string },
): Settlement {
  const { next, means } = decision;
  const reply = replyFactsOf(interaction);
  const sender = reply && { case: subject, reply, opening: interaction.opening, now: at };
  const outcome = sender && caseAfterReport(means, sender, report);
  const becomesUnreachable = recipient && recipient.unreachableAt === undefined;
  return {
    interaction,
    next,
    at,
    ...(outcome && {
      case: { previous: subject, next: outcome.case, outbox: { commit, at, events: outcome.events } },
    }),
    ...(means === 'sent' && { marker: markerOfSent(interaction, report.providerMessageId) }),
    ...(becomesUnreachable && {
      contactPoint: { previous: recipient, next: { ...recipient, unreachableAt: report.at } },
    }),
  };
}
