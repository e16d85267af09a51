/** What the customer of a case was promised: an answer by a moment. The earliest unanswered arrival's stands. */
export interface CasePromise {
  /** ISO time by which the answer comes. */
  readonly due: string;
  /** ISO time from which it is at risk: three quarters of the business time are gone. */
  readonly warnAt: string;
  /** How far the watch has come. `broken`: its time has passed, and that was announced. */
  readonly state: 'standing' | 'at-risk' | 'broken';
}
