import type { Caller } from './service.ts';

/** One call as a simulation sees it. */
export interface CallInfo {
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
  readonly caller: Caller;
}

/** What became of a call, seen before its caller sees it. */
export type CallOutcome =
  | { readonly ok: true; readonly output: unknown }
  | { readonly ok: false; readonly error: unknown };

/**
 * A simulation's own decisions, taken at every call. Each may suspend the call (a promise that another task of the
 * scheduler resolves), make it fail (throw), or let its caller die there (a promise that never resolves).
 */
export interface CallHooks {
  /** Before anything happened: a throw here means that the call never arrived. */
  beforeCall?(call: CallInfo): void | Promise<void>;
  /** After the operation was applied: a throw here means that it was applied and its caller does not know. */
  afterCall?(call: CallInfo, outcome: CallOutcome): void | Promise<void>;
}
