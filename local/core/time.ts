/** Milliseconds since the epoch on the local cloud's one clock. */
export type Instant = number;

/** The one clock. Nothing in `local/` reads `Date.now()`. */
export interface Clock {
  now(): Instant;
}

/** The one source of randomness. Nothing in `local/` reads `Math.random` or `node:crypto`'s. */
export interface RandomSource {
  /** A number in [0, 1). */
  next(): number;
  /** RFC 4122 version 4. */
  uuid(): string;
  hex(length: number): string;
}

export interface Timer {
  cancel(): void;
}

/**
 * The one scheduler: every delivery, retry, poll, visibility timeout and TTL is a task here. Tasks run in order of
 * time, then of scheduling. Advancing the clock runs everything that falls due and returns when all is quiet.
 */
export interface Scheduler {
  /** Runs `task` at `time` (at once when that is past). `label` names it in traces: `sqs deliver inbox`. */
  at(time: Instant, label: string, task: () => void | Promise<void>): Timer;
  after(delayMs: number, label: string, task: () => void | Promise<void>): Timer;
  /**
   * As `at`, but waiting for it does not keep the cloud from being quiet: for timers that would otherwise repeat for
   * ever, such as polls and sweeps.
   */
  background(time: Instant, label: string, task: () => void | Promise<void>): Timer;
  /** Resolves when nothing runs and no task is due at the present time. */
  quiet(): Promise<void>;
  /** Moves the clock forward by `ms`, running what falls due on the way, and resolves when all is quiet. */
  advance(ms: number): Promise<void>;
}
