import * as z from 'zod';
import { isZone } from '../core/wall-clock.ts';

const target = z.strictObject({
  Arn: z.string().regex(/^arn:aws:(lambda|sqs):/, 'the local cloud schedules functions and queues only'),
  RoleArn: z.string(),
  Input: z.string().optional(),
  RetryPolicy: z
    .strictObject({
      MaximumEventAgeInSeconds: z.number().int().min(60).max(86_400).default(86_400),
      MaximumRetryAttempts: z.number().int().min(0).max(185).default(185),
    })
    .prefault({}),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
  SqsParameters: z.strictObject({ MessageGroupId: z.string().min(1) }).optional(),
});

const instant = z.iso.datetime({ offset: true }).optional();

/** `AWS::Scheduler::Schedule`. The key has no effect here: nothing is stored. */
export const scheduleProperties = z.strictObject({
  Name: z
    .string()
    .regex(/^[0-9a-zA-Z\-_.]{1,64}$/, 'a name holds up to 64 letters, digits, - _ .')
    .optional(),
  Description: z.string().max(512).optional(),
  GroupName: z.string().default('default'),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().refine(isZone, 'is no IANA time zone').default('UTC'),
  StartDate: instant,
  EndDate: instant,
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  FlexibleTimeWindow: z.strictObject({
    Mode: z.literal('OFF', 'only OFF is implemented by the local cloud'),
  }),
  KmsKeyArn: z.string().optional(),
  Target: target,
});

export type ScheduleProperties = z.output<typeof scheduleProperties>;

/** `AWS::Scheduler::ScheduleGroup`. */
export const groupProperties = z.strictObject({
  Name: z.string().max(64).optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});
