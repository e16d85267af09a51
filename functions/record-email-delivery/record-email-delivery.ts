import { type RecordedComplaint, recordComplaint } from '../../shared/domain/complaint.ts';
import { PermanentFailure, TransientFailure } from '../../shared/runtime/failure.ts';
import { type RecordDeliveryDependencies, recordDelivery } from '../../shared/sending/record-delivery.ts';
import type { Complaint, MailNews } from './delivery-event.ts';

export interface RecordEmailDeliveryDependencies extends RecordDeliveryDependencies {
  readonly saveComplaint: (
    complaint: RecordedComplaint,
    change: { readonly at: string; readonly commit: string },
  ) => Promise<'saved' | 'known' | 'conflict'>;
}

/** Customers and agents write meanwhile; each of their changes can cost one round. */
const ROUNDS = 5;

/** Writes down what became of a mail after it was sent; who complained of it gets nothing more. */
export async function recordEmailDelivery(
  news: MailNews,
  dependencies: RecordEmailDeliveryDependencies,
): Promise<void> {
  return news.kind === 'complaint' ? hear(news, dependencies) : recordDelivery(news, dependencies);
}

async function hear({ reply, at }: Complaint, dependencies: RecordEmailDeliveryDependencies): Promise<void> {
  const { replies, saveComplaint, now, newId, log } = dependencies;
  const { caseId, interactionId } = reply;
  const change = { at: now().toISOString(), commit: newId() };
  for (let round = 0; round < ROUNDS; round += 1) {
    const { interaction, case: subject } = await replies.read(reply);
    if (!interaction || !subject) {
      throw new PermanentFailure('The event of SES points to a message that does not exist.');
    }
    const recipient = await replies.recipient(interaction.contactPointId ?? '');
    const complaint = recordComplaint({
      ...{ interaction, case: subject, at, now: change.at },
      ...(recipient && { recipient }),
    });
    const outcome = await saveComplaint(complaint, change);
    if (outcome === 'known') return log('TL4007', { caseId, interactionId, reason: 'complaint' });
    if (outcome === 'conflict') continue;
    log('TL4006', { caseId, interactionId, reason: 'complaint' });
    if (complaint.optsOut) log('TL4005', { caseId, interactionId });
    return;
  }
  throw new TransientFailure('The case changes all the time.');
}
