import * as z from 'zod';

const retryPolicy = z.strictObject({
  MaximumEventAgeInSeconds: z.number().int().min(60).max(86_400).default(86_400),
  MaximumRetryAttempts: z.number().int().min(0).max(185).default(185),
});

const target = z
  .strictObject({
    Id: z.string().min(1),
    Arn: z.string().min(1),
    RoleArn: z.string().optional(),
    Input: z.string().optional(),
    InputPath: z.string().optional(),
    InputTransformer: z
      .strictObject({
        InputPathsMap: z.record(z.string(), z.string()).default({}),
        InputTemplate: z.string().min(1),
      })
      .optional(),
    SqsParameters: z.strictObject({ MessageGroupId: z.string().min(1) }).optional(),
    DeadLetterConfig: z.strictObject({ Arn: z.string().optional() }).optional(),
    RetryPolicy: retryPolicy.prefault({}),
  })
  .refine(
    ({ Input, InputPath, InputTransformer }) =>
      [Input, InputPath, InputTransformer].filter((one) => one !== undefined).length <= 1,
    'only one of Input, InputPath and InputTransformer can be given',
  );

/** One target of a rule, with EventBridge's defaults filled in. */
export type TargetProperties = z.output<typeof target>;

const tags = z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional();
const json = z.record(z.string(), z.unknown());

/** `AWS::Events::Rule`. */
export const ruleProperties = z
  .strictObject({
    Name: z.string().optional(),
    Description: z.string().max(512).optional(),
    EventBusName: z.string().default('default'),
    EventPattern: json.optional(),
    ScheduleExpression: z.string().optional(),
    State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
    Targets: z.array(target).max(5).default([]),
    Tags: tags,
  })
  .refine(
    ({ EventPattern, ScheduleExpression }) => EventPattern !== undefined || ScheduleExpression !== undefined,
    'a rule needs EventPattern or ScheduleExpression',
  );

export type RuleProperties = z.output<typeof ruleProperties>;

/** `AWS::Events::EventBus`. The key has no effect here: nothing is stored. */
export const busProperties = z.strictObject({
  Name: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[/.\-_A-Za-z0-9]+$/, 'a bus name holds letters, digits, / . - _'),
  Description: z.string().max(512).optional(),
  KmsKeyIdentifier: z.string().optional(),
  Policy: json.optional(),
  Tags: tags,
});

/** `AWS::Events::EventBusPolicy`: a whole statement, or the older form for one account. */
export const busPolicyProperties = z
  .strictObject({
    EventBusName: z.string().default('default'),
    StatementId: z.string().min(1),
    Statement: json.optional(),
    Action: z.string().optional(),
    Principal: z.string().optional(),
  })
  .refine(
    ({ Statement, Action, Principal }) =>
      Statement !== undefined || (Action !== undefined && Principal !== undefined),
    'a bus policy needs Statement, or Action and Principal',
  );

/** `AWS::Events::Archive`: checked and named, but nothing is kept; there is no replay here. */
export const archiveProperties = z.strictObject({
  ArchiveName: z.string().max(48).optional(),
  Description: z.string().max(512).optional(),
  EventPattern: json.optional(),
  KmsKeyIdentifier: z.string().optional(),
  RetentionDays: z.number().int().min(0).optional(),
  SourceArn: z.string(),
});
