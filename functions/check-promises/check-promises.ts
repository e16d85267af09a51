import { watchPromise } from '../../shared/domain/watch-promise.ts';
import { errorFacts, TransientFailure } from '../../shared/runtime/failure.ts';
import type { DuePromise } from '../../shared/stores/due-promises.ts';
import type { CheckPromisesDependencies } from './dependencies.ts';

/** Bounds the memory of a run. What it leaves is due still, and the next run comes within a minute. */
const MOST_A_RUN = 5_000;

/** A run begins nothing after this long; the function's timeout leaves room for what is under way. */
const CHECK_FOR_MILLISECONDS = 40_000;

/** Cases written at the same time. */
const AT_ONCE = 20;

/** Each further try means that somebody else has changed the case; after this many the next run looks again. */
const MOST_TRIES = 5;

/** What a run came to. */
export interface CheckedPromises {
  readonly announced: number;
  /**
   * ISO time before which no run will find anything unless a case changes, null when none ever will; absent when this
   * run found something. The local cloud spares itself the runs between.
   */
  readonly idleUntil?: string | null;
}

/**
 * Marks the promises that are at risk or broken now, the oldest first, and tells of each. The index only says where to
 * look: every case is read as it is and written on its version, so whoever was answered meanwhile is left alone, and two
 * runs at once announce nothing twice.
 *
 * @throws TransientFailure when some cases could not be checked; the others were.
 */
export async function checkPromises(dependencies: CheckPromisesDependencies): Promise<CheckedPromises> {
  const { queues, promises, now, log, count } = dependencies;
  const begun = now();
  const query = { now: begun.toISOString(), limit: MOST_A_RUN };
  const lists = await Promise.all((await queues()).map((queue) => promises.due(queue, query)));
  const due = lists.flatMap((list) => list.due).sort((one, other) => (one.moment < other.moment ? -1 : 1));
  const run = await announceAll(
    due.slice(0, MOST_A_RUN),
    begun.getTime() + CHECK_FOR_MILLISECONDS,
    dependencies,
  );
  const left = due.length - run.looked;
  if (left > 0 || lists.some(({ more }) => more)) {
    log('TL3010', { count: left });
    count('PromisesBehind', Math.max(1, left));
  }
  if (run.failed > 0) throw new TransientFailure('Some promises could not be checked.');
  if (due.length > 0) return { announced: run.announced };
  const [next] = lists.flatMap((list) => list.next ?? []).sort();
  return { announced: 0, idleUntil: next ?? null };
}

/** Works through the list with several hands, until its end or that of the time. */
async function announceAll(
  due: readonly DuePromise[],
  endsAt: number,
  dependencies: CheckPromisesDependencies,
): Promise<{ looked: number; announced: number; failed: number }> {
  const run = { looked: 0, announced: 0, failed: 0 };
  const hand = async () => {
    while (dependencies.now().getTime() < endsAt) {
      const next = due[run.looked];
      if (!next) return;
      run.looked += 1;
      try {
        if (await announce(next.caseId, dependencies)) run.announced += 1;
      } catch (error) {
        // One case that cannot be read or written must not hold up all others.
        run.failed += 1;
        dependencies.log('TL3011', { caseId: next.caseId, ...errorFacts(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hand));
  return run;
}

/** True when there was something to announce. */
async function announce(caseId: string, { promises, now, log }: CheckPromisesDependencies): Promise<boolean> {
  for (let tried = 1; tried <= MOST_TRIES; tried += 1) {
    const subject = await promises.read(caseId);
    const at = now().toISOString();
    const change = subject && watchPromise(subject, at);
    if (!change) return false;
    if ((await promises.save(subject, change, at)) === 'saved') {
      log('TL3009', { caseId, reason: change.case.promise?.state });
      return true;
    }
    log('TL2004', { caseId, count: tried });
  }
  return false;
}
