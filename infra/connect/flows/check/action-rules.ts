import type * as z from 'zod';
import { type Action, FLOW_TYPES, type FlowType } from './flow-document.ts';
import { PARAMETERS } from './parameters.ts';

/** What the service demands of an action, as tried out against it; the sources' own pages are laxer. */
export interface ActionRule {
  readonly flowTypes: readonly FlowType[];
  readonly parameters: z.ZodType;
  readonly next: 'required' | 'optional' | 'none';
  /** Error branches that must be there. */
  readonly errors: readonly string[];
  /** Error branches that may be there; any other is refused. */
  readonly optionalErrors?: readonly string[];
  /** @default no condition is allowed */
  readonly conditions?: ConditionRule;
  /** The branch whose target NextAction repeats. */
  readonly nextIs?: { readonly error: string } | { readonly condition: string };
}

export interface ConditionRule {
  readonly operators: readonly string[];
  readonly operand?: RegExp;
  /** Each of them exactly once, and no other. */
  readonly exactly?: readonly string[];
}

const EVERYWHERE: readonly FlowType[] = FLOW_TYPES;
const TRANSFERS = ['AGENT_TRANSFER', 'QUEUE_TRANSFER'] as const;
const BEFORE_THE_QUEUE: readonly FlowType[] = ['CONTACT_FLOW', ...TRANSFERS];
const UP_TO_THE_AGENT: readonly FlowType[] = [...BEFORE_THE_QUEUE, 'CUSTOMER_QUEUE'];
const HOLDS: readonly FlowType[] = ['CUSTOMER_HOLD', 'AGENT_HOLD'];
const WHISPERS: readonly FlowType[] = ['CUSTOMER_WHISPER', 'AGENT_WHISPER', 'OUTBOUND_WHISPER'];

const OTHER_ERROR = 'NoMatchingError';
const NO_CASE = 'NoMatchingCondition';
const onward = { next: 'required', errors: [OTHER_ERROR] } as const;

const RULES: Readonly<Record<string, ActionRule>> = {
  MessageParticipant: {
    flowTypes: EVERYWHERE.filter((type) => !HOLDS.includes(type)),
    parameters: PARAMETERS.MessageParticipant,
    next: 'required',
    errors: [],
    optionalErrors: [OTHER_ERROR],
  },
  MessageParticipantIteratively: {
    flowTypes: ['CUSTOMER_QUEUE', ...HOLDS],
    parameters: PARAMETERS.MessageParticipantIteratively,
    next: 'optional',
    errors: [],
    optionalErrors: [OTHER_ERROR],
    conditions: { operators: ['Equals'], exactly: ['MessagesInterrupted'] },
  },
  InvokeLambdaFunction: {
    flowTypes: EVERYWHERE,
    parameters: PARAMETERS.InvokeLambdaFunction,
    ...onward,
  },
  UpdateContactAttributes: {
    flowTypes: EVERYWHERE,
    parameters: PARAMETERS.UpdateContactAttributes,
    ...onward,
  },
  UpdateFlowAttributes: { flowTypes: EVERYWHERE, parameters: PARAMETERS.UpdateFlowAttributes, ...onward },
  Compare: {
    flowTypes: EVERYWHERE,
    parameters: PARAMETERS.Compare,
    next: 'required',
    errors: [NO_CASE],
    conditions: {
      operators: [
        'Equals',
        'TextStartsWith',
        'TextEndsWith',
        'TextContains',
        'NumberGreaterThan',
        'NumberGreaterOrEqualTo',
        'NumberLessThan',
        'NumberLessOrEqualTo',
      ],
    },
    nextIs: { error: NO_CASE },
  },
  UpdateContactTargetQueue: {
    flowTypes: BEFORE_THE_QUEUE,
    parameters: PARAMETERS.UpdateContactTargetQueue,
    ...onward,
  },
  TransferContactToQueue: {
    flowTypes: BEFORE_THE_QUEUE,
    parameters: PARAMETERS.Nothing,
    next: 'required',
    errors: ['QueueAtCapacity', OTHER_ERROR],
  },
  UpdateContactEventHooks: {
    flowTypes: EVERYWHERE,
    parameters: PARAMETERS.UpdateContactEventHooks,
    ...onward,
  },
  CheckHoursOfOperation: {
    flowTypes: UP_TO_THE_AGENT,
    parameters: PARAMETERS.CheckHoursOfOperation,
    ...onward,
    conditions: { operators: ['Equals'], exactly: ['True', 'False'] },
    nextIs: { condition: 'False' },
  },
  UpdateContactCallbackNumber: {
    flowTypes: UP_TO_THE_AGENT,
    parameters: PARAMETERS.UpdateContactCallbackNumber,
    next: 'required',
    errors: ['InvalidCallbackNumber', 'CallbackNumberNotDialable'],
  },
  CreateCallbackContact: {
    flowTypes: UP_TO_THE_AGENT,
    parameters: PARAMETERS.CreateCallbackContact,
    ...onward,
  },
  UpdateContactRoutingBehavior: {
    flowTypes: ['CONTACT_FLOW'],
    parameters: PARAMETERS.UpdateContactRoutingBehavior,
    next: 'required',
    errors: [],
  },
  UpdateContactTextToSpeechVoice: {
    flowTypes: EVERYWHERE,
    parameters: PARAMETERS.UpdateContactTextToSpeechVoice,
    next: 'required',
    errors: [],
    optionalErrors: [OTHER_ERROR],
  },
  UpdateFlowLoggingBehavior: {
    flowTypes: EVERYWHERE,
    parameters: PARAMETERS.UpdateFlowLoggingBehavior,
    next: 'required',
    errors: [],
  },
  Loop: {
    flowTypes: EVERYWHERE,
    parameters: PARAMETERS.Loop,
    next: 'required',
    errors: [],
    conditions: { operators: ['Equals'], exactly: ['ContinueLooping', 'DoneLooping'] },
    nextIs: { condition: 'DoneLooping' },
  },
  DisconnectParticipant: {
    flowTypes: EVERYWHERE.filter((type) => !HOLDS.includes(type) && !WHISPERS.includes(type)),
    parameters: PARAMETERS.Nothing,
    next: 'none',
    errors: [],
  },
  EndFlowExecution: {
    flowTypes: [...WHISPERS, 'CUSTOMER_QUEUE'],
    parameters: PARAMETERS.Nothing,
    next: 'none',
    errors: [],
  },
};

/** The rule of an action; undefined for one that this project does not use. */
export const ruleOf = ({ Type, Parameters }: Action): ActionRule | undefined => {
  switch (Type) {
    case 'GetParticipantInput':
      return Parameters.StoreInput === 'True' ? storedInput(Parameters.InputValidation) : MENU;
    case 'CheckMetricData':
      return metricCheck(Parameters.MetricType);
    case 'Wait':
      return wait(Parameters.Events);
    default:
      return Object.hasOwn(RULES, Type) ? RULES[Type] : undefined;
  }
};

const MENU: ActionRule = {
  flowTypes: UP_TO_THE_AGENT,
  parameters: PARAMETERS.Menu,
  next: 'required',
  errors: ['InputTimeLimitExceeded', NO_CASE, OTHER_ERROR],
  conditions: { operators: ['Equals'], operand: /^[0-9*#]$/ },
  nextIs: { error: NO_CASE },
};

const storedInput = (validation: unknown): ActionRule => ({
  flowTypes: UP_TO_THE_AGENT,
  parameters: PARAMETERS.StoredInput,
  next: 'required',
  errors:
    typeof validation === 'object' && validation !== null && 'PhoneNumberValidation' in validation
      ? ['InvalidPhoneNumber', OTHER_ERROR]
      : [OTHER_ERROR],
});

const metricCheck = (metric: unknown): ActionRule => ({
  flowTypes: UP_TO_THE_AGENT,
  parameters: PARAMETERS.CheckMetricData,
  next: 'optional',
  errors: [OTHER_ERROR, NO_CASE],
  conditions: String(metric).startsWith('NumberOfAgents')
    ? { operators: ['NumberGreaterThan'], exactly: ['0'] }
    : {
        operators: [
          'Equals',
          'NumberGreaterThan',
          'NumberGreaterOrEqualTo',
          'NumberLessThan',
          'NumberLessOrEqualTo',
        ],
        operand: /^\d+$/,
      },
});

const wait = (events: unknown): ActionRule => ({
  flowTypes: EVERYWHERE,
  parameters: PARAMETERS.Wait,
  next: 'optional',
  errors: [OTHER_ERROR],
  conditions: {
    operators: ['Equals'],
    exactly: ['WaitCompleted', ...(Array.isArray(events) ? events.map(String) : [])],
  },
});
