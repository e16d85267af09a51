import { describe, expect, test } from 'vitest';
import { type Flow, type FlowAction, flowContent } from '../../infra/connect/flows/flow.ts';

const say = { text: 'Hello.' };
const actionsOf = (flow: Flow) => JSON.parse(flowContent(flow)).Actions;
const only = (action: FlowAction) => actionsOf({ a: action, b: { type: 'EndFlowExecution' } })[0];

describe('The builder of flows', () => {
  test('writes a menu with every branch the service demands', () => {
    const menu = only({
      type: 'GetParticipantInput',
      say,
      seconds: 5,
      keys: { '1': 'a', '0': 'b' },
      onSilence: 'b',
      onOtherKey: 'a',
      onError: 'b',
    });
    expect(menu).toEqual({
      Identifier: 'a',
      Type: 'GetParticipantInput',
      Parameters: { Text: 'Hello.', InputTimeLimitSeconds: '5', StoreInput: 'False' },
      Transitions: {
        NextAction: 'a',
        Errors: [
          { ErrorType: 'InputTimeLimitExceeded', NextAction: 'b' },
          { ErrorType: 'NoMatchingCondition', NextAction: 'a' },
          { ErrorType: 'NoMatchingError', NextAction: 'b' },
        ],
        Conditions: [
          { NextAction: 'b', Condition: { Operator: 'Equals', Operands: ['0'] } },
          { NextAction: 'a', Condition: { Operator: 'Equals', Operands: ['1'] } },
        ],
      },
    });
  });

  test('writes numbers as text, and one hook at a time', () => {
    const wait = only({
      type: 'MessageParticipantIteratively',
      say: [say],
      pauseEvery: 30,
      onPause: 'b',
      onError: 'b',
    });
    expect(wait.Parameters).toEqual({ Messages: [{ Text: 'Hello.' }], InterruptFrequencySeconds: '30' });
    const hook = { type: 'UpdateContactEventHooks', hook: 'CustomerQueue', flowArn: 'arn' } as const;
    const hooked = only({ ...hook, then: 'b', onError: 'b' });
    expect(hooked.Parameters).toEqual({ EventHooks: { CustomerQueue: 'arn' } });
  });

  test('makes an action without its branches unsayable', () => {
    // @ts-expect-error silence leads nowhere
    const menu: FlowAction = {
      type: 'GetParticipantInput',
      say,
      seconds: 5,
      keys: {},
      onOtherKey: 'a',
      onError: 'a',
    };
    // @ts-expect-error the service demands both ways a number can fail
    const number: FlowAction = {
      type: 'UpdateContactCallbackNumber',
      number: '$.StoredCustomerInput',
      then: 'a',
    };
    // @ts-expect-error a number is never written into a flow
    const fixed: FlowAction = { ...number, number: '+12065550100', onInvalid: 'a', onNotDialable: 'a' };
    // @ts-expect-error the service refuses an error branch here
    const logging: FlowAction = { type: 'UpdateFlowLoggingBehavior', enabled: true, then: 'a', onError: 'a' };
    const lambda = { type: 'InvokeLambdaFunction', functionArn: 'f', answer: 'JSON', then: 'a' } as const;
    // @ts-expect-error Lambda has eight seconds at most
    const slow: FlowAction = { ...lambda, seconds: 9, onError: 'a' };
    expect([menu, number, fixed, logging, slow]).toHaveLength(5);
  });

  test.each([
    [{}, 'A flow has 1 to 250 actions, not 0.'],
    [{ 'a:b': { type: 'DisconnectParticipant' } }, '"a:b" is no identifier of an action'],
    [{ constructor: { type: 'DisconnectParticipant' } }, '"constructor" is no identifier'],
    [{ a: { type: 'MessageParticipant', say, then: 'c' } }, 'Action "a" goes on to "c", which is not there.'],
  ] as [Flow, string][])('refuses %j', (flow, sentence) => {
    expect(() => flowContent(flow)).toThrow(sentence);
  });
});
