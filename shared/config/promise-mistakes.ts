import { durationMs } from './duration.ts';
import { mistake, suggestion } from './mistakes.ts';
import { ALWAYS, calendarOf, calendarsOf, hoursOf } from './promise-targets.ts';
import { ruleMistakes } from './rule-mistakes.ts';
import type { ParsedSettings } from './schema.ts';

/** Mistakes in the table of promises: each must be one that can be kept. */
export const promiseMistakes = (settings: ParsedSettings): string[] => {
  const { promises, hours } = settings;
  const mistakes = [
    ...promises.flatMap(({ within, hours: named }, index) => [
      ...(durationMs(within)
        ? []
        : [
            mistake(
              ['promises', index, 'within'],
              `is "${within}"; use an ISO 8601 duration of weeks to seconds, e.g. "PT15M" or "PT4H"`,
            ),
          ]),
      ...(named === undefined || named === ALWAYS || Object.hasOwn(hours, named)
        ? []
        : [
            mistake(
              ['promises', index, 'hours'],
              `is "${named}", which "hours" has not${suggestion(named, [...Object.keys(hours), ALWAYS])}`,
            ),
          ]),
    ]),
    ...ruleMistakes('promises', promises),
    ...(Object.hasOwn(hours, ALWAYS)
      ? [mistake(['hours', ALWAYS], `has a name that means "all the time" in promises; use another`)]
      : []),
  ];
  return mistakes.length > 0 ? mistakes : openTimeMistakes(settings);
};

/** Hours that are never open, and targets that take more of them than a year has. */
const openTimeMistakes = (settings: ParsedSettings): string[] => {
  const { promises, hours } = settings;
  const weekly = (name: string): number => {
    const { week } = calendarOf(hours[name] ?? { zone: 'UTC', week: {} });
    return week.flat().reduce((sum, { start, end }) => sum + (end - start) * MINUTE_MS, 0);
  };
  const closed = Object.keys(calendarsOf(settings)).filter((name) =>
    Object.values(hours[name]?.week ?? {}).every((shifts) => (shifts ?? []).length === 0),
  );
  return [
    ...closed.map((name) =>
      mistake(
        ['hours', name, 'week'],
        'has no shift, but promises count its open time; give it one, or say hours: "always" in "promises"',
      ),
    ),
    ...promises.flatMap(({ within, hours: named }, index) => {
      const counted = hoursOf(named, hours);
      const inAYear = counted === undefined ? YEAR_MS : WEEKS * weekly(counted);
      return inAYear > 0 && (durationMs(within) ?? 0) > inAYear
        ? [
            mistake(
              ['promises', index, 'within'],
              `is "${within}", more time than ${counted === undefined ? 'a year has' : `"${counted}" is open in a year`}; promise less`,
            ),
          ]
        : [];
    }),
  ];
};

const MINUTE_MS = 60_000;
const WEEKS = 52;
const YEAR_MS = WEEKS * 604_800_000;
