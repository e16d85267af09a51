/** One line of the bench: a figure of a quality bar beside its limit. */
export interface Figure {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  readonly limit: number;
  readonly ok: boolean;
  /** What was measured, and how. */
  readonly detail: string;
}

const rounded = (value: number): number => Number(value.toPrecision(4));

/** A figure that must not exceed its limit. */
export function atMost(id: string, value: number, unit: string, limit: number, detail: string): Figure {
  return { id, value: rounded(value), unit, limit, ok: value <= limit, detail };
}

/** A figure that must reach its limit. */
export function atLeast(id: string, value: number, unit: string, limit: number, detail: string): Figure {
  return { id, value: rounded(value), unit, limit, ok: value >= limit, detail };
}

/** The value that this share of all lies at or below, e.g. 0.99. NaN, which meets no limit, when there is none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
