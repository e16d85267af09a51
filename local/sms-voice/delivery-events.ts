import type { Cloud } from '../core/cloud.ts';
import type { ConfigurationSet, PhoneNumber } from './phone-number.ts';
import type { Segments } from './segments.ts';
import { isReachable } from './simulator-phones.ts';
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

interface Step {
  readonly status: string;
  readonly description: string;
  /** How long after it was sent. */
  readonly afterMs: number;
  readonly isFinal: boolean;
}

const PENDING: Step = {
  status: 'PENDING',
  description: 'Message is pending delivery',
  afterMs: 500,
  isFinal: false,
};

/** What happens to a message on its way to a phone that is switched on. The guide shows both of the later as final. */
const ARRIVES: readonly Step[] = [
  PENDING,
  {
    status: 'SUCCESSFUL',
    description: 'Message has been accepted by phone carrier',
    afterMs: 1_000,
    isFinal: true,
  },
  { status: 'DELIVERED', description: 'Message has been accepted by phone', afterMs: 2_000, isFinal: true },
];

/** What happens to one for a phone of the simulator that nothing reaches. */
const IS_LOST: readonly Step[] = [
  PENDING,
  {
    status: 'CARRIER_UNREACHABLE',
    description: 'Phone carrier is currently unreachable/unavailable',
    afterMs: 2_000,
    isFinal: true,
  },
];

/**
 * Publishes delivery events to the SNS destinations of a configuration set, as `sms-voice.amazonaws.com`.
 *
 * Fields are those of the guide, "Example AWS End User Messaging SMS event data" and "Monitoring with EventBridge", which
 * show TEXT_SUCCESSFUL and TEXT_DELIVERED. Unverified: that a message passes through exactly these states, which
 * failure the simulator's phones report, and the descriptions of the others. Prices are left out.
 */
export function reportDelivery(cloud: Cloud, store: Store, set: ConfigurationSet, sent: SentText): void {
  const { generation } = store;
  for (const destination of set.eventDestinations) {
    for (const step of isReachable(sent.to) ? ARRIVES : IS_LOST) {
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

function eventOf(cloud: Cloud, sent: SentText, step: Step) {
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
