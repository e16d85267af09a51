import * as z from 'zod';
import type { DeliveryReport } from '../../shared/domain/delivery-report.ts';
import { partsOfCaseId } from '../../shared/domain/identity.ts';
import { messageIdOf, timeOfTag } from '../../shared/gateways/mail-gateway.ts';
import { PermanentFailure } from '../../shared/runtime/failure.ts';
import { parseJson } from '../../shared/runtime/json.ts';
import type { DeliveryNews } from '../../shared/sending/record-delivery.ts';
import type { ReplyRef } from '../../shared/stores/reply-store.ts';

/** What became of one of our mails; that its reader complained of it; or an event that says nothing of any. */
export type MailNews = DeliveryNews | Complaint;

/** Somebody marked our mail as unwanted. */
export interface Complaint {
  readonly kind: 'complaint';
  readonly reply: ReplyRef;
  /** ISO time by the provider. */
  readonly at: string;
}

/** SES developer guide, "Examples of event data that Amazon SES publishes to EventBridge", as far as it is used here. */
const sesEvent = z.object({
  region: z.string(),
  detail: z.object({
    eventType: z.string(),
    mail: z.object({
      messageId: z.string().min(1).max(200),
      timestamp: z.iso.datetime(),
      tags: z.record(z.string(), z.array(z.string())).default({}),
    }),
    bounce: z
      .object({ bounceType: z.string(), bounceSubType: z.string(), timestamp: z.iso.datetime() })
      .optional(),
    delivery: z.object({ timestamp: z.iso.datetime() }).optional(),
    deliveryDelay: z.object({ timestamp: z.iso.datetime() }).optional(),
    complaint: z.object({ timestamp: z.iso.datetime() }).optional(),
  }),
});

type Detail = z.output<typeof sesEvent>['detail'];

/**
 * What a rule on the account's default bus put into the queue.
 *
 * @throws PermanentFailure saying what is not as documented, without any of its values.
 */
export function parseMailEvent(body: string): MailNews {
  const { region, detail } = parseJson(body, sesEvent, 'The event of SES');
  const { mail } = detail;
  const reply = replyOf(mail.tags);
  if (!reply) return { kind: 'ignored', because: 'not-ours' };
  if (detail.eventType === 'Complaint') {
    return { kind: 'complaint', reply, at: isoTime(detail.complaint?.timestamp ?? mail.timestamp) };
  }
  const said = sayingOf(detail);
  if (!said) return { kind: 'ignored', because: 'no-report' };
  const { at, ...outcome } = said;
  const report = { providerMessageId: messageIdOf(mail.messageId, region), at: isoTime(at), ...outcome };
  return { kind: 'report', reply, report };
}

/** The tags that `send-email` gives a mail; SES gives them back in every event of it. */
function replyOf({ caseId, interactionId, interactionAt }: Detail['mail']['tags']): ReplyRef | undefined {
  if (!caseId?.[0] || !interactionId?.[0] || !interactionAt?.[0]) return undefined;
  const at = timeOfTag(interactionAt[0]);
  const parts = partsOfCaseId(caseId[0]);
  if (!at || !parts) throw new PermanentFailure('The tags in the event of SES name no message of ours.');
  return {
    customerId: parts.customerId,
    caseId: caseId[0],
    interactionId: interactionId[0],
    interactionAt: at,
  };
}

type Saying = Omit<DeliveryReport, 'providerMessageId'>;

function sayingOf({ eventType, bounce, delivery, deliveryDelay, mail }: Detail): Saying | undefined {
  switch (eventType) {
    case 'Delivery':
      return { outcome: 'delivered', reason: 'delivered', at: delivery?.timestamp ?? mail.timestamp };
    case 'DeliveryDelay':
      return { outcome: 'taken', reason: 'delayed', at: deliveryDelay?.timestamp ?? mail.timestamp };
    case 'Reject':
      return { outcome: 'failed', reason: 'rejected', at: mail.timestamp };
    case 'Bounce':
      return bounce && bounced(bounce);
    default:
      return undefined;
  }
}

/** Of the bounces that may pass, those that say that this mail is lost. `General` is also what holiday notes become. */
const LOST = new Set(['MailboxFull', 'MessageTooLarge', 'ContentRejected', 'AttachmentRejected']);

/**
 * A permanent bounce: nothing will ever arrive there. SES tries again by itself while a failure may pass, and reports
 * it when it gives up; one that says no more than that proves no loss.
 */
function bounced({ bounceType, bounceSubType, timestamp: at }: NonNullable<Detail['bounce']>): Saying {
  const reason = `bounced-${kebab(bounceSubType)}`;
  if (bounceType === 'Permanent') return { outcome: 'failed', reason, at, returned: true, unreachable: true };
  if (LOST.has(bounceSubType)) return { outcome: 'failed', reason, at, returned: true };
  return { outcome: 'taken', reason, at };
}

function kebab(word: string): string {
  return word
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9-]/g, '')
    .toLowerCase();
}

function isoTime(time: string): string {
  return new Date(time).toISOString();
}
