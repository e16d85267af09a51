import { describe, expect, inject, test } from 'vitest';
import { makePlan } from './make-plan.ts';
import { MISTAKES } from './mistakes.ts';
import { commandFor } from './tell.ts';
import { shortestStory, trySeed } from './try-seed.ts';

const assembly = inject('assembly');

/** A mistake is found within so many seeds in which it can show. */
const BOUND = 150;
const TIMEOUT_MS = 180_000;

/** The first run that shows a mistake; undefined when none does. */
async function firstFailure(name: string) {
  const { plant, shows } = MISTAKES[name] ?? {};
  for (let seed = 1, runs = 0; runs < BOUND; seed++) {
    if (shows && !shows(makePlan(String(seed)))) continue;
    runs += 1;
    const run = await trySeed(seed, assembly, plant);
    if (run.breaches.length > 0) return run;
  }
  return undefined;
}

describe('the simulation finds real mistakes', () => {
  test.each(Object.entries(MISTAKES))(
    '%s',
    async (name, { breaks }) => {
      const run = await firstFailure(name);
      expect(run?.breaches.filter((breach) => breaks.test(breach))).not.toEqual([]);
    },
    TIMEOUT_MS,
  );
});

test(
  'a failing seed is told in its shortest story, with the command that repeats it',
  async () => {
    const name = 'resend of an unknown send';
    const run = await firstFailure(name);
    if (!run) throw new Error('No seed fails.');
    const story = await shortestStory(run, assembly, MISTAKES[name]?.plant);
    expect(story).toContain(commandFor(run.plan.seed));
    expect(story).toMatch(/writes from phone \d: "/);
    expect(story).toMatch(/\d\d:\d\d:\d\d\.\d{3} {2}\w+ replies "/);
    expect(story).toMatch(/sms-voice:SendTextMessage is carried out, but its caller hears/);
    expect(story).toMatch(/no answer leaves twice: ".*" was sent twice\./);
    // Who is in it; a customer writes, an agent claims and replies, one call goes wrong; not much more.
    expect(story.split('\n').length).toBeLessThanOrEqual(14);
  },
  TIMEOUT_MS,
);
