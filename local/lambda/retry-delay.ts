import type { AwsError } from '../core/service.ts';

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** How long a mapping waits after each failure in a row: one second, doubled up to a minute. */
export class RetryDelay {
  #failures = 0;

  /** Undefined for a refusal that no waiting mends. */
  next(error?: AwsError): number | undefined {
    if (error !== undefined && /AccessDenied|NonExistent|DoesNotExist|NotFound/.test(error.code))
      return undefined;
    return Math.min(FIRST_MS * 2 ** this.#failures++, LONGEST_MS);
  }

  reset(): void {
    this.#failures = 0;
  }
}
