import { setImmediate } from 'node:timers';

/** Lets every promise that can go on go on: one turn of the event loop. */
export const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Says that a task failed; a task has no caller to throw to. */
export type TaskFailure = (label: string, error: unknown) => void;

/** Starts tasks and knows what is still under way. Both schedulers stand on it. */
export class TaskRunner {
  readonly #onFailure: TaskFailure;
  #inFlight = 0;
  #outside = 0;
  #activity = 0;
  #generation = 0;
  #waiters: (() => void)[] = [];

  constructor(onFailure: TaskFailure) {
    this.#onFailure = onFailure;
  }

  /** Tasks started and not ended. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Pieces of work that happen where the event loop does not see them. */
  get outsideCount(): number {
    return this.#outside;
  }

  /** Rises with everything that happens; unchanged over several turns means that all wait for the clock. */
  get activity(): number {
    return this.#activity;
  }

  noteActivity(): void {
    this.#activity++;
  }

  /** Nothing is under way any more; what has not ended never will, or nobody hears of it. */
  forget(): void {
    this.#generation++;
    this.#inFlight = 0;
  }

  start(label: string, run: () => void | Promise<void>): void {
    this.#activity++;
    this.#inFlight++;
    const generation = this.#generation;
    const ended = () => {
      if (generation === this.#generation) this.#inFlight--;
      this.wake();
    };
    const failed = (error: unknown) => {
      this.#onFailure(label, error);
      ended();
    };
    try {
      const result = run();
      if (result === undefined) ended();
      else result.then(ended, failed);
    } catch (error) {
      failed(error);
    }
  }

  /** Awaits work outside the event loop's sight (thread pool, worker, disk) and counts it meanwhile. */
  async outside<T>(work: Promise<T>): Promise<T> {
    this.#outside++;
    try {
      return await work;
    } finally {
      this.#outside--;
      this.wake();
    }
  }

  /** Resolves at the next moment when something ended. */
  nextEnd(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
    });
  }

  /** Lets everybody who waits for an end look again. */
  wake(): void {
    this.#activity++;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter();
  }
}
