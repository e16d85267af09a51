import { carried, commonHeaders, splitMail } from './headers.ts';
import type { RuleMatch, S3Action } from './receipt-rule.ts';
import { type ReceivedMail, withDefaults } from './received-mail.ts';

/**
 * What SES publishes when a mail is stored. Source: SES Developer Guide, "Contents of notifications for Amazon SES email
 * receiving" and its examples. Unverified: that headers over 10 KB are cut at a whole field, the sender of mail with an
 * empty envelope sender, and that encoded words stay encoded.
 *
 * @param data the mail as stored, for the headers include SES's own
 */
export function receiptNotification(
  mail: ReceivedMail,
  { rule, recipients }: RuleMatch,
  action: S3Action & { readonly TopicArn: string; readonly Key: string },
  data: Uint8Array,
  now: number,
) {
  const { headers } = splitMail(data);
  const { spam, virus, spf, dkim, dmarc, dmarcPolicy } = withDefaults(mail.verdicts);
  const timestamp = new Date(mail.receivedAt).toISOString();
  const source = mail.from || '<>';
  return {
    notificationType: 'Received',
    mail: {
      timestamp,
      source,
      messageId: mail.messageId,
      destination: mail.to,
      ...carried(headers),
      commonHeaders: { returnPath: source, ...commonHeaders(headers) },
    },
    receipt: {
      timestamp,
      processingTimeMillis: Math.max(1, now - mail.receivedAt),
      recipients,
      spamVerdict: { status: rule.ScanEnabled ? spam : 'DISABLED' },
      virusVerdict: { status: rule.ScanEnabled ? virus : 'DISABLED' },
      spfVerdict: { status: spf },
      dkimVerdict: { status: dkim },
      dmarcVerdict: { status: dmarc },
      ...(dmarc === 'FAIL' && { dmarcPolicy: dmarcPolicy ?? 'none' }),
      action: {
        type: 'S3',
        topicArn: action.TopicArn,
        bucketName: action.BucketName,
        objectKey: action.Key,
      },
    },
  };
}
