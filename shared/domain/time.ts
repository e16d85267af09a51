/** Milliseconds from one ISO time to a later one; negative when it is earlier. */
export function msBetween(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from);
}

/** The ISO time so many minutes later. */
export function plusMinutes(time: string, minutes: number): string {
  return new Date(Date.parse(time) + minutes * 60_000).toISOString();
}

/** The earlier of two ISO times of our form (UTC, milliseconds), whose order is that of their texts. */
export function earlier(one: string, other: string): string {
  return one < other ? one : other;
}

/** The later of two ISO times of our form. */
export function later(one: string, other: string): string {
  return one < other ? other : one;
}
