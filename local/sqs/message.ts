import { createHash } from 'node:crypto';
import type { Instant } from '../core/time.ts';

/** A value that travels beside the body. `DataType` starts with String, Number or Binary. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: Uint8Array | undefined;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** What a sender hands over, already checked by `limits.ts`. */
export interface NewMessage {
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly systemAttributes: MessageAttributes;
  readonly delaySeconds?: number | undefined;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
  readonly senderId: string;
}

/** A message at rest in a queue. */
export interface StoredMessage {
  messageId: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly systemAttributes: MessageAttributes;
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
  readonly sequenceNumber: string | undefined;
  readonly senderId: string;
  /** When its sender sent it. */
  readonly sentAt: Instant;
  /** From when its retention counts; a move by redrive starts it anew. */
  readonly keptFrom: Instant;
  firstReceivedAt: Instant | undefined;
  receiveCount: number;
  /** ARN of the queue that dead-lettered it. */
  readonly deadLetteredFrom: string | undefined;
}

export const md5Hex = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex');

/**
 * The digest the SDKs compare: names in order, each name, type and value with its length as four bytes, big end first,
 * and one byte that tells text (1) from bytes (2). Source: Amazon SQS Developer Guide, "Calculating the MD5 message digest
 * for message attributes".
 *
 * @returns lower-case hex, or undefined when there are no attributes
 */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (bytes: Uint8Array) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const attribute = attributes[name];
    if (!attribute) continue;
    add(Buffer.from(name, 'utf8'));
    add(Buffer.from(attribute.DataType, 'utf8'));
    const isBinary = attribute.DataType.startsWith('Binary');
    hash.update(Uint8Array.of(isBinary ? 2 : 1));
    add(
      isBinary
        ? (attribute.BinaryValue ?? new Uint8Array())
        : Buffer.from(attribute.StringValue ?? '', 'utf8'),
    );
  }
  return hash.digest('hex');
}

/** Bytes that count against the maximum message size: the body, and name, type and value of every attribute. */
export function sizeOf(body: string, attributes: MessageAttributes): number {
  let bytes = Buffer.byteLength(body, 'utf8');
  for (const [name, attribute] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name, 'utf8') + Buffer.byteLength(attribute.DataType, 'utf8');
    bytes += attribute.BinaryValue?.length ?? Buffer.byteLength(attribute.StringValue ?? '', 'utf8');
  }
  return bytes;
}
