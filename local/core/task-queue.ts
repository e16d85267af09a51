import type { Instant } from './time.ts';

/** One thing to do at a time. */
export interface Task {
  readonly time: Instant;
  readonly label: string;
  readonly background: boolean;
  readonly run: () => void | Promise<void>;
}

interface Entry extends Task {
  /** Breaks ties of `time`; the caller's, so that a simulation can shuffle what falls due together. */
  readonly tie: number;
  /** Breaks ties of `tie`: tasks otherwise run in the order in which they were scheduled. */
  readonly sequence: number;
  cancelled: boolean;
}

const before = (a: Entry, b: Entry) =>
  a.time !== b.time ? a.time < b.time : a.tie !== b.tie ? a.tie < b.tie : a.sequence < b.sequence;

/** Tasks by time, then tie, then order of arrival: a binary heap. Cancelled ones are dropped when they surface. */
export class TaskQueue {
  readonly #heap: Entry[] = [];
  #sequence = 0;

  /** Adds a task; the result takes it out again. */
  add(task: Task, tie = 0): () => void {
    const entry: Entry = { ...task, tie, sequence: this.#sequence++, cancelled: false };
    this.#heap.push(entry);
    this.#rise(this.#heap.length - 1);
    return () => {
      entry.cancelled = true;
    };
  }

  /** The earliest task, left in the queue. */
  peek(): Task | undefined {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined || !first.cancelled) return first;
      this.#removeFirst();
    }
  }

  /** Takes the earliest task out if it is due at `now`. */
  takeDue(now: Instant): Task | undefined {
    const first = this.peek();
    if (first === undefined || first.time > now) return undefined;
    this.#removeFirst();
    return first;
  }

  clear(): void {
    this.#heap.length = 0;
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink(0);
  }

  #rise(start: number): void {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#swapIfBefore(index, parent)) return;
      index = parent;
    }
  }

  #sink(start: number): void {
    let index = start;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      let child = left;
      const l = this.#heap[left];
      const r = this.#heap[right];
      if (l === undefined) return;
      if (r !== undefined && before(r, l)) child = right;
      if (!this.#swapIfBefore(child, index)) return;
      index = child;
    }
  }

  #swapIfBefore(child: number, parent: number): boolean {
    const c = this.#heap[child];
    const p = this.#heap[parent];
    if (c === undefined || p === undefined || !before(c, p)) return false;
    this.#heap[child] = p;
    this.#heap[parent] = c;
    return true;
  }
}
