import { describe, expect, test } from 'vitest';
import { checkFlow } from '../../infra/connect/flows/check/check-flow.ts';
import { type Flow, type FlowAction, flowContent } from '../../infra/connect/flows/flow.ts';
import { BEFORE, QUEUE } from './every-action.flows.ts';

const say = { text: 'Hello.' };
const before = { type: 'CONTACT_FLOW', endings: ['end'] } as const;
const queueing = { type: 'CUSTOMER_QUEUE', endings: [] } as const;

describe('The check of flows', () => {
  test('has nothing against what the builder writes', () => {
    expect(checkFlow(flowContent(BEFORE), before)).toEqual([]);
    expect(checkFlow(flowContent(QUEUE), queueing)).toEqual([]);
  });

  test('refuses what is no flow', () => {
    expect(() => checkFlow('{"Version":"1"}', before)).toThrow('This is no flow');
  });

  type Actions = { Identifier: string; Type: string; Parameters: any; Transitions: any }[];
  const plant = (change: (action: (id: string) => Actions[number], all: Actions) => void, flow = BEFORE) => {
    const document = JSON.parse(flowContent(flow));
    const find = (id: string) =>
      document.Actions.find(({ Identifier }: Actions[number]) => Identifier === id);
    change(find, document.Actions);
    return JSON.stringify(document);
  };
  const without = (id: string, error: string) =>
    plant((action) => {
      const { Transitions } = action(id);
      Transitions.Errors = Transitions.Errors.filter(({ ErrorType }: any) => ErrorType !== error);
    });
  const withError = (id: string) =>
    plant((action) => {
      action(id).Transitions.Errors.push({ ErrorType: 'NoMatchingError', NextAction: 'queue' });
    });
  const onto = (id: string, target: string) =>
    plant((action) => {
      action(id).Transitions.NextAction = target;
    });

  test.each([
    // What the service demands of each action, as it was tried out.
    [
      without('menu', 'InputTimeLimitExceeded'),
      '"menu" (GetParticipantInput) lacks the error branch InputTimeLimitExceeded',
    ],
    [
      without('menu', 'NoMatchingCondition'),
      '"menu" (GetParticipantInput) lacks the error branch NoMatchingCondition',
    ],
    [
      without('phone', 'InvalidPhoneNumber'),
      '"phone" (GetParticipantInput) lacks the error branch InvalidPhoneNumber',
    ],
    [
      without('ask', 'NoMatchingError'),
      '"ask" (InvokeLambdaFunction) lacks the error branch NoMatchingError',
    ],
    [without('transfer', 'QueueAtCapacity'), 'lacks the error branch QueueAtCapacity'],
    [without('number', 'CallbackNumberNotDialable'), 'lacks the error branch CallbackNumberNotDialable'],
    [
      without('agents', 'NoMatchingCondition'),
      '"agents" (CheckMetricData) lacks the error branch NoMatchingCondition',
    ],
    [
      withError('urgent'),
      '"urgent" (UpdateContactRoutingBehavior) has the error branch NoMatchingError, which the service refuses',
    ],
    [
      withError('log'),
      '"log" (UpdateFlowLoggingBehavior) has the error branch NoMatchingError, which the service refuses',
    ],
    [withError('number'), '"number" (UpdateContactCallbackNumber) has the error branch NoMatchingError'],
    [withError('ask'), '"ask" (InvokeLambdaFunction) has the error branch NoMatchingError twice'],
    [
      onto('menu', 'queue'),
      '"menu" (GetParticipantInput) has a NextAction other than the way of NoMatchingCondition',
    ],
    [onto('hours', 'agents'), '"hours" (CheckHoursOfOperation) has a NextAction other than the way of False'],
    [onto('end', 'queue'), '"end" (DisconnectParticipant) ends the flow and leads nowhere'],
    [
      plant((action) => delete action('voice').Transitions.NextAction),
      '"voice" (UpdateContactTextToSpeechVoice) lacks NextAction',
    ],
    [
      plant((action) => action('hours').Transitions.Conditions.pop()),
      '"hours" (CheckHoursOfOperation) lacks the condition False',
    ],
    [
      plant((action) => (action('menu').Transitions.Conditions[0].Condition.Operands = ['10'])),
      '"menu" (GetParticipantInput) has a condition on "10", which the service refuses',
    ],
    [
      plant((action) => (action('agents').Transitions.Conditions[0].Condition.Operands = ['3'])),
      '"agents" (CheckMetricData) has a condition on "3", which never comes',
    ],
    [
      plant((action) => (action('menu').Transitions.Conditions[0].Condition.Operator = 'TextContains')),
      'compares by TextContains, which the service refuses',
    ],
    [
      plant((action) => (action('queue').Transitions.Conditions = action('menu').Transitions.Conditions)),
      '"queue" (UpdateContactTargetQueue) has conditions, which the service refuses',
    ],
    [
      plant((action) => (action('ask').Parameters.InvocationTimeLimitSeconds = '9')),
      'has a wrong parameter InvocationTimeLimitSeconds: must be a number from 1 to 8, as text',
    ],
    [
      plant((action) => (action('number').Parameters.CallbackNumber = '+12065550100')),
      'has a wrong parameter CallbackNumber: must be one path',
    ],
    [
      plant((action) => (action('urgent').Parameters.QueuePriority = '$.Attributes.priority')),
      'has a wrong parameter QueuePriority: must not depend on the contact',
    ],
    [
      plant((action) => (action('callback').Parameters.RetryDelaySeconds = '259201')),
      'has a wrong parameter RetryDelaySeconds',
    ],
    [plant((action) => (action('menu').Parameters.SSML = '<speak/>')), 'at most one of Text, SSML, PromptId'],
    [
      plant((action) => (action('hook').Parameters.EventHooks.CustomerHold = 'arn')),
      'must have exactly one hook',
    ],
    [
      plant((action) => (action('older').Parameters.QueuePriority = '1')),
      'must have exactly one of QueuePriority, QueueTimeAdjustmentSeconds',
    ],
    [plant((action) => (action('loop').Type = 'Repeat')), '"loop" (Repeat) is no action this project knows'],
    // The whole.
    [
      plant((action) => (action('voice').Identifier = 'voice/1')),
      '"voice/1" is no identifier the service takes',
    ],
    [plant((_, all) => all.push(all[0] as Actions[number])), '"log" stands there twice'],
    [
      plant((_, all) =>
        all.push(
          ...Array.from({ length: 240 }, (__, nth) => ({
            ...(all[1] as Actions[number]),
            Identifier: `more-${nth}`,
          })),
        ),
      ),
      'The flow has 261 actions; the service takes 250',
    ],
    // Where the ways lead.
    [
      onto('voice', 'nowhere'),
      '"voice" (UpdateContactTextToSpeechVoice) goes on to "nowhere", which is not there',
    ],
    [onto('log', 'queue'), '"menu" (GetParticipantInput) is never reached'],
    [
      plant((action) => (action('voice').Transitions = { NextAction: 'voice', Errors: [] })),
      '"voice" (UpdateContactTextToSpeechVoice) is on a way that never ends',
    ],
    [onto('digits', 'digits'), 'The flow goes in circles without a Loop that counts: digits → digits'],
    [
      plant((_, all) =>
        all.splice(
          all.findIndex(({ Type }) => Type === 'TransferContactToQueue'),
          1,
          { Identifier: 'transfer', Type: 'DisconnectParticipant', Parameters: {}, Transitions: {} },
        ),
      ),
      '"transfer" (DisconnectParticipant) sends customers away who have reached nobody',
    ],
    [
      plant((action) => (action('transfer').Type = 'MessageParticipant')),
      'No way of the flow leads into a queue',
    ],
  ])('%#: finds a planted fault, in a sentence', (content, sentence) => {
    expect(checkFlow(content, before).join('\n')).toContain(sentence);
  });

  test('finds an action in a flow of a type it is not for', () => {
    expect(checkFlow(flowContent(QUEUE), { type: 'AGENT_WHISPER', endings: [] }).join('\n')).toContain(
      '"wait" (MessageParticipantIteratively) is not allowed in a flow of type AGENT_WHISPER',
    );
    expect(checkFlow(flowContent(QUEUE), { type: 'CUSTOMER_HOLD', endings: [] }).join('\n')).toContain(
      '"secured" (MessageParticipant) is not allowed in a flow of type CUSTOMER_HOLD',
    );
  });

  test('finds a queue that spins', () => {
    const spinning: Flow = {
      ...QUEUE,
      compare: {
        type: 'Compare',
        value: '$.Attributes.x',
        cases: [{ equals: 'en', then: 'wait' }],
        otherwise: 'compare',
      },
    };
    expect(checkFlow(flowContent(spinning), queueing).join('\n')).toContain(
      'The flow goes in circles without taking time: compare → compare',
    );
  });

  const call = (then: string, seconds: 4 | 8 = 8): FlowAction => ({
    type: 'InvokeLambdaFunction',
    functionArn: 'arn',
    seconds,
    answer: 'JSON',
    then,
    onError: then,
  });
  test.each([
    ['three calls of 20 seconds together', { a: call('b'), b: call('c'), c: call('end', 4) }, []],
    ['three of 24', { a: call('b'), b: call('c'), c: call('end') }, ['c']],
    [
      'three with a prompt between',
      { a: call('b'), b: call('say'), say: { type: 'MessageParticipant', say, then: 'c' }, c: call('end') },
      [],
    ],
    [
      'three in a circle',
      {
        a: call('b'),
        b: call('wait'),
        wait: {
          type: 'MessageParticipantIteratively',
          say: [say],
          pauseEvery: 9,
          onPause: 'a',
          onError: 'end',
        },
      },
      ['a', 'b'],
    ],
  ] as [string, Flow, string[]][])('counts the silence of calls in a row: %s', (_, flow, late) => {
    const found = checkFlow(flowContent({ ...flow, end: { type: 'EndFlowExecution' } }), queueing);
    expect(found).toEqual(
      late.map(
        (id) =>
          `"${id}" (InvokeLambdaFunction) may end a row of calls of more than 20 seconds without a prompt.`,
      ),
    );
  });
});
