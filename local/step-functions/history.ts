import type { Cloud } from '../core/cloud.ts';
import type { Line } from './line.ts';
import { StateError } from './state-error.ts';

/** An event as `GetExecutionHistory` gives it: the members after the first four depend on its type. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: Date;
  readonly type: string;
  readonly [details: string]: unknown;
}

/** Events that an execution of a standard workflow may have. */
const LIMIT = 25_000;

/** Room for the last words of the execution and its states. */
const RESERVE = 10;

/** What one execution has done. */
export class History {
  readonly #cloud: Cloud;
  readonly #events: HistoryEvent[] = [];

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  get events(): readonly HistoryEvent[] {
    return this.#events;
  }

  /** Notes what a line did; the event follows the last one of that line. */
  add(line: Line, type: string, details: Readonly<Record<string, unknown>> = {}): number {
    const id = this.#events.length + 1;
    const timestamp = new Date(this.#cloud.clock.now());
    this.#events.push({ id, previousEventId: line.lastEvent, timestamp, type, ...details });
    line.lastEvent = id;
    return id;
  }

  /** @throws StateError States.Runtime when the execution may go no further, e.g. because it runs in a circle */
  checkLength(): void {
    if (this.#events.length < LIMIT - RESERVE) return;
    throw new StateError(
      'States.Runtime',
      `The execution reached the maximum number of history events (${LIMIT}).`,
    );
  }
}

/** The pair that stands for a payload in an event: its JSON, and that nothing of it was left out. */
export function payload<Name extends string>(name: Name, json: string): Record<string, unknown> {
  return { [name]: json, [`${name}Details`]: { truncated: false } };
}
