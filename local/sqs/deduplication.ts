import { createHash } from 'node:crypto';
import { AwsError } from '../core/service.ts';
import type { Instant } from '../core/time.ts';
import type { QueueAttributes } from './attributes.ts';
import type { NewMessage } from './message.ts';

interface Sent {
  readonly messageId: string;
  readonly sequenceNumber: string | undefined;
}

/** AWS forgets a deduplication id five minutes after the message was accepted, received or not. */
const WINDOW_MS = 5 * 60 * 1000;

/** What a FIFO queue accepted in the last five minutes, per queue or per message group. */
export class Deduplicator {
  /** In the order of acceptance, so that the oldest are first. */
  readonly #accepted = new Map<string, Sent & { readonly at: Instant }>();

  find(now: Instant, scope: string | undefined, id: string): Sent | undefined {
    for (const [key, { at }] of this.#accepted) {
      if (at + WINDOW_MS > now) break;
      this.#accepted.delete(key);
    }
    const earlier = this.#accepted.get(keyOf(scope, id));
    return earlier && { messageId: earlier.messageId, sequenceNumber: earlier.sequenceNumber };
  }

  remember(now: Instant, scope: string | undefined, id: string, sent: Sent): void {
    this.#accepted.set(keyOf(scope, id), { ...sent, at: now });
  }

  clear(): void {
    this.#accepted.clear();
  }
}

const keyOf = (scope: string | undefined, id: string): string => JSON.stringify([scope ?? null, id]);

/** The id a message is deduplicated by: its own, or with content-based deduplication the SHA-256 of its body. */
export function deduplicationIdOf(attributes: QueueAttributes, message: NewMessage): string {
  if (message.deduplicationId !== undefined) return message.deduplicationId;
  if (attributes.contentBasedDeduplication)
    return createHash('sha256').update(message.body, 'utf8').digest('hex');
  throw new AwsError(
    'InvalidParameterValueException',
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}
