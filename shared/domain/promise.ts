import type { EventPattern } from '../event-pattern/index.ts';
import { addBusinessTime, type Calendar } from './business-time.ts';
import type { CaseFacts } from './route-case.ts';
import { earlier } from './time.ts';

/** What the customer of a case was promised: an answer by a moment. The earliest unanswered arrival's stands. */
export interface CasePromise {
  /** ISO time by which the answer comes. */
  readonly due: string;
  /** ISO time from which it is at risk: three quarters of the time are gone. */
  readonly warnAt: string;
  /** How far the watch has come. `broken`: its time has passed, and that was announced. */
  readonly state: 'standing' | 'at-risk' | 'broken';
}

/** One line of the table of targets. */
export interface PromiseRule {
  readonly name: string;
  /** Absent: matches every case. */
  readonly pattern?: EventPattern;
  readonly withinMs: number;
  /** Whose open time counts; absent: all time does. */
  readonly calendar?: Calendar;
}

/** The table of targets, in order. An arrival that no line takes gets no promise. */
export type PromiseTable = readonly PromiseRule[];

const WARN_AFTER = 0.75;

/** The promise to a customer who waits since a moment, by the first line of the table that takes the case. */
export function makePromise(facts: CaseFacts, since: string, table: PromiseTable): CasePromise | undefined {
  const rule = table.find(({ pattern }) => pattern === undefined || pattern.matches(facts));
  if (!rule) return undefined;
  const due = plusOpenTime(rule, since, rule.withinMs);
  const warnAt = plusOpenTime(rule, since, Math.floor(rule.withinMs * WARN_AFTER));
  return due !== undefined && warnAt !== undefined ? { due, warnAt, state: 'standing' } : undefined;
}

/** Undefined when nobody is there for so long that nothing can be promised. */
function plusOpenTime({ calendar }: PromiseRule, since: string, ms: number): string | undefined {
  const start = Date.parse(since);
  const end = calendar ? addBusinessTime(start, ms, calendar) : start + ms;
  return end === undefined ? undefined : new Date(end).toISOString();
}

/**
 * The stricter of two promises to one customer, who waits for both. A broken one has been announced and stays; one at
 * risk stays at risk.
 */
export function stricter(
  one: CasePromise | undefined,
  other: CasePromise | undefined,
): CasePromise | undefined {
  if (!one || !other) return one ?? other;
  const broken = [one, other].find(({ state }) => state === 'broken');
  if (broken) return broken;
  const state = one.state === 'at-risk' || other.state === 'at-risk' ? 'at-risk' : 'standing';
  return { due: earlier(one.due, other.due), warnAt: earlier(one.warnAt, other.warnAt), state };
}
