import type { Case } from './case.ts';
import { type ChangedCase, changed, step } from './lifecycle.ts';
import type { CasePromise } from './promise.ts';

/**
 * The case once its promise is found at risk or broken; undefined when there is nothing to announce: it was announced
 * before, the customer has been answered, or it is not time yet. A promise found too late to warn of is broken at once.
 */
export function watchPromise(subject: Case, now: string): ChangedCase | undefined {
  if (subject.state !== 'open' || !subject.promise) return undefined;
  const state = stateAt(subject.promise, now);
  if (state === subject.promise.state) return undefined;
  const next = step('watch', subject, { promise: { ...subject.promise, state } });
  return changed(next, [{ type: state === 'broken' ? 'PromiseBroken' : 'PromiseAtRisk' }]);
}

/** An answer at the very moment still keeps the promise. */
function stateAt({ due, warnAt, state }: CasePromise, now: string): CasePromise['state'] {
  if (state === 'broken' || now > due) return 'broken';
  return state === 'at-risk' || now >= warnAt ? 'at-risk' : 'standing';
}
