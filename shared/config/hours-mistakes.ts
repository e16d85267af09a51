import { parseShift, type Shift } from './hours.ts';
import { mistake, type Path, suggestion } from './mistakes.ts';
import type { ParsedSettings } from './schema.ts';

/** Mistakes in opening hours, and in queues that refer to them. */
export const hoursMistakes = ({ hours, queues }: ParsedSettings): string[] => [
  ...Object.entries(hours).flatMap(([name, { zone, week, holidays }]) => {
    const path = ['hours', name];
    return [
      ...zoneMistakes([...path, 'zone'], zone),
      ...Object.entries(week).flatMap(([day, shifts]) => shiftMistakes([...path, 'week', day], shifts ?? [])),
      ...holidays.flatMap(({ date, shifts }, index) => {
        const first = holidays.findIndex((holiday) => holiday.date === date);
        return [
          ...(first < index
            ? [
                mistake(
                  [...path, 'holidays', index, 'date'],
                  `is ${date}, as is holidays[${first}]; keep one of them`,
                ),
              ]
            : []),
          ...shiftMistakes([...path, 'holidays', index, 'shifts'], shifts),
        ];
      }),
    ];
  }),
  ...queues.flatMap(({ hours: name }, index) =>
    name === undefined || Object.hasOwn(hours, name)
      ? []
      : [
          mistake(
            ['queues', index, 'hours'],
            `is "${name}", which "hours" has not${suggestion(name, Object.keys(hours))}`,
          ),
        ],
  ),
];

const zoneMistakes = (path: Path, zone: string): string[] => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    // Offsets such as "+01:00" are accepted there, but they know no daylight saving and Connect refuses them.
    if (/^[A-Z]/.test(zone)) return [];
  } catch {
    // Said below.
  }
  return [mistake(path, `is "${zone}", which is no time zone${nearZone(zone)}`)];
};

const nearZone = (zone: string): string => {
  const near = suggestion(zone, Intl.supportedValuesOf('timeZone'));
  return near.includes('did you mean') ? near : '; use an IANA name, e.g. "Europe/Lisbon"';
};

const shiftMistakes = (path: Path, shifts: readonly string[]): string[] => {
  const taken: { readonly text: string; readonly shift: Shift }[] = [];
  return shifts.flatMap((text, index) => {
    const shift = parseShift(text);
    if (!shift)
      return [mistake([...path, index], `is "${text}"; write a shift as "09:00-13:00", at most to "24:00"`)];
    const other = taken.find((each) => each.shift.start < shift.end && shift.start < each.shift.end);
    taken.push({ text, shift });
    return other
      ? [mistake([...path, index], `is "${text}", which overlaps "${other.text}"; make them one or move one`)]
      : [];
  });
};
