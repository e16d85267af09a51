import { describe, expect, inject, test } from 'vitest';
import { MISTAKES } from './mistakes.ts';
import { commandFor } from './tell.ts';
import { shortestStory, trySeed } from './try-seed.ts';

const assembly = inject('assembly');

/** A mistake is found within so many seeds, of the 500 that the check runs. */
const BOUND = 150;
const TIMEOUT_MS = 180_000;

/** The first run that shows a mistake; undefined when none does. */
async function firstFailure(name: string) {
  for (let seed = 1; seed <= BOUND; seed++) {
    const run = await trySeed(seed, assembly, MISTAKES[name]);
    if (run.breaches.length > 0) return run;
  }
  return undefined;
}

describe('the simulation finds real mistakes', () => {
  test.each([
    ['no condition on the marker', /^R1 /],
    ['no version check when a case opens', /^R[12] /],
    ['publish before commit', /^R4 what was committed was told, and nothing else/],
    ['send before the attempt is written', /^R5 /],
    ['resend of an unknown send', /^R5 no answer leaves twice/],
  ])(
    '%s',
    async (name, rule) => {
      const run = await firstFailure(name);
      expect(run?.breaches.join('\n')).toMatch(rule);
    },
    TIMEOUT_MS,
  );

  test('every planted mistake is looked for', () => {
    expect(Object.keys(MISTAKES)).toHaveLength(5);
  });
});

test(
  'a failing seed is told in its shortest story, with the command that repeats it',
  async () => {
    const name = 'resend of an unknown send';
    const run = await firstFailure(name);
    if (!run) throw new Error('No seed fails.');
    const story = await shortestStory(run, assembly, MISTAKES[name]);
    expect(story).toContain(commandFor(run.plan.seed));
    expect(story).toMatch(/writes from phone \d: "/);
    expect(story).toMatch(/\d\d:\d\d:\d\d\.\d{3} {2}\w+ replies "/);
    expect(story).toMatch(/sms-voice:SendTextMessage is carried out, but its caller hears/);
    expect(story).toMatch(/no answer leaves twice: ".*" was sent twice\./);
    // A customer writes, an agent claims and replies, one call goes wrong; not much more.
    expect(story.split('\n').length).toBeLessThanOrEqual(12);
  },
  TIMEOUT_MS,
);
