import { instantOf, wallTime } from './wall-clock.ts';

/** A cron expression of AWS, read. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  /** Whether it falls on this day; months and days from 1. */
  readonly isDay: (year: number, month: number, day: number) => boolean;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly words?: readonly string[];
}

const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();
/** From 1, Sunday. */
const weekday = (year: number, month: number, day: number) =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;

/**
 * Reads the six fields of `cron(…)`: minutes, hours, day of month, month, day of week, year (EventBridge user guide,
 * "Cron expressions"), with `L`, `W` and `#`. No library: the one that knows AWS's form has 31 April on 1 May.
 *
 * @throws Error with a clause that names the field
 */
export function readCron(text: string): Cron {
  const [minutes = '', hours = '', day = '', month = '', dayOfWeek = '', year = '', ...more] =
    text.split(/\s+/);
  if (year === '' || more.length > 0) throw new Error('cron needs six fields');
  if ((day === '?') === (dayOfWeek === '?')) {
    throw new Error('cron needs ? for either day of month or day of week, and only one of them');
  }
  return {
    minutes: numbers(minutes, { name: 'minutes', least: 0, most: 59 }),
    hours: numbers(hours, { name: 'hours', least: 0, most: 23 }),
    months: new Set(numbers(month, { name: 'month', least: 1, most: 12, words: MONTHS })),
    years: new Set(numbers(year, { name: 'year', least: 1970, most: 2199 })),
    isDay: dayOfWeek === '?' ? onDayOfMonth(day) : onDayOfWeek(dayOfWeek),
  };
}

function onDayOfMonth(text: string): Cron['isDay'] {
  if (text === 'L') return (year, month, day) => day === daysIn(year, month);
  const near = /^(\d+)W$/.exec(text)?.[1];
  const days = numbers(near ?? text, { name: 'day of month', least: 1, most: 31 });
  if (near === undefined) return (_year, _month, day) => days.includes(day);
  return (year, month, day) => day === workdayNear(year, month, Number(near));
}

/** The weekday nearest to a day, within its month. */
function workdayNear(year: number, month: number, wanted: number): number {
  const day = Math.min(wanted, daysIn(year, month));
  const which = weekday(year, month, day);
  if (which === 7) return day > 1 ? day - 1 : day + 2;
  if (which === 1) return day < daysIn(year, month) ? day + 1 : day - 2;
  return day;
}

function onDayOfWeek(text: string): Cron['isDay'] {
  const field = { name: 'day of week', least: 1, most: 7, words: WEEKDAYS };
  const [, name = '', form, nth = ''] = /^([^#]+?)(L|#([1-5]))$/.exec(text) ?? [];
  if (form === undefined) {
    const days = numbers(text, field);
    return (year, month, day) => days.includes(weekday(year, month, day));
  }
  const [wanted] = numbers(name, field);
  const isNth = (year: number, month: number, day: number) =>
    form === 'L' ? day + 7 > daysIn(year, month) : Math.ceil(day / 7) === Number(nth);
  return (year, month, day) => weekday(year, month, day) === wanted && isNth(year, month, day);
}

/** `*`, `5`, `1-5`, `0/15`, `MON-FRI` and lists of them; ascending. */
function numbers(text: string, field: Field): number[] {
  const { name, least, most, words = [] } = field;
  const found = new Set<number>();
  const number = (part: string) => {
    const word = words.indexOf(part.toUpperCase());
    const value = word >= 0 ? word + 1 : /^\d+$/.test(part) ? Number(part) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new Error(`${part || 'nothing'} is no ${name} of cron`);
  };
  for (const item of text.split(',')) {
    const [range = '', step] = item.split('/');
    const [from = '', to] = range.split('-');
    const first = range === '*' ? least : number(from);
    const last = range === '*' || (step !== undefined && to === undefined) ? most : number(to ?? from);
    const every = step === undefined ? 1 : Number(step);
    if (!(Number.isInteger(every) && every > 0) || last < first)
      throw new Error(`${item} is no ${name} of cron`);
    for (let value = first; value <= last; value += every) found.add(value);
  }
  return [...found].sort((a, b) => a - b);
}

/**
 * The first instant after `after` at which the clocks of a zone show what the expression says; undefined when there is
 * none any more. A time that clocks jump over is left out, one that they show twice counts once.
 */
export function nextOfCron(cron: Cron, zone: string, after: number): number | undefined {
  const lastYear = Math.max(...cron.years);
  const begin = wallTime(zone, after);
  const date = new Date(Date.UTC(begin.year, begin.month - 1, begin.day));
  for (; date.getUTCFullYear() <= lastYear; date.setUTCDate(date.getUTCDate() + 1)) {
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    if (!cron.years.has(year) || !cron.months.has(month) || !cron.isDay(year, month, day)) continue;
    const isFirst = year === begin.year && month === begin.month && day === begin.day;
    for (const hour of cron.hours) {
      // Clocks are never put back by more than that: no need to ask when these hours were.
      if (isFirst && hour + 3 < begin.hour) continue;
      for (const minute of cron.minutes) {
        const instant = instantOf(zone, { year, month, day, hour, minute, second: 0 });
        if (instant !== undefined && instant > after) return instant;
      }
    }
  }
  return undefined;
}
