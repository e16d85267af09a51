/** A state that failed, with what Retry and Catch look at. Neither part is needed: a Fail state may say nothing. */
export class StateError extends Error {
  readonly error: string | undefined;
  override readonly cause: string | undefined;
  /** The heartbeat stopped. AWS reports it as `States.Timeout`; it can be caught by `States.HeartbeatTimeout` too. */
  readonly missedHeartbeat: boolean;

  constructor(error: string | undefined, cause?: string, missedHeartbeat = false) {
    super(cause ?? error ?? 'A state failed.');
    this.name = error ?? 'StateError';
    this.error = error;
    this.cause = cause;
    this.missedHeartbeat = missedHeartbeat;
  }

  /** `$states.errorOutput`, and the output of a Catch that gives none. */
  output(): Record<string, string> {
    return {
      Error: this.error ?? '',
      ...(this.cause !== undefined && { Cause: this.cause }),
    };
  }
}

/** Errors that no wildcard catches. */
const TERMINAL = new Set(['States.Runtime', 'States.DataLimitExceeded']);

/**
 * Whether `ErrorEquals` of a Retry or Catch means this failure (Step Functions developer guide, "Handling errors in
 * Step Functions workflows").
 */
export function meansError(names: readonly string[], failure: StateError): boolean {
  return names.some((name) => {
    if (name === 'States.ALL') return !TERMINAL.has(failure.error ?? '');
    if (name === 'States.TaskFailed') {
      return failure.error !== 'States.Timeout' && !TERMINAL.has(failure.error ?? '');
    }
    if (name === 'States.HeartbeatTimeout' && failure.missedHeartbeat) return true;
    return name === failure.error && name !== 'States.Runtime';
  });
}

/** Bytes of JSON that may go into or come out of a state. */
const LIMIT_BYTES = 262_144;

/** JSON of a value that moves between states. @throws StateError States.DataLimitExceeded */
export function limitedJson(value: unknown, what: string): string {
  const text = JSON.stringify(value ?? null);
  if (Buffer.byteLength(text) <= LIMIT_BYTES) return text;
  throw new StateError(
    'States.DataLimitExceeded',
    `The ${what} is larger than ${LIMIT_BYTES} bytes, the most that may move between states.`,
  );
}
