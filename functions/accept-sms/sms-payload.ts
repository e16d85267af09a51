import * as z from 'zod';
import type { InboundMessage } from '../../shared/domain/inbound-message.ts';
import { isOwnNumber, isPhoneNumber } from '../../shared/domain/phone-number.ts';
import { PermanentFailure } from '../../shared/runtime/failure.ts';
import { parseJson } from '../../shared/runtime/json.ts';
import { readNotification } from '../../shared/runtime/sns-notification.ts';

/** The `Message` of a two-way number (AWS End User Messaging SMS guide, "Two-way SMS message payload"). */
const payload = z.object({
  originationNumber: z.string(),
  destinationNumber: z.string(),
  messageBody: z.string(),
  inboundMessageId: z.string().min(1).max(500),
  /** Our message that this one answers; not always there. */
  previousPublishedMessageId: z.string().max(500).optional(),
});

/**
 * An inbound message from what the topic put into the queue. The payload has no time of its own; the notification's
 * is the provider's.
 *
 * @throws PermanentFailure saying what is not as documented, without any of its values.
 */
export function parseSms(body: string): InboundMessage {
  const { Timestamp, Message } = readNotification(body);
  const sms = parseJson(Message, payload, 'The SMS payload');
  if (!isPhoneNumber(sms.originationNumber)) {
    throw new PermanentFailure('The originationNumber of the SMS payload is no phone number in E.164.');
  }
  if (!isOwnNumber(sms.destinationNumber)) {
    throw new PermanentFailure(
      'The destinationNumber of the SMS payload is neither a phone number nor a short code.',
    );
  }
  return {
    channel: 'sms',
    account: sms.destinationNumber,
    from: sms.originationNumber,
    providerMessageId: sms.inboundMessageId,
    ...(sms.previousPublishedMessageId && { references: [sms.previousPublishedMessageId] }),
    at: new Date(Timestamp).toISOString(),
    text: sms.messageBody,
    raw: Message,
  };
}
