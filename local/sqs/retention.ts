import type { Cloud } from '../core/cloud.ts';
import type { Instant, Timer } from '../core/time.ts';
import type { StoredMessage } from './message.ts';

/** Drops what a queue has kept for its retention period, with one timer for the message that is due next. */
export class Retention {
  readonly #cloud: Cloud;
  readonly #label: string;
  readonly #keepMs: number;
  readonly #messages: () => Iterable<StoredMessage>;
  readonly #expire: (message: StoredMessage) => void;
  #next: { readonly due: Instant; readonly timer: Timer } | undefined;

  constructor(
    cloud: Cloud,
    queueName: string,
    keepMs: number,
    messages: () => Iterable<StoredMessage>,
    expire: (message: StoredMessage) => void,
  ) {
    this.#cloud = cloud;
    this.#label = `sqs retention ${queueName}`;
    this.#keepMs = keepMs;
    this.#messages = messages;
    this.#expire = expire;
  }

  /** Sees to it that `message` is dropped in time. */
  note(message: StoredMessage): void {
    const due = message.keptFrom + this.#keepMs;
    if (this.#next && this.#next.due <= due) return;
    this.#next?.timer.cancel();
    this.#next = { due, timer: this.#cloud.scheduler.background(due, this.#label, () => this.#sweep()) };
  }

  clear(): void {
    this.#next?.timer.cancel();
    this.#next = undefined;
  }

  #sweep(): void {
    this.#next = undefined;
    const now = this.#cloud.clock.now();
    for (const message of [...this.#messages()]) {
      if (message.keptFrom + this.#keepMs <= now) this.#expire(message);
      else this.note(message);
    }
  }
}
