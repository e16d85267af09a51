import * as z from 'zod';

/** Parameters of the actions, as the service takes them. Numbers are text there. */

const anything = z.string().min(1);
/** Read when the flow is published: nothing of the contact may stand in it. */
const fixed = z
  .string()
  .min(1)
  .refine((text) => !text.includes('$.'), 'must not depend on the contact');
const path = z.string().regex(/^\$\.[A-Z]\w*(\.\w+)*$/, 'must be one path, e.g. $.Attributes.language');
const count = (least: number, most: number) =>
  z.string().refine((text) => /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most, {
    error: `must be a number from ${least} to ${most}, as text`,
  });

const said = { Text: anything.optional(), SSML: anything.optional(), PromptId: anything.optional() };

const oneOf = (...names: readonly string[]) => ({
  check: (value: object) => names.filter((name) => Object.hasOwn(value, name)).length === 1,
  error: `must have exactly one of ${names.join(', ')}`,
});
const exactly = (shape: z.ZodRawShape, ...names: readonly string[]) => {
  const { check, error } = oneOf(...names);
  return z.strictObject(shape).refine(check, error);
};
const atMostOne = (shape: z.ZodRawShape, ...names: readonly string[]) =>
  z.strictObject(shape).refine((value) => names.filter((name) => Object.hasOwn(value, name)).length <= 1, {
    error: `must have at most one of ${names.join(', ')}`,
  });

const input = { ...said, InputTimeLimitSeconds: count(1, 180) };

export const PARAMETERS = {
  MessageParticipant: exactly(said, 'Text', 'SSML', 'PromptId'),
  MessageParticipantIteratively: z.strictObject({
    Messages: z.array(exactly(said, 'Text', 'SSML', 'PromptId')).min(1),
    InterruptFrequencySeconds: count(1, 3_600),
  }),
  Menu: atMostOne({ ...input, StoreInput: z.literal('False') }, 'Text', 'SSML', 'PromptId'),
  StoredInput: exactly(
    {
      ...input,
      StoreInput: z.literal('True'),
      InputValidation: z.union([
        z.strictObject({ CustomValidation: z.strictObject({ MaximumLength: count(1, 20) }) }),
        z.strictObject({
          PhoneNumberValidation: z.union([
            z.strictObject({ NumberFormat: z.literal('E164') }),
            z.strictObject({ NumberFormat: z.literal('Local'), CountryCode: fixed }),
          ]),
        }),
      ]),
    },
    'Text',
    'SSML',
    'PromptId',
  ),
  InvokeLambdaFunction: z.strictObject({
    LambdaFunctionARN: anything,
    InvocationTimeLimitSeconds: count(1, 8),
    InvocationType: z.enum(['SYNCHRONOUS', 'ASYNCHRONOUS']),
    LambdaInvocationAttributes: z.record(z.string(), z.string()).optional(),
    ResponseValidation: z.strictObject({ ResponseType: z.enum(['JSON', 'STRING_MAP']) }),
  }),
  UpdateContactAttributes: z.strictObject({
    Attributes: z.record(z.string().regex(/^[\w-]+$/), z.string()),
    TargetContact: z.enum(['Current', 'Related']),
  }),
  UpdateFlowAttributes: z.strictObject({
    FlowAttributes: z.record(z.string().regex(/^[\w-]+$/), z.strictObject({ Value: z.string() })),
  }),
  Compare: z.strictObject({ ComparisonValue: path }),
  UpdateContactTargetQueue: exactly(
    { QueueId: anything.optional(), AgentId: anything.optional() },
    'QueueId',
    'AgentId',
  ),
  UpdateContactEventHooks: z.strictObject({
    EventHooks: z
      .partialRecord(
        z.enum([
          'AgentHold',
          'AgentWhisper',
          'CustomerHold',
          'CustomerQueue',
          'CustomerRemaining',
          'CustomerWhisper',
          'DefaultAgentUI',
          'DisconnectAgentUI',
          'PauseContact',
          'ResumeContact',
        ]),
        anything,
      )
      .refine((hooks) => Object.keys(hooks).length === 1, 'must have exactly one hook'),
  }),
  CheckHoursOfOperation: z.strictObject({ HoursOfOperationId: anything.optional() }),
  CheckMetricData: atMostOne(
    {
      MetricType: z.enum([
        'NumberOfAgentsAvailable',
        'NumberOfAgentsStaffed',
        'NumberOfAgentsOnline',
        'OldestContactInQueueAgeSeconds',
        'NumberOfContactsInQueue',
      ]),
      QueueId: anything.optional(),
      AgentId: anything.optional(),
    },
    'QueueId',
    'AgentId',
  ),
  UpdateContactCallbackNumber: z.strictObject({ CallbackNumber: path }),
  CreateCallbackContact: atMostOne(
    {
      InitialCallDelaySeconds: count(1, 259_200),
      MaximumConnectionAttempts: count(1, 100),
      RetryDelaySeconds: count(1, 259_200),
      QueueId: anything.optional(),
      AgentId: anything.optional(),
      ContactFlowId: anything.optional(),
      CallerId: anything.optional(),
    },
    'QueueId',
    'AgentId',
  ),
  UpdateContactRoutingBehavior: exactly(
    { QueuePriority: fixed.optional(), QueueTimeAdjustmentSeconds: fixed.optional() },
    'QueuePriority',
    'QueueTimeAdjustmentSeconds',
  ),
  UpdateContactTextToSpeechVoice: z.strictObject({
    TextToSpeechVoice: anything,
    TextToSpeechEngine: anything.optional(),
    TextToSpeechStyle: anything.optional(),
  }),
  UpdateFlowLoggingBehavior: z.strictObject({ FlowLoggingBehavior: z.enum(['Enabled', 'Disabled']) }),
  Loop: z.strictObject({ LoopCount: count(1, 100) }),
  Wait: z.strictObject({
    TimeLimitSeconds: count(1, 604_800),
    Events: z.array(z.enum(['CustomerReturned', 'BotParticipantDisconnected'])).optional(),
  }),
  Nothing: z.strictObject({}),
} as const;
