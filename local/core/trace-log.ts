import type { TraceEntry } from './cloud.ts';

/** Entries kept; the oldest go first. */
const KEPT = 10_000;

/** What happened lately, and whoever wants to hear it at once. */
export class TraceLog {
  #entries: TraceEntry[] = [];
  readonly #listeners = new Set<(entry: TraceEntry) => void>();

  add(entry: TraceEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length >= 2 * KEPT) this.#entries = this.#entries.slice(-KEPT);
    for (const listener of this.#listeners) listener(entry);
  }

  entries(): readonly TraceEntry[] {
    return this.#entries.slice(-KEPT);
  }

  /** @returns ends the listening */
  listen(listener: (entry: TraceEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  reset(): void {
    this.#entries = [];
  }
}
