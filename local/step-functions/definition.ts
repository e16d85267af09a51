import * as z from 'zod';

/** Filled in by `read-definition.ts`, which knows where a nested machine stands. */
const nested = z.custom<States>();

const template = z.unknown().optional();
const variables = z
  .record(
    z
      .string()
      .regex(/^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u, 'a variable is a name of at most 80 characters')
      .refine((name) => name !== 'states', 'states is the reserved variable'),
    z.unknown(),
  )
  .optional();
const text = z.string().optional();
/** A number, or an expression that gives one. */
const seconds = z.union([z.number().int().min(1), z.string()]).optional();
const errors = z.array(z.string()).min(1);

const described = { Type: z.string(), Comment: text, QueryLanguage: z.literal('JSONata').optional() };
const flowing = { Next: text, End: z.literal(true).optional() };
const giving = { Assign: variables, Output: template };

const retrier = z.strictObject({
  Comment: text,
  ErrorEquals: errors,
  IntervalSeconds: z.number().int().min(1).max(31_622_400).default(1),
  MaxAttempts: z.number().int().min(0).max(99_999_999).default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.number().int().min(1).max(31_622_400).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
});
const catcher = z.strictObject({ Comment: text, ErrorEquals: errors, Next: z.string(), ...giving });
const careful = { Retry: z.array(retrier).default([]), Catch: z.array(catcher).default([]) };

const choice = z.strictObject({
  Comment: text,
  Condition: z.union([z.boolean(), z.string()]),
  Next: z.string(),
  ...giving,
});

/** What each kind of state may say, read into a state that can be told apart. A field that is not here is refused. */
export const stateSchemas = {
  Pass: z
    .strictObject({ ...described, ...flowing, ...giving })
    .transform((state) => ({ kind: 'Pass' as const, state })),
  Task: z
    .strictObject({
      ...described,
      ...flowing,
      ...giving,
      ...careful,
      Resource: z.string(),
      Arguments: template,
      TimeoutSeconds: seconds,
      HeartbeatSeconds: seconds,
    })
    .transform((state) => ({ kind: 'Task' as const, state })),
  Choice: z
    .strictObject({ ...described, ...giving, Choices: z.array(choice).min(1), Default: text })
    .transform((state) => ({ kind: 'Choice' as const, state })),
  Wait: z
    .strictObject({
      ...described,
      ...flowing,
      ...giving,
      Seconds: z.union([z.number().int().min(0).max(99_999_999), z.string()]).optional(),
      Timestamp: text,
    })
    .transform((state) => ({ kind: 'Wait' as const, state })),
  Succeed: z
    .strictObject({ ...described, Output: template })
    .transform((state) => ({ kind: 'Succeed' as const, state })),
  Fail: z
    .strictObject({ ...described, Error: text, Cause: text })
    .transform((state) => ({ kind: 'Fail' as const, state })),
  Parallel: z
    .strictObject({
      ...described,
      ...flowing,
      ...giving,
      ...careful,
      Arguments: template,
      Branches: z.array(nested).min(1),
    })
    .transform((state) => ({ kind: 'Parallel' as const, state })),
  Map: z
    .strictObject({
      ...described,
      ...flowing,
      ...giving,
      ...careful,
      Items: template,
      ItemSelector: template,
      MaxConcurrency: z.union([z.number().int().min(0), z.string()]).default(0),
      ItemProcessor: nested,
    })
    .transform((state) => ({ kind: 'Map' as const, state })),
};

/** A state, told apart by its kind. */
export type State = z.output<(typeof stateSchemas)[keyof typeof stateSchemas]>;

type Of<Kind extends State['kind']> = Extract<State, { kind: Kind }>['state'];

export type TaskState = Of<'Task'>;
export type ChoiceState = Of<'Choice'>;
export type WaitState = Of<'Wait'>;
export type ParallelState = Of<'Parallel'>;
export type MapState = Of<'Map'>;
/** `Assign` and `Output`, which states, choices and catchers have. */
export interface Giver {
  readonly Assign?: Readonly<Record<string, unknown>> | undefined;
  readonly Output?: unknown;
}
/** The members that states with Retry and Catch share. */
export type CarefulState = TaskState | ParallelState | MapState;
export type Retrier = z.output<typeof retrier>;

/** States that follow each other: a whole machine, a branch, the work on one item. */
export interface States {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

/** A definition as it is run. */
export interface Definition extends States {
  /** Of the whole execution. */
  readonly timeoutSeconds: number | undefined;
}
