import { CfnHoursOfOperation } from 'aws-cdk-lib/aws-connect';
import type { Construct } from 'constructs';
import { type BusinessHours, DAYS, type Day, parseShift } from '../../shared/config/hours.ts';

interface Slot {
  readonly day: Uppercase<Day>;
  readonly startTime: { readonly hours: number; readonly minutes: number };
  readonly endTime: { readonly hours: number; readonly minutes: number };
}

/** Hours of operation in Connect, with holidays as overrides. `undefined`: always open. */
export const openingHours = (
  scope: Construct,
  id: string,
  settings: {
    readonly instanceArn: string;
    readonly name: string;
    readonly hours: BusinessHours | undefined;
  },
): CfnHoursOfOperation => {
  const { instanceArn, name, hours } = settings;
  return new CfnHoursOfOperation(scope, id, {
    instanceArn,
    name,
    timeZone: hours?.zone ?? 'UTC',
    config: DAYS.flatMap((day) =>
      (hours ? (hours.week[day] ?? []) : ['00:00-24:00']).flatMap((text) => slot(day, text)),
    ),
    ...(hours?.holidays?.length && { hoursOfOperationOverrides: hours.holidays.map(override) }),
  });
};

const override = ({ date, name, shifts = [] }: NonNullable<BusinessHours['holidays']>[number]) => {
  const day = DAYS[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'monday';
  return {
    overrideName: `${name} ${date}`,
    effectiveFrom: date,
    effectiveTill: date,
    // It takes the place of the day's shifts; without any the day is closed.
    overrideType: 'STANDARD',
    overrideConfig: shifts.flatMap((text) => slot(day, text)),
  };
};

const slot = (day: Day, text: string): Slot[] => {
  const shift = parseShift(text);
  if (!shift) return [];
  // Connect has no 24:00; midnight that ends a day is 0:00 there too.
  return [{ day: upper(day), startTime: clock(shift.start), endTime: clock(shift.end % 1440) }];
};

const clock = (minutes: number) => ({ hours: Math.floor(minutes / 60), minutes: minutes % 60 });

const upper = (day: Day): Uppercase<Day> => day.toUpperCase() as Uppercase<Day>;
