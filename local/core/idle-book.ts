/** Operations by their name that only look: what a function has read stays true over them. */
const LOOKS = /^(Get|BatchGet|TransactGet|Query|Scan|List|Describe|Head|Receive|Invoke)/;

/**
 * Which functions have said that they will find nothing to do before a moment, unless something changes. A schedule need
 * not call those, so that days of a schedule by the minute pass in no time.
 *
 * A function says so by what it returns: `idleUntil`, an ISO time, or null for ever. It holds as long as no call has
 * changed anything since that run began, its own calls included, and no fault has struck.
 */
export class IdleBook {
  #changes = 0;
  readonly #idle = new Map<string, { readonly until: number; readonly changes: number }>();

  /** Something was called. */
  called(operation: string): void {
    if (!LOOKS.test(operation)) this.changed();
  }

  changed(): void {
    this.#changes++;
  }

  /** Begins to listen to a run; the result is told what the run returned. */
  begin(functionArn: string): (returned: unknown) => void {
    const changes = this.#changes;
    this.#idle.delete(functionArn);
    return (returned) => {
      const until = idleUntil(returned);
      if (until !== undefined) this.#idle.set(functionArn, { until, changes });
    };
  }

  reset(): void {
    this.#changes = 0;
    this.#idle.clear();
  }

  isIdle(functionArn: string, now: number): boolean {
    const entry = this.#idle.get(functionArn);
    return entry !== undefined && entry.changes === this.#changes && now < entry.until;
  }
}

function idleUntil(returned: unknown): number | undefined {
  if (typeof returned !== 'object' || returned === null || !('idleUntil' in returned)) return undefined;
  if (returned.idleUntil === null) return Number.POSITIVE_INFINITY;
  const until = Date.parse(String(returned.idleUntil));
  return Number.isNaN(until) ? undefined : until;
}
