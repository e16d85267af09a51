import { mayMove } from './delivery.ts';
import type { Delivery } from './interaction.ts';
import type { ChangedCase } from './lifecycle.ts';
import { replyFailed, replyLost, replySent, type SenderStep } from './reply.ts';

/** What a provider reports of a message we have sent. */
export interface DeliveryReport {
  readonly providerMessageId: string;
  /** `taken`: the provider or the carrier has it. */
  readonly outcome: 'taken' | 'delivered' | 'failed';
  /** A word or two in kebab case, e.g. `carrier-unreachable`. */
  readonly reason: string;
  /** ISO time by the provider. */
  readonly at: string;
  /** Failed: it came back, maybe after it counted as delivered. */
  readonly returned?: true;
  /** Failed: nothing will ever arrive at that address. */
  readonly unreachable?: true;
}

/** What a report means to the case: nothing yet known of the reply, or the loss of one that had left. */
export type ReportMeaning = 'sent' | 'failed' | 'lost';

/** What is done with a report. `settle`: the case is to hear of it too. */
export type ReportDecision =
  | { readonly do: 'nothing'; readonly because: 'another-message' | Delivery['state'] }
  | { readonly do: 'move'; readonly next: Delivery }
  | { readonly do: 'settle'; readonly next: Delivery; readonly means: ReportMeaning };

/**
 * Decides what a report changes. Reports come late, twice, unordered and before the sender has written down that it
 * sent: the table of delivery steps says what may follow, so none moves a reply backwards or settles it twice.
 */
export function decideReport(delivery: Delivery, report: DeliveryReport): ReportDecision {
  const known = 'providerMessageId' in delivery ? delivery.providerMessageId : undefined;
  if (known !== undefined && known !== report.providerMessageId) {
    return { do: 'nothing', because: 'another-message' };
  }
  const next = deliveryAfter(report);
  const comesBack = delivery.state === 'delivered' && report.returned === true;
  if (!comesBack && !mayMove(delivery.state, next.state)) return { do: 'nothing', because: delivery.state };
  switch (delivery.state) {
    case 'queued':
    case 'sending':
    case 'unknown':
      return { do: 'settle', next, means: next.state === 'failed' ? 'failed' : 'sent' };
    case 'sent':
    case 'delivered':
    case 'read':
    case 'failed':
      return next.state === 'failed' ? { do: 'settle', next, means: 'lost' } : { do: 'move', next };
  }
}

function deliveryAfter({ outcome, providerMessageId, reason, at }: DeliveryReport): Delivery {
  switch (outcome) {
    case 'taken':
      return { state: 'sent', providerMessageId, at };
    case 'delivered':
      return { state: 'delivered', providerMessageId, at };
    case 'failed':
      return { state: 'failed', reason, providerMessageId, at };
  }
}

/** The case once a report is settled. */
export function caseAfterReport(
  means: ReportMeaning,
  sender: SenderStep,
  { reason }: Pick<DeliveryReport, 'reason'>,
): ChangedCase {
  switch (means) {
    case 'sent':
      return replySent(sender);
    case 'failed':
      return replyFailed(sender, 'failed', reason);
    case 'lost':
      return replyLost(sender, reason);
  }
}
