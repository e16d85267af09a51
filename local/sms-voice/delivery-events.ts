import type { Cloud } from '../core/cloud.ts';
import type { ConfigurationSet, PhoneNumber } from './phone-number.ts';
import type { Segments } from './segments.ts';
import type { Store } from './store.ts';

export interface SentText {
  readonly messageId: string;
  readonly from: PhoneNumber;
  readonly to: string;
  readonly messageType: 'TRANSACTIONAL' | 'PROMOTIONAL';
  readonly context: Readonly<Record<string, string>>;
  readonly segments: Segments;
  readonly requestedAt: number;
}

/** What happens to a message here, and how long after it was sent (ms). Every phone here is switched on. */
const COURSE = [
  { status: 'PENDING', description: 'Message is pending delivery', afterMs: 500, isFinal: false },
  { status: 'DELIVERED', description: 'Message has been accepted by phone', afterMs: 2_000, isFinal: true },
] as const;

/**
 * Publishes delivery events to the SNS destinations of a configuration set, as `sms-voice.amazonaws.com`.
 *
 * Fields are those of the guide, "Example AWS End User Messaging SMS event data", whose example is a TEXT_SUCCESSFUL.
 * Unverified: the descriptions, and that a message passes through exactly these two states. Prices are left out.
 */
export function reportDelivery(cloud: Cloud, store: Store, set: ConfigurationSet, sent: SentText): void {
  const { generation } = store;
  for (const destination of set.eventDestinations) {
    for (const step of COURSE) {
      const types = destination.matchingEventTypes;
      const isAsked = ['ALL', 'TEXT_ALL', `TEXT_${step.status}`].some((type) => types.includes(type));
      if (!destination.enabled || !isAsked) continue;
      cloud.scheduler.after(step.afterMs, `sms-voice report ${set.name}`, async () => {
        if (store.generation !== generation) return;
        const Message = JSON.stringify(eventOf(cloud, sent, step));
        const input = { TopicArn: destination.topicArn, Message };
        try {
          await cloud.call('sns', 'Publish', input, {
            kind: 'service',
            principal: 'sms-voice.amazonaws.com',
            sourceArn: set.arn,
          });
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          const detail = { messageId: sent.messageId, reason };
          cloud.trace({ service: 'sms-voice', what: 'report-refused', resource: set.name, detail });
        }
      });
    }
  }
}

function eventOf(cloud: Cloud, sent: SentText, step: (typeof COURSE)[number]) {
  return {
    eventType: `TEXT_${step.status}`,
    eventVersion: '1.0',
    eventTimestamp: cloud.clock.now(),
    isFinal: step.isFinal,
    originationPhoneNumber: sent.from.phoneNumber,
    destinationPhoneNumber: sent.to,
    isInternationalSend: false,
    isoCountryCode: sent.from.isoCountryCode,
    messageId: sent.messageId,
    messageRequestTimestamp: sent.requestedAt,
    messageEncoding: sent.segments.encoding,
    messageType: sent.messageType,
    messageStatus: step.status,
    messageStatusDescription: step.description,
    ...(Object.keys(sent.context).length > 0 && { context: sent.context }),
    totalMessageParts: sent.segments.parts,
  };
}
