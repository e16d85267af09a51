import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { synthesise } from '../../infra/app.ts';
import { prepareSimulation } from './prepare.ts';
import type { SeedDone, SeedsWork } from './seeds-worker.ts';

/** What one seed may take on a quiet core, ms. */
const LIMIT_MS = 150;

/** Stories of so many failing seeds are told; the others are only counted. */
const MOST_STORIES = 3;

const USAGE = `Usage: npm run simulate -- --seeds <how many> [--seed <the first, 1 by default>]
Runs the whole product in one process, from its templates and bundles, under faults that each seed chooses. Every core
of the machine runs seeds of its own.`;

function wholeNumber(text: string | undefined, otherwise: number): number {
  const number = text === undefined ? otherwise : Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  console.error(USAGE);
  process.exit(2);
}

const { values } = parseArgs({ options: { seeds: { type: 'string' }, seed: { type: 'string' } } });
const many = wholeNumber(values.seeds, 100);
const first = wholeNumber(values.seed, 1);

/** Lets one core run seeds until none is left. */
function work(workerData: SeedsWork, hear: (done: SeedDone) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const worker = new Worker(new URL('./seeds-worker.ts', import.meta.url), { workerData });
  worker.on('message', hear).once('error', reject).once('exit', resolve);
  return promise;
}

const assembly = mkdtempSync(join(tmpdir(), 'throughline-simulation-'));
try {
  await synthesise({ outdir: assembly, validate: false });
  await prepareSimulation(assembly);

  const done: SeedDone[] = [];
  const hear = (seed: SeedDone) => {
    done.push(seed);
    if (seed.story) console.log(`${seed.story}\n`);
    else if (seed.failed) console.log(`Seed ${seed.seed} fails, too.`);
  };
  const drawn = new Int32Array(new SharedArrayBuffer(8));
  const share = { assembly, first, many, drawn, mostStories: MOST_STORIES };
  const workers = Math.min(availableParallelism(), many);
  await Promise.all(Array.from({ length: workers }, () => work(share, hear)));

  const failed = done.flatMap(({ seed, failed }) => (failed ? [seed] : [])).sort((a, b) => a - b);
  const msPerSeed = Math.round(done.reduce((sum, { tookMs }) => sum + tookMs, 0) / many);
  const detail = { first, failed, workers, msPerSeed, limitMsPerSeed: LIMIT_MS };
  const ok = failed.length === 0 && done.length === many;
  console.log(
    JSON.stringify({ id: 'R1', value: many - failed.length, unit: 'seeds', limit: many, ok, detail }),
  );
  if (!ok) process.exitCode = 1;
} finally {
  rmSync(assembly, { recursive: true, force: true });
}
