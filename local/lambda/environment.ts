import type { Cloud, FunctionDescription, InvocationResult } from '../core/cloud.ts';
import type { Caller } from '../core/service.ts';
import type { Instant } from '../core/time.ts';

/** One run of a function. */
export interface Invocation {
  readonly id: string;
  /** The event as JSON text, as it crosses the wire. */
  readonly event: string;
  readonly deadline: Instant;
}

export interface Outcome {
  readonly result: InvocationResult;
  /** False when the environment died of it (timeout, crash, exit) and must not be used again. */
  readonly alive: boolean;
  /** How long the handler ran on the real clock; undefined where only the virtual one counts. */
  readonly durationMs?: number;
}

/** One copy of a function that handles one invocation at a time; Lambda's "execution environment". */
export interface Environment {
  /** Resolves when the module is loaded, or cannot be; the first run says which. */
  loaded(): Promise<void>;
  /** Runs the handler once and always resolves; enforces the function's timeout. */
  run(invocation: Invocation): Promise<Outcome>;
  /** Ends it at once; a run under way resolves with `Runtime.ExitError` and nothing of it resumes. */
  stop(): void;
}

export interface EnvironmentRequest {
  readonly cloud: Cloud;
  readonly description: FunctionDescription;
  /** Who the environment's calls are made by; its `invocationId` follows the invocation under way. */
  readonly caller: Caller;
  readonly log: (line: string) => void;
}

/** Makes environments: of worker threads or in this process. */
export type StartEnvironment = (request: EnvironmentRequest) => Environment;

/** An invocation that failed as AWS names it, e.g. `Sandbox.Timedout`. */
export const failure = (errorType: string, errorMessage: string): InvocationResult => ({
  ok: false,
  errorType,
  errorMessage,
});

export const timedOut = (invocation: Invocation, timeoutMs: number): Outcome => ({
  result: failure(
    'Sandbox.Timedout',
    `RequestId: ${invocation.id} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
  ),
  alive: false,
});

export const exited = (invocationId: string): Outcome => ({
  result: failure(
    'Runtime.ExitError',
    `RequestId: ${invocationId} Error: Runtime exited without providing a reason`,
  ),
  alive: false,
});
