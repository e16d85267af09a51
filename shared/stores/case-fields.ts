import * as z from 'zod';
import type { SentReplies } from '../domain/case.ts';
import type { CasePromise } from '../domain/promise.ts';

/**
 * How a case keeps its times and promises. With every part that it can have, it must not exceed 1 KB, or each of its
 * writes costs twice: a time as text is 24 bytes, as a number of milliseconds 8.
 */

/** A time as it is stored, or as text where it was none of our form; ISO once read. */
export const storedTime = z.union([z.string(), z.number().transform(isoOf)]);

export function timeToStore<Time extends string | undefined>(time: Time): Time | number {
  if (time === undefined) return time;
  const ms = Date.parse(time);
  return !Number.isNaN(ms) && isoOf(ms) === time ? ms : time;
}

const STATES = ['standing', 'at-risk', 'broken'] as const satisfies readonly CasePromise['state'][];

/** A promise as it is stored: when it is due, when to warn, and how far the watch has come, as a place in STATES. */
export const storedPromise = z
  .tuple([
    storedTime,
    storedTime,
    z
      .int()
      .min(0)
      .max(STATES.length - 1),
  ])
  .transform(([due, warnAt, state]): CasePromise => ({ due, warnAt, state: STATES[state] ?? 'standing' }));

export function promiseToStore(promise: CasePromise | undefined) {
  if (!promise) return undefined;
  const { due, warnAt, state } = promise;
  return [timeToStore(due), timeToStore(warnAt), STATES.indexOf(state)];
}

/** Replies that have left, as they are stored: the opening, and how many. */
export const storedSent = z
  .tuple([z.number(), z.number()])
  .transform(([opening, replies]): SentReplies => ({ opening, replies }));

export function sentToStore(sent: SentReplies | undefined) {
  return sent && [sent.opening, sent.replies];
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
