import { nextOfCron, readCron } from './cron.ts';
import { instantOf } from './wall-clock.ts';

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** When something happens again and again, or once. */
export interface Recurrence {
  readonly kind: 'rate' | 'cron' | 'at';
  /** The first instant after `after`, for a rate counted from there; undefined when there is none any more. */
  next(after: number): number | undefined;
}

/**
 * Reads `rate(5 minutes)`, `cron(0 9 ? * MON-FRI *)` or `at(2026-12-24T18:00:00)`.
 *
 * @param zone IANA time zone of cron and at
 * @throws Error with a sentence that names the expression
 */
export function readRecurrence(expression: string, zone = 'UTC'): Recurrence {
  const [, kind, inside = ''] = /^(rate|cron|at)\((.*)\)$/.exec(expression) ?? [];
  try {
    if (kind === 'rate') return rate(inside);
    if (kind === 'cron') {
      const cron = readCron(inside.trim());
      return { kind, next: (after) => nextOfCron(cron, zone, after) };
    }
    if (kind === 'at') return once(inside, zone);
  } catch (error) {
    throw new Error(
      `${expression} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
  throw new Error(`${expression} is neither rate(…) nor cron(…) nor at(…).`);
}

function rate(text: string): Recurrence {
  const [, count, unit] = /^(\d+) (minute|hour|day)s?$/.exec(text) ?? [];
  const period = Number(count) * (UNIT_MS[unit ?? ''] ?? 0);
  if (!(period > 0)) throw new Error('a rate is a number of minutes, hours or days');
  return { kind: 'rate', next: (after) => after + period };
}

function once(text: string, zone: string): Recurrence {
  const [, ...digits] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(text) ?? [];
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = digits.map(Number);
  const time = digits.length === 6 && instantOf(zone, { year, month, day, hour, minute, second });
  if (time === false) throw new Error('at needs a time like 2026-12-24T18:00:00');
  if (time === undefined) throw new Error(`the clocks of ${zone} never show this`);
  return { kind: 'at', next: (after) => (time > after ? time : undefined) };
}
