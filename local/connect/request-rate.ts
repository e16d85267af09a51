import type { Instant } from '../core/time.ts';
import { failure } from './instance.ts';

export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * A token bucket per operation, shared by all callers and instances of the account.
 * Source: Amazon Connect Administrator Guide, "Amazon Connect API throttling quotas".
 */
export class RequestRate {
  readonly #rate: Rate;
  #tokens: number;
  #at: Instant | undefined;

  constructor(rate: Rate) {
    this.#rate = rate;
    this.#tokens = rate.burst;
  }

  /** Takes a token. @throws AwsError ThrottlingException, 429 */
  take(now: Instant): void {
    const { perSecond, burst } = this.#rate;
    const elapsedMs = now - (this.#at ?? now);
    this.#tokens = Math.min(burst, this.#tokens + (elapsedMs / 1000) * perSecond);
    this.#at = now;
    // Sums of fractions may fall a hair short of a whole token.
    if (this.#tokens < 1 - 1e-9) throw failure('ThrottlingException', 'Rate exceeded', 429);
    this.#tokens -= 1;
  }

  reset(): void {
    this.#tokens = this.#rate.burst;
    this.#at = undefined;
  }
}
