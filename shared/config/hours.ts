export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Day = (typeof DAYS)[number];

/** When people are there. */
export interface BusinessHours {
  /** IANA time zone, e.g. `Europe/Madrid`. */
  readonly zone: string;
  /**
   * Shifts per day, local time, e.g. `monday: ['09:00-13:00', '14:00-18:00']`. A day left out is closed; `24:00`
   * may end a shift.
   */
  readonly week: Readonly<Partial<Record<Day, readonly string[]>>>;
  /**
   * Days that differ.
   * @default []
   */
  readonly holidays?: readonly Holiday[];
}

export interface Holiday {
  /** Local date, `2026-12-25`. */
  readonly date: string;
  readonly name: string;
  /**
   * Shifts on that day.
   * @default [] (closed)
   */
  readonly shifts?: readonly string[];
}

/** Part of a day, in minutes since local midnight; `end` (exclusive) is at most 1440. */
export interface Shift {
  readonly start: number;
  readonly end: number;
}

/** Reads `09:00-13:00`; undefined when it is no such thing or ends before it starts. */
export const parseShift = (text: string): Shift | undefined => {
  const [, fromHour, fromMinute, toHour, toMinute] =
    /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? [];
  const start = Number(fromHour) * 60 + Number(fromMinute);
  const end = Number(toHour) * 60 + Number(toMinute);
  return start < end && end <= 1440 ? { start, end } : undefined;
};
