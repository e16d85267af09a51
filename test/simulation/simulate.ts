import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { synthesise } from '../../infra/app.ts';
import { prepareSimulation } from './prepare.ts';
import { shortestStory, trySeed } from './try-seed.ts';

/** What one seed may take on two quiet cores, ms. */
const LIMIT_MS = 150;

/** Stories of so many failing seeds are told; the others are only counted. */
const MOST_STORIES = 3;

const USAGE = `Usage: npm run simulate -- --seeds <how many> [--seed <the first, 1 by default>]
Runs the whole product in one process, from its templates and bundles, under faults that each seed chooses.`;

function wholeNumber(text: string | undefined, otherwise: number): number {
  const number = text === undefined ? otherwise : Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  console.error(USAGE);
  process.exit(2);
}

const { values } = parseArgs({ options: { seeds: { type: 'string' }, seed: { type: 'string' } } });
const many = wholeNumber(values.seeds, 100);
const first = wholeNumber(values.seed, 1);

const assembly = mkdtempSync(join(tmpdir(), 'throughline-simulation-'));
try {
  await synthesise({ outdir: assembly, validate: false });
  await prepareSimulation(assembly);
  // The first run loads the bundles and is slow.
  await trySeed(first, assembly);

  const failed: number[] = [];
  let tookMs = 0;
  for (let seed = first; seed < first + many; seed++) {
    const began = performance.now();
    const run = await trySeed(seed, assembly);
    tookMs += performance.now() - began;
    if (run.breaches.length === 0) continue;
    failed.push(seed);
    if (failed.length <= MOST_STORIES) console.log(`${await shortestStory(run, assembly)}\n`);
    else console.log(`Seed ${seed} fails, too.`);
  }
  const msPerSeed = Math.round(tookMs / many);
  const detail = { first, failed, msPerSeed, limitMsPerSeed: LIMIT_MS };
  const ok = failed.length === 0;
  console.log(
    JSON.stringify({ id: 'R1', value: many - failed.length, unit: 'seeds', limit: many, ok, detail }),
  );
  if (!ok) process.exitCode = 1;
} finally {
  rmSync(assembly, { recursive: true, force: true });
}
