import {
  type HandOver,
  type HandOverRef,
  handOverDueKey,
  handOverKeyOf,
} from '../../shared/domain/hand-over.ts';
import { TransientFailure } from '../../shared/runtime/failure.ts';
import { carryOut, whileOpen } from './carry-out.ts';
import type { DrainHandOversDependencies } from './dependencies.ts';

/** How long one invocation goes on; the function's timeout leaves room for a last call to Connect of 9 s. */
const DRAIN_FOR_MILLISECONDS = 30_000;

/**
 * Hands cases over, most urgent first, no faster than Connect's quota, until the one this message is about is
 * through.
 *
 * Every pending hand-over has such a message, and a message ends only when its own hand-over has: so nothing is lost
 * when this function dies anywhere, nor when the index that shows the more urgent ones lags behind.
 *
 * @throws TransientFailure when Connect takes nothing now; PermanentFailure when it refused this very hand-over.
 */
export async function drainHandOvers(
  ref: HandOverRef,
  dependencies: DrainHandOversDependencies,
): Promise<void> {
  const own = await whileOpen(ref, dependencies, { failedToo: true });
  if (!own) return;
  const round: Round = {
    own,
    through: new Set(),
    endsAt: dependencies.now().getTime() + DRAIN_FOR_MILLISECONDS,
  };
  while (!round.through.has(handOverKeyOf(own))) {
    if (!(await takeToken(round, dependencies))) return comeAgain(round, dependencies);
    const next = await mostUrgent(round, dependencies);
    if (next && (await carryOut(next, own, dependencies)) === 'through')
      round.through.add(handOverKeyOf(next));
  }
}

interface Round {
  /** The hand-over the message is about. */
  readonly own: HandOver;
  /** Keys of hand-overs that are through, as far as this round knows; the index may show them for a while. */
  readonly through: Set<string>;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
}

/** True once a call to Connect is allowed; false when that would be after the end of the round. */
async function takeToken(
  { endsAt }: Round,
  { bucket, now, sleep }: DrainHandOversDependencies,
): Promise<boolean> {
  while (now().getTime() < endsAt) {
    const result = await bucket.take(now().getTime());
    if (result.taken) return true;
    await sleep(result.waitMilliseconds);
  }
  return false;
}

/**
 * The most urgent hand-over that is still to be carried out, looked for only once a call is allowed: whatever came
 * during the wait has its chance. The own one is always looked at, whether the index shows it or not.
 */
async function mostUrgent(
  { own, through }: Round,
  dependencies: DrainHandOversDependencies,
): Promise<HandOver | undefined> {
  const others = (await dependencies.handOvers.pending()).filter(
    (each) => handOverKeyOf(each) !== handOverKeyOf(own),
  );
  const candidates = [{ ...own, dueKey: handOverDueKey(own) }, ...others].sort(byDueKey);
  for (const candidate of candidates) {
    if (through.has(handOverKeyOf(candidate))) continue;
    const failedToo = handOverKeyOf(candidate) === handOverKeyOf(own);
    const open = await whileOpen(candidate, dependencies, { failedToo });
    if (open) return open;
    through.add(handOverKeyOf(candidate));
  }
  return undefined;
}

function byDueKey(a: { readonly dueKey: string }, b: { readonly dueKey: string }): number {
  return a.dueKey < b.dueKey ? -1 : 1;
}

/** Out of time. Who made progress queues up again; who made none leaves the wait to the queue. */
async function comeAgain({ own, through }: Round, { pokes, newId, log, count }: DrainHandOversDependencies) {
  count('HandOversWaiting');
  if (through.size === 0) throw new TransientFailure('Amazon Connect took no hand-over in time.');
  await pokes.poke(own, newId());
  log('TL3002', { caseId: own.caseId, count: through.size });
}
