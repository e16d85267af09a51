import { describe, expect, inject, test } from 'vitest';
import { shortestStory, trySeed } from './try-seed.ts';

const assembly = inject('assembly');

/** Seeds of the check; `npm run simulate` runs as many as you like. */
const SEEDS = 500;
const AT_ONCE = 50;

/** Generous: the machine may be busy with other tests. */
const TIMEOUT_MS = 120_000;

describe('R1 R2 R4 R5 R8 SEC2 SEC5 SEC9 whatever goes wrong on the way, every rule holds in the end', () => {
  const firsts = Array.from({ length: SEEDS / AT_ONCE }, (_, index) => 1 + index * AT_ONCE);
  test.each(firsts)(
    'seeds from %i on',
    async (first) => {
      for (let seed = first; seed < first + AT_ONCE; seed++) {
        const run = await trySeed(seed, assembly);
        if (run.breaches.length > 0) expect.fail(await shortestStory(run, assembly));
      }
    },
    TIMEOUT_MS,
  );
});

describe('a seed repeats exactly', () => {
  const traceOf = async (seed: number) => (await trySeed(seed, assembly)).trace;

  test(
    'in one process, whatever ran before it',
    async () => {
      const forwards = [await traceOf(3), await traceOf(4), await traceOf(5)];
      const backwards = [await traceOf(5), await traceOf(4), await traceOf(3)];
      expect(backwards.reverse()).toEqual(forwards);
      expect(new Set(forwards).size).toBe(3);
    },
    TIMEOUT_MS,
  );

  test('and leaves the clock and the timers of the process as they were', async () => {
    const globals = () => [Date, Math.random, setTimeout, clearTimeout, setInterval, clearInterval];
    const before = globals();
    await traceOf(6);
    expect(globals()).toEqual(before);
  });
});
