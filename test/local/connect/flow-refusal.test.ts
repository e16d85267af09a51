import { describe, expect, test } from 'vitest';
import type { FlowType } from '../../../local/connect/flow/flow.ts';
import { readFlow } from '../../../local/connect/flow/read-flow.ts';
import { end, flowContent, type Step, say } from './centre.ts';

const read = (content: string, type: FlowType = 'CONTACT_FLOW') =>
  readFlow({ id: 'f', arn: 'arn:f', name: 'greeting', type }, content);

const refusal = (step: Step, type: FlowType = 'CONTACT_FLOW') => {
  try {
    read(flowContent({ first: step, second: type === 'AGENT_HOLD' ? loop : end }), type);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'no error';
  }
};

const next = { then: 'second' };
const failing = { ...next, errors: { NoMatchingError: 'second' } };
const loop: Step = { type: 'MessageParticipantIteratively', parameters: { Messages: [{ Text: 'x' }] } };
const input = (parameters: object, errors: readonly string[], more: Partial<Step> = {}): Step => ({
  type: 'GetParticipantInput',
  parameters: { Text: 'Press', InputTimeLimitSeconds: '5', ...parameters },
  ...next,
  errors: Object.fromEntries(errors.map((type) => [type, 'second'])),
  ...more,
});
const MENU = ['InputTimeLimitExceeded', 'NoMatchingCondition', 'NoMatchingError'];
const invoke = { LambdaFunctionARN: 'arn:aws:lambda:f', InvocationTimeLimitSeconds: '3' };
const staffed = { MetricType: 'NumberOfAgentsStaffed' };

describe('a flow is refused, by flow, action and rule', () => {
  test.each<[string, Step, string, FlowType?]>([
    [
      'of an unknown type',
      { type: 'ShowView', ...failing },
      'is of a type that the local Connect cannot run',
    ],
    ['in the wrong type of flow', end, 'is not allowed in a flow of type AGENT_WHISPER', 'AGENT_WHISPER'],
    [
      'to a queue from a queue flow',
      {
        type: 'TransferContactToQueue',
        ...next,
        errors: { QueueAtCapacity: 'second', NoMatchingError: 'second' },
      },
      'is not allowed in a flow of type CUSTOMER_QUEUE',
      'CUSTOMER_QUEUE',
    ],
    [
      'without its next action',
      { type: 'MessageParticipant', parameters: { Text: 'x' } },
      'is missing its NextAction',
    ],
    ['that ends and goes on', { ...end, ...next }, 'ends the flow and has no NextAction'],
    ['saying nothing', { type: 'MessageParticipant', ...next }, 'needs exactly one of Text, SSML, PromptId'],
    [
      'saying two things',
      { type: 'MessageParticipant', parameters: { Text: 'x', SSML: '<speak/>' }, ...next },
      'needs exactly one of Text, SSML, PromptId',
    ],
    [
      'with an unknown parameter',
      { type: 'MessageParticipant', parameters: { Text: 'x', Loud: 'True' }, ...next },
      'has a parameter that the local Connect does not implement: Loud',
    ],
    [
      'without a time limit error',
      input({ StoreInput: 'False' }, MENU.slice(1)),
      'is missing the required error InputTimeLimitExceeded',
    ],
    [
      'without a branch for other keys',
      input({ StoreInput: 'False' }, ['InputTimeLimitExceeded', 'NoMatchingError']),
      'is missing the required error NoMatchingCondition',
    ],
    [
      'with two keys in a condition',
      input({ StoreInput: 'False' }, MENU, { cases: [['Equals', '11', 'second']] }),
      'knows no condition "11"',
    ],
    [
      'storing input with a time limit branch',
      input({ StoreInput: 'True', InputValidation: { CustomValidation: { MaximumLength: '4' } } }, [
        'InputTimeLimitExceeded',
        'NoMatchingError',
      ]),
      'must not have the error InputTimeLimitExceeded',
    ],
    [
      'storing a phone number without a branch for a wrong one',
      input({ StoreInput: 'True', InputValidation: { PhoneNumberValidation: { NumberFormat: 'E164' } } }, [
        'NoMatchingError',
      ]),
      'is missing the required error InvalidPhoneNumber',
    ],
    [
      'storing input without validation',
      input({ StoreInput: 'True' }, ['NoMatchingError']),
      'needs InputValidation',
    ],
    [
      'invoking for nine seconds',
      {
        type: 'InvokeLambdaFunction',
        parameters: { ...invoke, InvocationTimeLimitSeconds: '9' },
        ...failing,
      },
      'InvocationTimeLimitSeconds',
    ],
    [
      'invoking without an error branch',
      { type: 'InvokeLambdaFunction', parameters: invoke, ...next },
      'is missing the required error NoMatchingError',
    ],
    [
      'comparing a text',
      {
        type: 'Compare',
        parameters: { ComparisonValue: 'billing' },
        ...next,
        errors: { NoMatchingCondition: 'second' },
      },
      'must be one path',
    ],
    [
      'reading what nobody fills',
      {
        type: 'Compare',
        parameters: { ComparisonValue: '$.Metrics.Contact.PositionInQueue' },
        ...next,
        errors: { NoMatchingCondition: 'second' },
      },
      'reads $.Metrics.Contact, which the local Connect does not fill',
    ],
    [
      'saying what nobody fills',
      say('You are $.Position', 'second'),
      'reads $.Position, which the local Connect does not fill',
    ],
    [
      'changing priority with an error branch',
      { type: 'UpdateContactRoutingBehavior', parameters: { QueuePriority: '1' }, ...failing },
      'must not have the error NoMatchingError',
    ],
    [
      'changing priority and age at once',
      {
        type: 'UpdateContactRoutingBehavior',
        parameters: { QueuePriority: '1', QueueTimeAdjustmentSeconds: '-5' },
        ...next,
      },
      'needs either QueuePriority or QueueTimeAdjustmentSeconds',
    ],
    [
      'logging with an error branch',
      { type: 'UpdateFlowLoggingBehavior', parameters: { FlowLoggingBehavior: 'Enabled' }, ...failing },
      'must not have the error NoMatchingError',
    ],
    [
      'setting two hooks at once',
      {
        type: 'UpdateContactEventHooks',
        parameters: { EventHooks: { CustomerQueue: 'a', AgentWhisper: 'b' } },
        ...failing,
      },
      'sets exactly one event hook',
    ],
    [
      'setting a hook that is not simulated',
      {
        type: 'UpdateContactEventHooks',
        parameters: { EventHooks: { DefaultAgentUI: 'a' } },
        ...failing,
      },
      'EventHooks',
    ],
    [
      'asking hours without one answer',
      { type: 'CheckHoursOfOperation', ...failing, cases: [['Equals', 'True', 'second']] },
      'is missing the condition "False"',
    ],
    [
      'comparing a number of agents',
      {
        type: 'CheckMetricData',
        parameters: staffed,
        ...next,
        errors: { NoMatchingError: 'second', NoMatchingCondition: 'second' },
        cases: [['NumberGreaterThan', '3', 'second']],
      },
      'knows no condition "3"',
    ],
    [
      'checking a metric without a condition',
      {
        type: 'CheckMetricData',
        parameters: staffed,
        ...next,
        errors: { NoMatchingError: 'second', NoMatchingCondition: 'second' },
      },
      'needs 1 condition or more',
    ],
    [
      'calling back a fixed number',
      {
        type: 'UpdateContactCallbackNumber',
        parameters: { CallbackNumber: '+351912345678' },
        ...next,
        errors: { InvalidCallbackNumber: 'second', CallbackNumberNotDialable: 'second' },
      },
      'must be one path',
    ],
    [
      'calling back at once',
      {
        type: 'CreateCallbackContact',
        parameters: {
          InitialCallDelaySeconds: '0',
          MaximumConnectionAttempts: '1',
          RetryDelaySeconds: '60',
        },
        ...failing,
      },
      'InitialCallDelaySeconds',
    ],
    [
      'looping without an end',
      {
        type: 'Loop',
        parameters: { LoopCount: '3' },
        ...next,
        cases: [['Equals', 'ContinueLooping', 'second']],
      },
      'is missing the condition "DoneLooping"',
    ],
    [
      'in a loop of prompts with another condition',
      { ...loop, cases: [['Equals', 'Interrupted', 'second']] },
      'knows no condition "Interrupted"',
      'CUSTOMER_QUEUE',
    ],
  ])('%s', (_what, step, rule, type) => {
    const sentence = refusal(step, type);
    expect(sentence).toContain(`flow "greeting": action "first" (${step.type})`);
    expect(sentence).toContain(rule);
  });

  test.each([
    ['no JSON', 'hello', 'no JSON'],
    ['another version', flowContent({ end }).replace('2019-10-30', '2020-01-01'), '2019-10-30'],
    [
      'a start that is not there',
      flowContent({ end }).replace('"StartAction":"end"', '"StartAction":"x"'),
      'no action "x"',
    ],
    ['an identifier with a bracket', flowContent({ 'a(b': end }), 'has none of'],
    [
      'more than 250 actions',
      flowContent(Object.fromEntries(Array.from({ length: 251 }, (_, at) => [`a${at}`, end]))),
      '250',
    ],
  ])('for %s', (_what, content, rule) => {
    expect(() => read(content)).toThrow('flow "greeting": ');
    expect(() => read(content)).toThrow(rule);
  });

  test('but not for what the console writes beside it', () => {
    const content = JSON.parse(flowContent({ end }));
    expect(
      read(JSON.stringify({ ...content, Metadata: { EntryPointPosition: { x: 20, y: 20 } } })).start,
    ).toBe('end');
  });
});
