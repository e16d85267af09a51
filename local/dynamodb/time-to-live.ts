import type { Cloud } from '../core/cloud.ts';
import type { Instant, Timer } from '../core/time.ts';
import type { Item } from './attribute-value.ts';
import type { Table } from './table.ts';

/**
 * AWS deletes expired items "within a few days"; here a sweep follows within the hour, so that nobody relies on the
 * moment. An expired item that is not deleted yet is still read, as on AWS.
 */
const SWEEP_MS = 60 * 60 * 1000;
/** AWS takes a value further back for a mistake and leaves the item alone. */
const IGNORED_AFTER_MS = 5 * 365 * 24 * 60 * 60 * 1000;

/** Deletes a table's items once the time in their attribute (a number, epoch seconds) is past. */
export class TimeToLive {
  readonly #table: Table;
  readonly #attribute: string;
  readonly #cloud: Cloud;
  #sweep: { readonly at: Instant; readonly timer: Timer } | undefined;

  constructor(table: Table, attribute: string, cloud: Cloud) {
    this.#table = table;
    this.#attribute = attribute;
    this.#cloud = cloud;
  }

  /** Sees to it that a sweep comes after the item's expiry. */
  follow(item: Item | undefined): void {
    const expiry = this.#expiryOf(item);
    if (expiry === undefined) return;
    const at = (Math.floor(Math.max(expiry, this.#cloud.clock.now()) / SWEEP_MS) + 1) * SWEEP_MS;
    if (this.#sweep !== undefined && this.#sweep.at <= at) return;
    this.#sweep?.timer.cancel();
    const label = `dynamodb expire ${this.#table.name}`;
    this.#sweep = { at, timer: this.#cloud.scheduler.background(at, label, () => this.#run()) };
  }

  clear(): void {
    this.#sweep?.timer.cancel();
    this.#sweep = undefined;
  }

  #run(): void {
    this.#sweep = undefined;
    const now = this.#cloud.clock.now();
    for (const entry of [...this.#table.items.scan()]) {
      const expiry = this.#expiryOf(entry.item);
      if (expiry === undefined) continue;
      if (expiry <= now)
        this.#table.commit({ position: entry, before: entry.item, after: undefined, expired: true });
      else this.follow(entry.item);
    }
  }

  /** Epoch ms at which an item expires; undefined for one that never does. */
  #expiryOf(item: Item | undefined): Instant | undefined {
    const value = item?.[this.#attribute];
    if (value === undefined || !('N' in value)) return undefined;
    const expiry = Number(value.N) * 1000;
    return expiry < this.#cloud.clock.now() - IGNORED_AFTER_MS ? undefined : expiry;
  }
}
