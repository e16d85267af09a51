import type { Cloud } from '../core/cloud.ts';
import type { PhoneNumber } from './phone-number.ts';
import { segmentsOf } from './segments.ts';

/** Hands a message to the phone: it stands in the outbox from now on. */
export function handToPhone(
  cloud: Cloud,
  message: {
    readonly from: PhoneNumber;
    readonly to: string;
    readonly text: string;
    readonly messageId: string;
    readonly configurationSet?: string | undefined;
  },
): void {
  cloud.outbox.push({
    at: cloud.clock.now(),
    channel: 'sms',
    from: message.from.phoneNumber,
    to: message.to,
    text: message.text,
    messageId: message.messageId,
    ...(message.configurationSet !== undefined && { configurationSet: message.configurationSet }),
  });
}

/** What the provider answers by itself to a keyword: billed like any message, marked in the outbox. */
export function answerKeyword(cloud: Cloud, from: PhoneNumber, to: string, text: string): void {
  if (text === '') return;
  const messageId = cloud.random.uuid();
  cloud.outbox.push({
    at: cloud.clock.now(),
    channel: 'sms',
    from: from.phoneNumber,
    to,
    text,
    messageId,
    automatic: true,
  });
  cloud.meter({
    service: 'sms-voice',
    operation: 'KeywordAnswer',
    resource: from.id,
    usage: { 'sms-voice.segment': segmentsOf(text).parts },
  });
  cloud.trace({ service: 'sms-voice', what: 'answered', resource: from.id, detail: { messageId } });
}
