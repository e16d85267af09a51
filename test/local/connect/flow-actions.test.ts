import { describe, expect, test } from 'vitest';
import { CALLER, centre, end, SECOND, type Step, say } from './centre.ts';

const compare = (
  ComparisonValue: string,
  cases: NonNullable<Step['cases']>,
  otherwise = 'no',
): Record<string, Step> => ({
  compare: {
    type: 'Compare',
    parameters: { ComparisonValue },
    then: otherwise,
    errors: { NoMatchingCondition: otherwise },
    cases,
  },
});

const yesOrNo = { yes: say('yes', 'end'), no: say('no', 'end'), end };

const attributes = (Attributes: object, then: string): Step => ({
  type: 'UpdateContactAttributes',
  parameters: { Attributes, TargetContact: 'Current' },
  then,
  errors: { NoMatchingError: 'no' },
});

describe('what is said', () => {
  test('is heard in order, one after the other, and takes its time', async () => {
    const it = centre();
    const contact = await it.call(it.addFlow({ one: say('One.', 'two'), two: say('Two.', 'end'), end }));
    expect(it.desk.heard(contact).map(({ text }) => text)).toEqual(['One.']);
    await it.cloud.scheduler.advance(10 * SECOND);
    const [one, two, ...more] = it.desk.heard(contact);
    expect(more).toEqual([]);
    expect(two?.text).toBe('Two.');
    expect((two?.at ?? 0) - (one?.at ?? 0)).toBeGreaterThan(0);
    expect(contact).toMatchObject({ state: 'ended', endReason: 'CONTACT_FLOW_DISCONNECT' });
    expect(it.cloud.problems).toEqual([]);
  });

  test('has its paths filled in, with nothing where there is nothing', async () => {
    const text = 'From $.CustomerEndpoint.Address to $.SystemEndpoint.Address: $.Attributes.none.';
    const it = centre();
    expect(await it.hear({ say: say(text, 'end'), end })).toEqual([`From ${CALLER} to ${it.number}: .`]);
  });

  test('may be SSML, of which the words are heard', async () => {
    const ssml = {
      type: 'MessageParticipant',
      parameters: { SSML: '<speak>Hello <break time="1s"/>you</speak>' },
      then: 'end',
    };
    expect(await centre().hear({ ssml, end })).toEqual(['Hello you']);
  });
});

describe('Compare', () => {
  const numbers: readonly (readonly [string, string, boolean])[] = [
    ['Equals', '7', true],
    ['Equals', '07', false],
    ['TextStartsWith', '7', true],
    ['TextEndsWith', '8', false],
    ['TextContains', '7', true],
    ['NumberGreaterThan', '6', true],
    ['NumberGreaterThan', '7', false],
    ['NumberGreaterOrEqualTo', '7', true],
    ['NumberLessThan', '7', false],
    ['NumberLessThan', '10', true],
    ['NumberLessOrEqualTo', '7', true],
    ['NumberLessOrEqualTo', 'many', false],
    ['Equals', '$.Attributes.other', true],
  ];
  test.each(numbers)('7 %s %s: %s', async (operator, operand, holds) => {
    const heard = await centre().hear({
      set: attributes({ n: '7', other: '7' }, 'compare'),
      ...compare('$.Attributes.n', [[operator, operand, 'yes']]),
      ...yesOrNo,
    });
    expect(heard).toEqual([holds ? 'yes' : 'no']);
  });

  test('of what is not there meets no condition', async () => {
    const heard = await centre().hear({
      ...compare('$.Attributes.none', [
        ['Equals', '', 'yes'],
        ['NumberLessThan', '1', 'yes'],
      ]),
      ...yesOrNo,
    });
    expect(heard).toEqual(['no']);
  });

  test.each([
    ['$.FlowAttributes.step', 'one'],
    ['$.Channel', 'VOICE'],
    ['$.InitiationMethod', 'INBOUND'],
    ['$.CustomerEndpoint.Type', 'TELEPHONE_NUMBER'],
    ["$.Attributes['step']", 'two'],
  ])('reads %s', async (path, value) => {
    const heard = await centre().hear({
      flow: {
        type: 'UpdateFlowAttributes',
        parameters: { FlowAttributes: { step: { Value: 'one' } } },
        then: 'set',
        errors: { NoMatchingError: 'no' },
      },
      set: attributes({ step: 'two' }, 'compare'),
      ...compare(path, [['Equals', value, 'yes']]),
      ...yesOrNo,
    });
    expect(heard).toEqual(['yes']);
  });
});

describe('attributes', () => {
  test('stay with the contact, are told as changed, and are no part of the event', async () => {
    const it = centre();
    const contact = await it.call(
      it.addFlow({ set: attributes({ who: '$.CustomerEndpoint.Address' }, 'no'), no: say('no', 'end'), end }),
    );
    expect(contact.attributes).toEqual({ who: CALLER });
    expect(it.details()[1]).toMatchObject({
      eventType: 'CONTACT_DATA_UPDATED',
      updatedProperties: ['UserDefinedAttributes'],
    });
    expect(JSON.stringify(it.details())).not.toContain(CALLER);
  });

  test('of more than 32 KB take the error branch and change nothing', async () => {
    const it = centre();
    const big = 'x'.repeat(20_000);
    const contact = await it.call(
      it.addFlow({
        first: attributes({ a: big }, 'second'),
        second: attributes({ b: big }, 'yes'),
        ...yesOrNo,
      }),
    );
    expect(Object.keys(contact.attributes)).toEqual(['a']);
    expect(it.desk.heard(contact)).toMatchObject([{ text: 'no' }]);
  });
});

describe('the path through a flow', () => {
  test('Loop goes round so many times, then on, and begins anew when it is come to again', async () => {
    const loop: Step = {
      type: 'Loop',
      parameters: { LoopCount: '2' },
      then: 'done',
      cases: [
        ['Equals', 'ContinueLooping', 'again'],
        ['Equals', 'DoneLooping', 'done'],
      ],
    };
    const heard = await centre().hear({ loop, again: say('again', 'loop'), done: say('done', 'end'), end });
    expect(heard).toEqual(['again', 'again', 'done']);
  });

  test('DistributeByPercentage follows the random source, every part in turn', async () => {
    const it = centre();
    const flow = it.addFlow({
      split: {
        type: 'DistributeByPercentage',
        then: 'no',
        errors: { NoMatchingCondition: 'no' },
        cases: [['NumberLessThan', '51', 'yes']],
      },
      ...yesOrNo,
    });
    const counts = { yes: 0, no: 0 };
    for (let count = 0; count < 100; count++) {
      const contact = await it.call(flow);
      counts[contact.heard[0]?.text === 'yes' ? 'yes' : 'no'] += 1;
      it.desk.hangUp(contact);
    }
    expect(counts.yes).toBeGreaterThan(30);
    expect(counts.no).toBeGreaterThan(30);
  });

  test('TransferToFlow goes on in the other flow, without flow attributes; an unknown one is an error', async () => {
    const it = centre();
    const other = it.addFlow({
      ...compare('$.FlowAttributes.step', [['Equals', 'one', 'yes']]),
      ...yesOrNo,
    });
    const to = (ContactFlowId: string): Step => ({
      type: 'TransferToFlow',
      parameters: { ContactFlowId },
      then: 'error',
      errors: { NoMatchingError: 'error' },
    });
    const steps = (flow: string): Record<string, Step> => ({
      flow: {
        type: 'UpdateFlowAttributes',
        parameters: { FlowAttributes: { step: { Value: 'one' } } },
        then: 'to',
        errors: { NoMatchingError: 'error' },
      },
      to: to(flow),
      error: say('error', 'end'),
      end,
    });
    expect(await it.hear(steps(other))).toEqual(['no']);
    expect(await it.hear(steps('nowhere'))).toEqual(['error']);
  });

  test('Wait is for chats: a call takes the error branch', async () => {
    const wait: Step = {
      type: 'Wait',
      parameters: { TimeLimitSeconds: '5' },
      then: 'no',
      errors: { NoMatchingError: 'no' },
      cases: [['Equals', 'WaitCompleted', 'yes']],
    };
    expect(await centre().hear({ wait, ...yesOrNo })).toEqual(['no']);
  });

  test('what changes voice and logging goes on', async () => {
    const heard = await centre().hear({
      voice: {
        type: 'UpdateContactTextToSpeechVoice',
        parameters: { TextToSpeechVoice: 'Ines' },
        then: 'log',
      },
      log: {
        type: 'UpdateFlowLoggingBehavior',
        parameters: { FlowLoggingBehavior: 'Enabled' },
        then: 'yes',
      },
      ...yesOrNo,
    });
    expect(heard).toEqual(['yes']);
  });

  test('a circle in which no time passes ends the call', async () => {
    const it = centre();
    const contact = await it.call(
      it.addFlow({
        a: {
          type: 'UpdateFlowLoggingBehavior',
          parameters: { FlowLoggingBehavior: 'Enabled' },
          then: 'b',
        },
        b: {
          type: 'UpdateFlowLoggingBehavior',
          parameters: { FlowLoggingBehavior: 'Disabled' },
          then: 'a',
        },
      }),
    );
    expect(contact.endReason).toBe('CONTACT_FLOW_DISCONNECT');
  });

  test('an error without a branch ends the call', async () => {
    const it = centre();
    const contact = await it.call(
      it.addFlow({
        loop: { type: 'MessageParticipant', parameters: { Text: 'Hello' }, then: 'wait' },
        wait: {
          type: 'Compare',
          parameters: { ComparisonValue: '$.Attributes.none' },
          then: 'end',
          errors: { NoMatchingCondition: 'end' },
        },
        end,
      }),
    );
    await it.cloud.scheduler.advance(SECOND);
    expect(contact.state).toBe('ended');
  });
});
