import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { build } from '../../../functions/accept-email/handler.ts';
import { createS3 } from '../../../local/s3/index.ts';
import { createSecretsManager } from '../../../local/secrets-manager/index.ts';
import { createSqs } from '../../../local/sqs/index.ts';
import { compiled } from '../../../shared/config/compiled.ts';
import type { InboundMessage } from '../../../shared/domain/inbound-message.ts';
import type { TokenKeys } from '../../../shared/domain/tokens.ts';
import type { Outside } from '../../../shared/runtime/outside.ts';
import { smallCloud } from '../../local/small-cloud.ts';
import { NO_CONTEXT, sqsEvent } from '../case-cloud.ts';

const ARRIVED_AT = '2026-11-22T12:00:00.000Z';
export const MAILBOX = compiled.email?.mailboxes[0]?.address ?? '';
export const OTHER_MAILBOX = compiled.email?.mailboxes[1]?.address ?? '';
export const KEYS: TokenKeys = [{ id: 1, secret: 's'.repeat(40) }];

const PASS = { status: 'PASS' };

/** What SES says of a mail beside the mail. */
export interface Story {
  readonly key?: string;
  readonly source?: string;
  readonly recipients?: readonly string[];
  /** Added to and in place of five times PASS. */
  readonly verdicts?: Readonly<Record<string, string | undefined>>;
}

/** A mail of lines, the header's from the simplest that is proven, changed as told. */
export function mailOf(headers: Readonly<Record<string, string | undefined>>, ...body: string[]): string {
  const all = {
    From: 'Jo Doe <jo@example.com>',
    To: MAILBOX,
    Subject: 'My bike',
    Date: 'Sun, 22 Nov 2026 11:58:00 +0000',
    'Message-ID': '<one@example.com>',
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return [...lines, '', ...body].join('\r\n');
}

/** A multipart of texts that are whole parts, headers included. */
export function partsOf(kind: string, ...parts: string[]): { type: string; body: string } {
  const boundary = `limit-${kind}`;
  const body = [...parts.map((part) => `--${boundary}\r\n${part}`), `--${boundary}--`, ''].join('\r\n');
  return { type: `multipart/${kind}; boundary="${boundary}"`, body };
}

/** The mail edge with its buckets, queues and secret on the local cloud. */
export function mailEdge() {
  const services = [createSqs(), createS3(), createSecretsManager()];
  const cloud = smallCloud(services);
  for (const service of services) void service.start?.(cloud);
  const [key] = KEYS;
  const environment = {
    POWERTOOLS_SERVICE_NAME: 'accept-email',
    INBOX_QUEUE_URL: cloud.create('AWS::SQS::Queue', 'Inbox', {
      FifoQueue: true,
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
    }).ref,
    DEAD_LETTER_QUEUE_URL: cloud.create('AWS::SQS::Queue', 'DeadLetters', {}).ref,
    ARCHIVE_BUCKET: cloud.create('AWS::S3::Bucket', 'Archive', {}).ref,
    MAIL_BUCKET: cloud.create('AWS::S3::Bucket', 'Mail', {}).ref,
    TOKEN_KEYS_SECRET: cloud.create('AWS::SecretsManager::Secret', 'Keys', {
      SecretString: JSON.stringify(key),
    }).ref,
  };
  const lines: Record<string, unknown>[] = [];
  const outside: Partial<Outside> = {
    ...cloud.client,
    now: () => new Date(cloud.clock.now()),
    sink: (line) => void lines.push(line),
  };
  const handler = build(environment, outside);
  const s3 = new S3Client({ ...cloud.client, forcePathStyle: true });
  const queues = new SQSClient(cloud.client);

  async function messages(QueueUrl: string) {
    const asked = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] };
    return (await queues.send(new ReceiveMessageCommand(asked))).Messages ?? [];
  }

  function notificationOf(key: string, { source, recipients, verdicts }: Story): string {
    const given = Object.entries(verdicts ?? {}).map(([name, status]) => [
      `${name}Verdict`,
      status && { status },
    ]);
    const Message = JSON.stringify({
      notificationType: 'Received',
      mail: { timestamp: ARRIVED_AT, source: source ?? 'jo@example.com', messageId: 'ses', headers: [] },
      receipt: {
        timestamp: ARRIVED_AT,
        recipients: recipients ?? [MAILBOX],
        ...{ spamVerdict: PASS, virusVerdict: PASS, spfVerdict: PASS, dkimVerdict: PASS, dmarcVerdict: PASS },
        ...Object.fromEntries(given),
        action: { type: 'S3', bucketName: environment.MAIL_BUCKET, objectKey: key },
      },
    });
    return JSON.stringify({ Type: 'Notification', Message, Timestamp: ARRIVED_AT });
  }

  return {
    cloud,
    environment,
    lines,
    notificationOf,
    accept: (...bodies: string[]) => handler(sqsEvent(bodies), NO_CONTEXT),
    /** Stores a mail as SES does. */
    async store(mail: string | Uint8Array, key = 'mail/one') {
      const Body = typeof mail === 'string' ? Buffer.from(mail, 'utf8') : mail;
      await s3.send(new PutObjectCommand({ Bucket: environment.MAIL_BUCKET, Key: key, Body }));
      return key;
    },
    /** Stores a mail, tells the edge of it, and gives back what stands in the inbox then. */
    async take(mail: string | Uint8Array, story: Story = {}): Promise<InboundMessage | undefined> {
      const stored = await this.store(mail, story.key);
      await this.accept(notificationOf(stored, story));
      return (await this.inbox())[0];
    },
    inbox: async (): Promise<InboundMessage[]> =>
      (await messages(environment.INBOX_QUEUE_URL)).map(({ Body }) => JSON.parse(Body ?? '')),
    deadLetters: async () =>
      (await messages(environment.DEAD_LETTER_QUEUE_URL)).map(
        ({ MessageAttributes }) => MessageAttributes?.reason?.StringValue,
      ),
    async archived(): Promise<string[]> {
      const { Contents = [] } = await s3.send(
        new ListObjectsV2Command({ Bucket: environment.ARCHIVE_BUCKET }),
      );
      return Contents.map(({ Key = '' }) => Key);
    },
    async object(Key: string): Promise<{ type: string | undefined; bytes: Buffer }> {
      const found = await s3.send(new GetObjectCommand({ Bucket: environment.ARCHIVE_BUCKET, Key }));
      return {
        type: found.ContentType,
        bytes: Buffer.from((await found.Body?.transformToByteArray()) ?? []),
      };
    },
  };
}
