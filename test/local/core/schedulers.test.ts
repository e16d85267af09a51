import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LiveScheduler } from '../../../local/core/live-scheduler.ts';
import { VirtualScheduler } from '../../../local/core/virtual-scheduler.ts';

const START = Date.parse('2026-03-28T12:00:00Z');
const DAY = 86_400_000;

function virtual(options: { tie?: () => number; onFailure?: (label: string) => void } = {}) {
  return new VirtualScheduler({ start: START, onFailure: () => {}, ...options });
}

const schedulers = [
  ['virtual', () => virtual()],
  ['live', () => new LiveScheduler(() => {})],
] as const;

describe('a virtual clock', () => {
  test('runs tasks in order of time, then of scheduling, and stands where it was told to', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 60 }), async (delays) => {
        const scheduler = virtual();
        const ran: { delay: number; index: number; at: number }[] = [];
        delays.forEach((delay, index) => {
          scheduler.after(delay, 'task', () => void ran.push({ delay, index, at: scheduler.now() - START }));
        });
        await scheduler.advance(250);
        const due = delays.map((delay, index) => ({ delay, index, at: delay })).filter((t) => t.delay <= 250);
        expect(ran).toEqual(due.sort((a, b) => a.delay - b.delay || a.index - b.index));
        expect(scheduler.now()).toBe(START + 250);
      }),
      { numRuns: 50 },
    );
  });

  test('stands still by itself', async () => {
    const scheduler = virtual();
    let ran = false;
    scheduler.after(1, 'later', () => {
      ran = true;
    });
    await scheduler.quiet();
    expect(ran).toBe(false);
    expect(scheduler.now()).toBe(START);
  });

  test('goes on past a task that waits for a later time, and wakes it there', async () => {
    const scheduler = virtual();
    const seen: string[] = [];
    scheduler.after(0, 'sleeper', async () => {
      await new Promise<void>((resolve) => void scheduler.after(100, 'wake', resolve));
      seen.push(`sleeper at ${scheduler.now() - START}`);
    });
    scheduler.after(50, 'other', () => void seen.push(`other at ${scheduler.now() - START}`));
    await scheduler.advance(200);
    expect(seen).toEqual(['other at 50', 'sleeper at 100']);
  });

  test('does not step while work outside the event loop is under way', async () => {
    const scheduler = virtual();
    let finish = () => {};
    const work = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const seen: string[] = [];
    scheduler.after(0, 'outside', async () => {
      await scheduler.runner.outside(work);
      seen.push('outside ended');
    });
    scheduler.after(10, 'later', () => void seen.push('later'));
    const advanced = scheduler.advance(20);
    for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual([]);
    finish();
    await advanced;
    expect(seen).toEqual(['outside ended', 'later']);
  });

  test('lets a simulation choose the order of what falls due together', async () => {
    const ties = [3, 1, 2];
    const scheduler = virtual({ tie: () => ties.shift() ?? 0 });
    const ran: string[] = [];
    for (const name of ['a', 'b', 'c']) scheduler.after(5, name, () => void ran.push(name));
    await scheduler.advance(5);
    expect(ran).toEqual(['b', 'c', 'a']);
  });

  test('steps to the next task however far it is', async () => {
    const scheduler = virtual();
    const ran: number[] = [];
    scheduler.after(3 * DAY, 'far', () => void ran.push(scheduler.now() - START));
    expect(await scheduler.step()).toBe(true);
    expect(ran).toEqual([3 * DAY]);
    expect(await scheduler.step()).toBe(false);
  });
});

describe.each(schedulers)('a %s scheduler', (_name, create) => {
  test('advances three days at once, running what falls due on the way at its time', async () => {
    const scheduler = create();
    const start = scheduler.now();
    const times: number[] = [];
    const everyHour = () => {
      times.push(scheduler.now());
      scheduler.after(DAY / 24, 'hourly', everyHour);
    };
    scheduler.after(DAY / 24, 'hourly', everyHour);
    await scheduler.advance(3 * DAY);
    expect(times.length).toBe(72);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(scheduler.now() - start).toBeGreaterThanOrEqual(3 * DAY);
    expect((times[0] ?? 0) - start).toBeLessThan(DAY / 24 + 60_000);
    scheduler.stop();
  });

  test('is quiet only when the tasks it started have ended, and those that they scheduled', async () => {
    const scheduler = create();
    const seen: string[] = [];
    scheduler.after(0, 'first', async () => {
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
      seen.push('first');
      scheduler.after(0, 'second', () => void seen.push('second'));
    });
    await scheduler.quiet();
    expect(seen).toEqual(['first', 'second']);
    scheduler.stop();
  });

  test('is quiet although a background task is planned', async () => {
    const scheduler = create();
    scheduler.background(scheduler.now() + DAY, 'sweep', () => {});
    await scheduler.quiet();
    expect(scheduler.now()).toBeLessThan(START + 100 * 365 * DAY);
    scheduler.stop();
  });

  test('forgets a cancelled task', async () => {
    const scheduler = create();
    let ran = false;
    const timer = scheduler.after(10, 'cancelled', () => {
      ran = true;
    });
    timer.cancel();
    await scheduler.advance(1000);
    expect(ran).toBe(false);
    scheduler.stop();
  });

  test('waits for a task under way before it moves past the next', async () => {
    const scheduler = create();
    const seen: string[] = [];
    scheduler.after(10, 'slow', async () => {
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
      seen.push('slow ended');
    });
    scheduler.after(DAY, 'next', () => void seen.push('next'));
    await scheduler.advance(2 * DAY);
    expect(seen).toEqual(['slow ended', 'next']);
    scheduler.stop();
  });
});

test.each(['throws', 'rejects'])(
  'a task that %s is reported with its label and stops nobody else',
  async (how) => {
    const failed: string[] = [];
    const scheduler = virtual({ onFailure: (label) => void failed.push(label) });
    let other = false;
    scheduler.after(0, 'bad', () => {
      if (how === 'throws') throw new Error('bad');
      return Promise.reject(new Error('bad'));
    });
    scheduler.after(1, 'good', () => {
      other = true;
    });
    await scheduler.advance(1);
    expect(failed).toEqual(['bad']);
    expect(other).toBe(true);
  },
);
