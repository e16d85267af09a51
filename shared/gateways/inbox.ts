import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { CHANNELS } from '../domain/channel.ts';
import { contactPointIdOf, markerHashOf } from '../domain/identity.ts';
import { addressOf, type InboundMessage, identityOf } from '../domain/inbound-message.ts';
import { parseJson } from '../runtime/json.ts';

const messageSchema = z.object({
  channel: z.enum(CHANNELS),
  account: z.string(),
  from: z.string(),
  providerMessageId: z.string(),
  proof: z.enum(['unproven', 'failed']).optional(),
  references: z.array(z.string()).optional(),
  caseToken: z.string().optional(),
  at: z.iso.datetime({ precision: 3 }),
  subject: z.string().optional(),
  text: z.string(),
  folded: z.string().optional(),
  attachments: z
    .array(z.object({ name: z.string(), type: z.string(), bytes: z.number(), key: z.string() }))
    .optional(),
  htmlKey: z.string().optional(),
  automatic: z.literal(true).optional(),
  notice: z.literal(true).optional(),
  suspicious: z.literal(true).optional(),
  language: z.string().optional(),
  timeZone: z.string().optional(),
  name: z.string().optional(),
  topic: z.string().optional(),
  raw: z.string().optional(),
  rawKey: z.string().optional(),
}) satisfies z.ZodType<InboundMessage>;

/** @throws PermanentFailure naming the fields that are wrong. */
export function parseInboundMessage(body: string): InboundMessage {
  return parseJson(body, messageSchema, 'The message in the inbox');
}

/** The FIFO queue between edges and recorder. */
export interface Inbox {
  /** Puts a message behind the others of its contact point; the same message again within five minutes is dropped. */
  put(message: InboundMessage): Promise<void>;
}

export function inboxQueue(sqs: SQSClient, queueUrl: string): Inbox {
  return {
    async put(message) {
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: queueable(JSON.stringify(message)),
          // Hashes, because provider ids may be longer than the 128 characters that SQS takes.
          MessageGroupId: contactPointIdOf(addressOf(message)),
          MessageDeduplicationId: markerHashOf(identityOf(message)),
        }),
      );
    },
  };
}

/** SQS refuses U+FFFE and U+FFFF, the only characters it does that JSON.stringify does not escape. */
function queueable(json: string): string {
  return json.replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}
