import type { Cloud } from '../core/cloud.ts';
import type { Instant, Timer } from '../core/time.ts';
import { Variables } from './variables.ts';

/** The item that a Map works on, for `$states.context.Map`. */
export interface MapItem {
  readonly Index: number;
  readonly Value: unknown;
}

/**
 * One line of states that follow each other: an execution, a branch, the work on one item, one try of a task.
 *
 * An execution waits for days without anything running: it is promises that timers of the scheduler resolve. So every
 * wait of a line goes through it, and once it has ended its timers are gone and none of its promises settles any more.
 */
export class Line {
  readonly variables: Variables;
  readonly item: MapItem | undefined;
  /** Id of the last event of this line, which the next names as its previous. */
  lastEvent: number;
  /** Where the line stands. */
  state: string | undefined;
  readonly #cloud: Cloud;
  readonly #parent: Line | undefined;
  readonly #children = new Set<Line>();
  readonly #timers = new Set<Timer>();
  #hasEnded = false;

  constructor(cloud: Cloud, parent?: Line, item?: MapItem) {
    this.#cloud = cloud;
    this.#parent = parent;
    this.variables = new Variables(parent?.variables);
    this.item = item ?? parent?.item;
    this.lastEvent = parent?.lastEvent ?? 0;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  child(item?: MapItem): Line {
    const line = new Line(this.#cloud, this, item);
    this.#children.add(line);
    return line;
  }

  /** Ends the line and all within it; nothing of them goes on. */
  end(): void {
    this.#hasEnded = true;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    for (const line of this.#children) line.end();
    if (this.#parent !== undefined) this.#parent.#children.delete(this);
  }

  /** Names of the states where the line and its branches stand. */
  standing(): string[] {
    const within = [...this.#children].flatMap((line) => line.standing());
    if (within.length > 0) return within;
    return this.state === undefined ? [] : [this.state];
  }

  /** Settles as `work` does, unless the line has ended by then. */
  settle<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      work.then(
        (value) => {
          if (!this.#hasEnded) resolve(value);
        },
        (error: unknown) => {
          if (!this.#hasEnded) reject(error);
        },
      );
    });
  }

  /** Calls back at `time`, which the line's end prevents. */
  at(time: Instant, label: string, callback: () => void): Timer {
    const timer = this.#cloud.scheduler.at(time, label, () => {
      this.#timers.delete(timer);
      if (!this.#hasEnded) callback();
    });
    this.#timers.add(timer);
    return {
      cancel: () => {
        this.#timers.delete(timer);
        timer.cancel();
      },
    };
  }

  until(time: Instant, label: string): Promise<void> {
    return new Promise((resolve) => void this.at(time, label, resolve));
  }

  /** Does work as a task of the scheduler, so that the cloud is not quiet meanwhile. */
  work<T>(label: string, work: () => Promise<T>): Promise<T> {
    return this.settle(
      new Promise<T>((resolve, reject) => {
        this.#cloud.scheduler.after(0, label, async () => {
          if (!this.#hasEnded) await work().then(resolve, reject);
        });
      }),
    );
  }
}
