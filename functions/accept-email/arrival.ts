import * as z from 'zod';
import { PermanentFailure } from '../../shared/runtime/failure.ts';
import { parseJson } from '../../shared/runtime/json.ts';
import { readNotification } from '../../shared/runtime/sns-notification.ts';

const verdict = z.object({ status: z.string() }).optional();

/** What SES publishes of a received mail (SES guide, "Contents of notifications"), as far as it is used here. */
const notification = z.object({
  notificationType: z.literal('Received'),
  mail: z.object({
    timestamp: z.iso.datetime({ offset: true }),
    /** MAIL FROM; empty for mail that wants no answer. */
    source: z.string().optional(),
  }),
  receipt: z.object({
    recipients: z.array(z.string()),
    spamVerdict: verdict,
    virusVerdict: verdict,
    dkimVerdict: verdict,
    dmarcVerdict: verdict,
    action: z.object({
      type: z.string(),
      bucketName: z.string().optional(),
      objectKey: z.string().optional(),
    }),
  }),
});

/** A mail that lies in the bucket, and what only SES knows of it. */
export interface Arrival {
  readonly bucket: string;
  readonly key: string;
  /** ISO time. */
  readonly arrivedAt: string;
  readonly envelopeSender: string | undefined;
  /** Recipients of the envelope that the receipt rule is for. */
  readonly recipients: readonly string[];
  readonly verdicts: Readonly<Record<'spam' | 'virus' | 'dkim' | 'dmarc', string | undefined>>;
}

/**
 * An arrival from what the topic put into the queue.
 *
 * @throws PermanentFailure saying what is not as documented, without any of its values.
 */
export function parseArrival(body: string): Arrival {
  const { Message } = readNotification(body);
  const { mail, receipt } = parseJson(Message, notification, 'The notification of SES');
  const { type, bucketName, objectKey } = receipt.action;
  if (type !== 'S3' || bucketName === undefined || !objectKey) {
    throw new PermanentFailure('The notification of SES is not of an S3 action.');
  }
  return {
    bucket: bucketName,
    key: objectKey,
    arrivedAt: new Date(mail.timestamp).toISOString(),
    envelopeSender: mail.source,
    recipients: receipt.recipients,
    verdicts: {
      spam: receipt.spamVerdict?.status,
      virus: receipt.virusVerdict?.status,
      dkim: receipt.dkimVerdict?.status,
      dmarc: receipt.dmarcVerdict?.status,
    },
  };
}
