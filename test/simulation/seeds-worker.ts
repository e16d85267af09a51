import { parentPort, workerData } from 'node:worker_threads';
import { shortestStory, trySeed } from './try-seed.ts';

/** What a worker is given: an assembly that `prepareSimulation` has seen to, and seeds that all workers draw from. */
export interface SeedsWork {
  readonly assembly: string;
  readonly first: number;
  readonly many: number;
  /** How many seeds have been drawn, and how many stories told. */
  readonly drawn: Int32Array;
  readonly mostStories: number;
}

/** How a seed ended. */
export interface SeedDone {
  readonly seed: number;
  readonly tookMs: number;
  readonly failed: boolean;
  readonly story?: string;
}

const { assembly, first, many, drawn, mostStories }: SeedsWork = workerData;

// The first run loads the bundles and is slow.
await trySeed(first, assembly);

for (let drawnBefore = take(0); drawnBefore < many; drawnBefore = take(0)) {
  const seed = first + drawnBefore;
  const began = performance.now();
  const run = await trySeed(seed, assembly);
  const tookMs = performance.now() - began;
  const failed = run.breaches.length > 0;
  const tells = failed && take(1) < mostStories;
  const done: SeedDone = {
    seed,
    tookMs,
    failed,
    ...(tells && { story: await shortestStory(run, assembly) }),
  };
  parentPort?.postMessage(done);
}

/** Counts one more; the count before. */
function take(index: 0 | 1): number {
  return Atomics.add(drawn, index, 1);
}
