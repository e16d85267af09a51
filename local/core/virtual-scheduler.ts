import { TaskQueue } from './task-queue.ts';
import { type TaskFailure, TaskRunner, turn } from './task-runner.ts';
import type { Clock, Instant, Scheduler, Timer } from './time.ts';

/**
 * Turns of the event loop without anything happening after which a task that has not ended counts as waiting for the
 * clock. An SDK call without a socket settles within one or two; engines that hop through `setImmediate` need more.
 */
const IDLE_TURNS = 16;

/** Whether the process waits for the disk: an SDK client reads the shared configuration files at its first call. */
const isReading = () => process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'));

export interface VirtualSchedulerOptions {
  readonly start: Instant;
  readonly onFailure: TaskFailure;
  /** Order among tasks that fall due together; by default the order of scheduling. */
  readonly tie?: () => number;
  /**
   * Turns of the event loop without anything happening after which a task that has not ended counts as waiting for the
   * clock. @default 16, which is generous
   */
  readonly idleTurns?: number;
  /** Moves a task's time, for a simulation that jitters timers. */
  readonly jitter?: (time: Instant, label: string) => Instant;
}

/** A scheduler whose time stands still until it is told to step; the same calls give the same order every time. */
export class VirtualScheduler implements Scheduler, Clock {
  readonly runner: TaskRunner;
  readonly #queue = new TaskQueue();
  readonly #options: VirtualSchedulerOptions;
  #now: Instant;
  #turnOfCallers: Promise<unknown> = Promise.resolve();

  constructor(options: VirtualSchedulerOptions) {
    this.#options = options;
    this.#now = options.start;
    this.runner = new TaskRunner(options.onFailure);
  }

  now(): Instant {
    return this.#now;
  }

  at(time: Instant, label: string, task: () => void | Promise<void>): Timer {
    return this.#add(time, label, task, false);
  }

  after(delayMs: number, label: string, task: () => void | Promise<void>): Timer {
    return this.#add(this.#now + delayMs, label, task, false);
  }

  background(time: Instant, label: string, task: () => void | Promise<void>): Timer {
    return this.#add(time, label, task, true);
  }

  /** As `Scheduler.quiet`; a task that waits for a later time does not hinder it, for time stands still. */
  quiet(): Promise<void> {
    return this.#exclusively(() => this.#runUntil(this.#now));
  }

  advance(ms: number): Promise<void> {
    return this.#exclusively(() => this.#runUntil(this.#now + ms));
  }

  /** Runs the one task that is next, however far away, and lets it settle. False when there is none. */
  step(): Promise<boolean> {
    return this.#exclusively(async () => {
      await this.#settle();
      const next = this.#queue.peek();
      if (next === undefined) return false;
      this.#now = Math.max(this.#now, next.time);
      await this.#runNext();
      return true;
    });
  }

  /** When the next task falls due; undefined when none is planned. */
  nextTime(): Instant | undefined {
    return this.#queue.peek()?.time;
  }

  stop(): void {
    this.#queue.clear();
  }

  /** Forgets every task, also those that wait for a time, and begins at the first moment again. */
  restart(): void {
    this.#queue.clear();
    this.runner.forget();
    this.#now = this.#options.start;
  }

  #add(time: Instant, label: string, run: () => void | Promise<void>, background: boolean): Timer {
    this.runner.noteActivity();
    const planned = this.#options.jitter?.(time, label) ?? time;
    const cancel = this.#queue.add({ time: planned, label, background, run }, this.#options.tie?.() ?? 0);
    return { cancel };
  }

  async #runUntil(target: Instant): Promise<void> {
    await this.#settle();
    for (;;) {
      const next = this.#queue.peek();
      if (next === undefined || next.time > target) break;
      this.#now = Math.max(this.#now, next.time);
      await this.#runNext();
    }
    this.#now = Math.max(this.#now, target);
  }

  async #runNext(): Promise<void> {
    const task = this.#queue.takeDue(this.#now);
    if (task === undefined) return;
    this.runner.start(task.label, task.run);
    await this.#settle();
  }

  /** Waits until all tasks under way have ended or wait for the clock. */
  async #settle(): Promise<void> {
    await turn();
    let seen = this.runner.activity;
    let idle = 0;
    const enough = this.#options.idleTurns ?? IDLE_TURNS;
    while (this.runner.outsideCount > 0 || (this.runner.inFlight > 0 && (idle < enough || isReading()))) {
      await turn();
      idle = this.runner.activity === seen && this.runner.outsideCount === 0 ? idle + 1 : 0;
      seen = this.runner.activity;
    }
  }

  /** Two callers that step at once would mix their orders; they take turns. */
  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turnOfCallers.then(work);
    this.#turnOfCallers = mine.catch(() => undefined);
    return mine;
  }
}
