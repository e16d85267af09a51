import type { Ending } from '../ending.ts';

/**
 * A promise was announced broken only when its time had passed and an arrival was not answered, and at risk only before
 * that; each once for one promise.
 */
export function brokenWhenItWas({ caseCommits }: Ending): string[] {
  const told = new Set<string>();
  return caseCommits.flatMap(({ before, after, outbox }) =>
    outbox.events.flatMap(({ type }) => {
      if (type !== 'PromiseBroken' && type !== 'PromiseAtRisk') return [];
      const { caseId, opening, answered } = after;
      const { due, warnAt, state } = before?.promise ?? {};
      const promise = `${type} ${caseId} ${opening} ${answered} ${due}`;
      const again = told.has(promise);
      told.add(promise);
      const waits = before?.state === 'open' && before.answered < before.arrivals;
      const inTime =
        type === 'PromiseBroken'
          ? state !== 'broken' && due !== undefined && due < outbox.at
          : state === 'standing' && warnAt !== undefined && warnAt <= outbox.at;
      return waits && inTime && !again ? [] : [`${promise} was announced at ${outbox.at}, which is false.`];
    }),
  );
}

/** In the end, hours after the last fault, no promise has passed unannounced; and whoever waits was promised something. */
export function nonePassedInSilence({ cases, endedAt }: Ending): string[] {
  return cases.flatMap(({ caseId, state, promise, waitingSince }) => {
    if (state === 'resolved') return promise ? [`The resolved case ${caseId} still promises something.`] : [];
    if ((promise === undefined) !== (waitingSince === undefined)) {
      return [`In ${caseId} somebody waits without a promise, or is promised something without waiting.`];
    }
    const silent = promise && promise.state !== 'broken' && Date.parse(promise.due) + 120_000 < endedAt;
    return silent ? [`The promise of ${caseId} passed at ${promise.due}, and nobody was told.`] : [];
  });
}
