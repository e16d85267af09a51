import type { Cloud } from '../core/cloud.ts';
import { AwsError } from '../core/service.ts';
import { configurationSetArn, type EventType } from './configuration-set.ts';
import { carried, commonHeaders, splitMail } from './headers.ts';
import { identityArn } from './identities.ts';
import type { PostedMail } from './post-mail.ts';

/** How EventBridge and the event itself name each type that happens here. */
const NAMES = {
  send: ['Email Sent', 'Send'],
  delivery: ['Email Delivered', 'Delivery'],
  bounce: ['Email Bounced', 'Bounce'],
  complaint: ['Email Complaint Received', 'Complaint'],
  reject: ['Email Rejected', 'Reject'],
  deliveryDelay: ['Email Delivery Delayed', 'DeliveryDelay'],
} as const satisfies Partial<Record<EventType, readonly [string, string]>>;

export type SendingEventType = keyof typeof NAMES;

/**
 * Puts an event on the default bus if the mail's configuration set asks for it. Fields are those of the Developer Guide,
 * "Examples of event data"; what a real provider would say in its diagnostics is made up. An event that the bus refuses
 * is lost; whether AWS would try again is not documented.
 */
export async function putEvent(
  cloud: Cloud,
  mail: PostedMail,
  type: SendingEventType,
  body: () => object,
): Promise<void> {
  const told = body();
  const { set } = mail;
  if (!set?.destinations.some(({ enabled, types }) => enabled && types.includes(type))) return;
  const [detailType, eventType] = NAMES[type];
  const arn = configurationSetArn(cloud, set.name);
  const Detail = JSON.stringify({ eventType, mail: mailOf(cloud, mail), [type]: told });
  const Entries = [{ Source: 'aws.ses', DetailType: detailType, Detail, Resources: [arn] }];
  const caller = { kind: 'service', principal: 'ses.amazonaws.com', sourceArn: arn } as const;
  try {
    await cloud.call('events', 'PutEvents', { Entries }, caller);
  } catch (problem) {
    if (!(problem instanceof AwsError)) throw problem;
    const detail = { messageId: mail.messageId, reason: problem.message };
    cloud.trace({ service: 'ses', what: 'report-refused', resource: set.name, detail });
  }
}

function mailOf(cloud: Cloud, mail: PostedMail) {
  const { headers } = splitMail(mail.data);
  return {
    timestamp: new Date(mail.sentAt).toISOString(),
    source: mail.from,
    sourceArn: identityArn(cloud, mail.sender),
    sendingAccountId: cloud.accountId,
    messageId: mail.messageId,
    destination: mail.recipients,
    ...carried(headers),
    commonHeaders: { ...commonHeaders(headers), messageId: mail.messageId },
    tags: mail.tags,
  };
}

const now = ({ clock }: Cloud) => new Date(clock.now()).toISOString();

const feedbackId = ({ clock, random }: Cloud) =>
  `0100${clock.now().toString(16).padStart(12, '0')}-${random.uuid()}-000000`;

export const sent = () => ({});

export const rejected = () => ({ reason: 'Bad content' });

export const delivered = (cloud: Cloud, recipient: string, processingTimeMillis: number) => ({
  timestamp: now(cloud),
  processingTimeMillis,
  recipients: [recipient],
  smtpResponse: '250 2.6.0 Message received',
  reportingMTA: 'a8-70.smtp-out.amazonses.com',
});

export const bounced = (cloud: Cloud, recipient: string, bounceType: 'Permanent' | 'Transient') => ({
  bounceType,
  bounceSubType: bounceType === 'Permanent' ? 'General' : 'MailboxFull',
  bouncedRecipients: [
    bounceType === 'Permanent'
      ? {
          emailAddress: recipient,
          action: 'failed',
          status: '5.1.1',
          diagnosticCode: 'smtp; 550 5.1.1 user unknown',
        }
      : {
          emailAddress: recipient,
          action: 'failed',
          status: '4.2.2',
          diagnosticCode: 'smtp; 452 4.2.2 mailbox full',
        },
  ],
  timestamp: now(cloud),
  feedbackId: feedbackId(cloud),
  reportingMTA: 'dsn; a8-70.smtp-out.amazonses.com',
});

/** A hard bounce that SES makes itself, for it sent nothing. */
export const suppressed = (
  cloud: Cloud,
  recipient: string,
  bounceSubType: 'Suppressed' | 'OnAccountSuppressionList',
) => ({
  bounceType: 'Permanent',
  bounceSubType,
  bouncedRecipients: [
    {
      emailAddress: recipient,
      action: 'failed',
      status: '5.1.1',
      diagnosticCode:
        'Amazon SES did not send the message to this address because it is on the suppression list.',
    },
  ],
  timestamp: now(cloud),
  feedbackId: feedbackId(cloud),
  reportingMTA: 'dns; amazonses.com',
});

export const complained = (cloud: Cloud, recipient: string) => ({
  complainedRecipients: [{ emailAddress: recipient }],
  timestamp: now(cloud),
  feedbackId: feedbackId(cloud),
  complaintSubType: null,
  userAgent: 'Local mailbox',
  complaintFeedbackType: 'abuse',
  arrivalDate: now(cloud),
});

export const delayed = (cloud: Cloud, recipient: string) => ({
  timestamp: now(cloud),
  delayType: 'TransientCommunicationFailure',
  expirationTime: new Date(cloud.clock.now() + 14 * 3_600_000).toISOString(),
  delayedRecipients: [
    {
      emailAddress: recipient,
      status: '4.4.1',
      diagnosticCode: 'smtp; 421 4.4.1 Unable to connect to remote host',
    },
  ],
});
