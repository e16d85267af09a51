import type { Calendar } from '../domain/business-time.ts';
import type { PromiseTarget } from './config.ts';
import { durationMs } from './duration.ts';
import { type BusinessHours, DAYS, parseShift } from './hours.ts';
import type { ParsedSettings } from './schema.ts';

/** Says in a line of the table that all time counts. */
export const ALWAYS = 'always';

const MESSENGERS = ['webchat', 'sms', 'whatsapp', 'messenger', 'instagram', 'x', 'telegram', 'app', 'kiosk'];

/** What is promised unless a line of the configuration says otherwise. A call is promised nothing. */
const DEFAULT_PROMISES: ParsedSettings['promises'] = [
  { name: 'Messages', when: { channel: MESSENGERS }, within: 'PT15M' },
  { name: 'E-mail', when: { channel: ['email'] }, within: 'PT4H' },
  { name: 'Forum', when: { channel: ['forum'] }, within: 'P1D' },
];

type Lines = Pick<ParsedSettings, 'promises' | 'hours'>;

/** The configured lines, then the defaults for whatever those leave. */
export const promiseTargets = ({ promises, hours }: Lines): PromiseTarget[] =>
  [...promises, ...DEFAULT_PROMISES].map(({ name, when, within, hours: named }) => {
    const counted = hoursOf(named, hours);
    return {
      name,
      ...(when && { when }),
      withinMs: durationMs(within) ?? 0,
      ...(counted !== undefined && { hours: counted }),
    };
  });

/** Whose open time a line counts; undefined: all time. */
export const hoursOf = (named: string | undefined, hours: ParsedSettings['hours']): string | undefined => {
  if (named === ALWAYS) return undefined;
  return named ?? Object.keys(hours)[0];
};

/** The opening hours that promises are counted by, as the domain knows them. */
export const calendarsOf = (lines: Lines): Record<string, Calendar> => {
  const counted = new Set(promiseTargets(lines).map(({ hours }) => hours));
  return Object.fromEntries(
    Object.entries(lines.hours)
      .filter(([name]) => counted.has(name))
      .map(([name, hours]) => [name, calendarOf(hours)]),
  );
};

export const calendarOf = ({ zone, week, holidays = [] }: BusinessHours): Calendar => ({
  zone,
  // The domain's weeks begin on Sunday.
  week: [DAYS[6], ...DAYS.slice(0, 6)].map((day) => shiftsOf(week[day] ?? [])),
  days: Object.fromEntries(holidays.map(({ date, shifts = [] }) => [date, shiftsOf(shifts)])),
});

const shiftsOf = (texts: readonly string[]) =>
  texts.flatMap((text) => parseShift(text) ?? []).sort((one, other) => one.start - other.start);
