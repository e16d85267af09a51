import * as z from 'zod';
import { parseProperties } from '../../core/properties.ts';
import type { ResourceKind } from '../../core/service.ts';
import { isZone } from '../../core/wall-clock.ts';
import { DAYS, type Shift } from '../hours.ts';
import { type Instances, idIn, instanceNamed } from '../instance.ts';
import { arnResult, named } from './common.ts';

const time = z.strictObject({
  Hours: z.number().int().min(0).max(23),
  Minutes: z.number().int().min(0).max(59),
});
const shift = z.strictObject({ Day: z.enum(DAYS), StartTime: time, EndTime: time });
const isoDate = z.string().regex(/^\d{4}-\d\d-\d\d$/);

const hoursProperties = z.strictObject({
  ...named,
  Description: z.string().max(250).optional(),
  TimeZone: z.string().refine(isZone, 'is no IANA time zone'),
  Config: z.array(shift).max(100),
  HoursOfOperationOverrides: z
    .array(
      z.strictObject({
        OverrideName: z.string().min(1).max(127),
        OverrideDescription: z.string().optional(),
        OverrideType: z.enum(['STANDARD', 'OPEN', 'CLOSED']).default('STANDARD'),
        EffectiveFrom: isoDate,
        EffectiveTill: isoDate,
        OverrideConfig: z.array(shift),
      }),
    )
    .default([]),
});

export function hoursKind(instances: Instances): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::Connect::HoursOfOperation';
      const properties = parseProperties(type, request, hoursProperties);
      const instance = instanceNamed(instances, properties.InstanceArn);
      const result = arnResult(request, instance, 'operating-hours', 'HoursOfOperationArn');
      const id = idIn(result.ref);
      instance.hours.set(id, {
        id,
        arn: result.ref,
        zone: properties.TimeZone,
        shifts: properties.Config.map(readShift),
        overrides: properties.HoursOfOperationOverrides.map((override) => ({
          type: override.OverrideType,
          from: override.EffectiveFrom,
          till: override.EffectiveTill,
          shifts: override.OverrideConfig.map(readShift),
        })),
      });
      return result;
    },
  };
}

const minutes = ({ Hours, Minutes }: z.output<typeof time>) => Hours * 60 + Minutes;

const readShift = ({ Day, StartTime, EndTime }: z.output<typeof shift>): Shift => ({
  day: Day,
  from: minutes(StartTime),
  till: minutes(EndTime),
});
