import * as z from 'zod';
import { partsOfCaseId } from '../../shared/domain/identity.ts';
import { SMS_REPORTS } from '../../shared/names.ts';
import { PermanentFailure } from '../../shared/runtime/failure.ts';
import { parseJson } from '../../shared/runtime/json.ts';
import { readNotification } from '../../shared/runtime/sns-notification.ts';
import type { DeliveryNews } from '../../shared/sending/record-delivery.ts';

/** Every event of a configuration set, voice and MMS too. */
const anyEvent = z.object({ eventType: z.string(), context: z.unknown().optional() });

/** End User Messaging SMS guide, "Example AWS End User Messaging SMS event data", as far as it is used here. */
const textEvent = z.object({
  /** Unix time in milliseconds, within what a date can be. */
  eventTimestamp: z.int().min(0).max(8.64e15),
  isFinal: z.boolean(),
  messageId: z.string().min(1).max(500),
});

/** What `send-sms` gives a message on its way; AWS gives it back in every event of that message. */
const context = z.object({ caseId: z.string(), interactionId: z.string(), interactionAt: z.string() });

/**
 * A delivery report from what the topic put into the queue. A failure counts when it is final: until then the carrier
 * goes on trying.
 *
 * @throws PermanentFailure saying what is not as documented, without any of its values.
 */
export function parseDeliveryEvent(body: string): DeliveryNews {
  const { Message } = readNotification(body);
  const { eventType, context: given } = parseJson(Message, anyEvent, 'The delivery event');
  if (!isReported(eventType)) return { kind: 'ignored', because: 'no-report' };
  const ours = context.safeParse(given);
  if (!ours.success) return { kind: 'ignored', because: 'not-ours' };

  const event = parseJson(Message, textEvent, 'The delivery event');
  const outcome = SMS_REPORTS[eventType];
  if (outcome === 'failed' && !event.isFinal) return { kind: 'ignored', because: 'not-final' };
  const parts = partsOfCaseId(ours.data.caseId);
  if (!parts) throw new PermanentFailure('The caseId in the context of the delivery event is none.');
  return {
    kind: 'report',
    reply: { customerId: parts.customerId, ...ours.data },
    report: {
      providerMessageId: event.messageId,
      outcome,
      reason: eventType.replace('TEXT_', '').replaceAll('_', '-').toLowerCase(),
      at: new Date(event.eventTimestamp).toISOString(),
    },
  };
}

function isReported(eventType: string): eventType is keyof typeof SMS_REPORTS {
  return Object.hasOwn(SMS_REPORTS, eventType);
}
