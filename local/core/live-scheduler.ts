import { TaskQueue } from './task-queue.ts';
import { type TaskFailure, TaskRunner, turn } from './task-runner.ts';
import type { Clock, Instant, Scheduler, Timer } from './time.ts';

// Taken when the module loads, so that nobody's patched Date or timers reach this clock.
const realNow = Date.now.bind(Date);
const { setTimeout, clearTimeout } = globalThis;

/** Longest delay that setTimeout takes; a later task is simply looked at again then. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** Real time plus an offset that `advance` moves; timers go through one `setTimeout`, which keeps no process alive. */
export class LiveScheduler implements Scheduler, Clock {
  readonly runner: TaskRunner;
  readonly #queue = new TaskQueue();
  #offset = 0;
  #pump: ReturnType<typeof setTimeout> | undefined;
  #pumpTime = Number.POSITIVE_INFINITY;
  #stopped = false;
  #turnOfCallers: Promise<unknown> = Promise.resolve();

  constructor(onFailure: TaskFailure) {
    this.runner = new TaskRunner(onFailure);
  }

  now(): Instant {
    return realNow() + this.#offset;
  }

  at(time: Instant, label: string, task: () => void | Promise<void>): Timer {
    return this.#add(time, label, task, false);
  }

  after(delayMs: number, label: string, task: () => void | Promise<void>): Timer {
    return this.#add(this.now() + delayMs, label, task, false);
  }

  background(time: Instant, label: string, task: () => void | Promise<void>): Timer {
    return this.#add(time, label, task, true);
  }

  async quiet(): Promise<void> {
    // Two turns, so that what a finished call is about to schedule is seen.
    await turn();
    await turn();
    for (;;) {
      this.#startDue();
      if (this.runner.inFlight > 0 || this.runner.outsideCount > 0) await this.runner.nextEnd();
      await turn();
      const next = this.#queue.peek();
      const due = next !== undefined && !next.background && next.time <= this.now();
      if (!due && this.runner.inFlight === 0 && this.runner.outsideCount === 0) return;
      if (this.#stopped) return;
    }
  }

  advance(ms: number): Promise<void> {
    const mine = this.#turnOfCallers.then(() => this.#advance(ms));
    this.#turnOfCallers = mine.catch(() => undefined);
    return mine;
  }

  /** Forgets every task; nothing runs any more. */
  stop(): void {
    this.#stopped = true;
    this.#queue.clear();
    clearTimeout(this.#pump);
    this.runner.wake();
  }

  /** Runs what falls due on the way one instant after the other: a retry sees the time at which it was planned. */
  async #advance(ms: number): Promise<void> {
    let left = ms;
    await this.quiet();
    while (left > 0 && !this.#stopped) {
      const next = this.#queue.peek();
      const wait = next === undefined ? Number.POSITIVE_INFINITY : Math.max(0, next.time - this.now());
      if (wait > left) break;
      this.#offset += wait;
      left -= wait;
      this.#startDue();
      await this.quiet();
    }
    this.#offset += left;
    await this.quiet();
    // What was planned before the jump is nearer now.
    this.#pumpTime = Number.POSITIVE_INFINITY;
    this.#schedulePump();
  }

  #add(time: Instant, label: string, run: () => void | Promise<void>, background: boolean): Timer {
    if (this.#stopped) return { cancel() {} };
    const cancel = this.#queue.add({ time, label, background, run });
    this.#schedulePump();
    return { cancel };
  }

  #startDue(): void {
    // Read once: a task that plans itself anew at once must not keep this round from ending.
    const now = this.now();
    for (let task = this.#queue.takeDue(now); task !== undefined; task = this.#queue.takeDue(now)) {
      this.runner.start(task.label, task.run);
    }
    this.#schedulePump();
  }

  #schedulePump(): void {
    const next = this.#queue.peek();
    if (next === undefined || this.#stopped) return;
    if (this.#pumpTime <= next.time) return;
    clearTimeout(this.#pump);
    this.#pumpTime = next.time;
    const delay = Math.min(Math.max(0, next.time - this.now()), LONGEST_TIMEOUT_MS);
    this.#pump = setTimeout(() => {
      this.#pump = undefined;
      this.#pumpTime = Number.POSITIVE_INFINITY;
      this.#startDue();
    }, delay);
    this.#pump.unref();
  }
}
