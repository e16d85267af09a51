import { AwsError } from '../core/service.ts';
import type { Instant } from '../core/time.ts';

/** How long AWS knows a ClientRequestToken again. */
const REMEMBERED_MS = 10 * 60 * 1000;

interface Remembered {
  readonly at: Instant;
  readonly request: string;
  /** Bytes each action was charged on. */
  readonly bytes: readonly number[];
}

/** The transactions that went through lately, by their ClientRequestToken. */
export class TransactionTokens {
  readonly #byToken = new Map<string, Remembered>();

  /**
   * The bytes of each action of an equal transaction that went through under this token; undefined when there is none.
   * Throws IdempotentParameterMismatchException when the token stands for another transaction.
   */
  find(token: string, actions: unknown, now: Instant): readonly number[] | undefined {
    this.#forget(now);
    const known = this.#byToken.get(token);
    if (known === undefined) return undefined;
    if (known.request !== JSON.stringify(actions)) {
      throw new AwsError(
        'IdempotentParameterMismatchException',
        'Expected idempotent request parameters to match the ones of the first request with this ClientRequestToken',
      );
    }
    return known.bytes;
  }

  remember(token: string, actions: unknown, bytes: readonly number[], now: Instant): void {
    this.#byToken.set(token, { at: now, request: JSON.stringify(actions), bytes });
  }

  clear(): void {
    this.#byToken.clear();
  }

  /** Oldest first, because a map keeps the order of insertion. */
  #forget(now: Instant): void {
    for (const [token, { at }] of this.#byToken) {
      if (at > now - REMEMBERED_MS) return;
      this.#byToken.delete(token);
    }
  }
}
