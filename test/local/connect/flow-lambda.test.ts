import { describe, expect, test } from 'vitest';
import { CALLER, type CentreOptions, centre, end, SECOND, type Step, say } from './centre.ts';

const invoke = (LambdaFunctionARN: string, parameters: object = {}, then = 'said'): Step => ({
  type: 'InvokeLambdaFunction',
  parameters: {
    LambdaFunctionARN,
    InvocationTimeLimitSeconds: '3',
    InvocationType: 'SYNCHRONOUS',
    ResponseValidation: { ResponseType: 'JSON' },
    ...parameters,
  },
  then,
  errors: { NoMatchingError: 'failed' },
});

const steps = (arn: string, parameters: object = {}): Record<string, Step> => ({
  ask: invoke(arn, parameters),
  said: say('Answer: $.External.answer', 'end'),
  failed: say('failed', 'end'),
  end,
});

type Handler = NonNullable<CentreOptions['handlers']>[string];

async function answerTo(handler: Handler, parameters: object = {}) {
  const it = centre({ handlers: { Helper: handler } });
  const heard = await it.hear(steps(it.addAssociated('Helper'), parameters));
  expect(it.cloud.problems).toEqual([]);
  return heard[0];
}

describe('a function of a flow', () => {
  test('gets the event of Connect, with its parameters filled in', async () => {
    const events: unknown[] = [];
    const it = centre({ handlers: { Helper: (event) => ({ answer: events.push(event) }) } });
    const arn = it.addAssociated('Helper');
    const contact = await it.call(
      it.addFlow(
        steps(arn, {
          LambdaInvocationAttributes: { who: '$.CustomerEndpoint.Address', deep: { step: 1, is: true } },
        }),
      ),
    );
    expect(it.desk.heard(contact)).toMatchObject([{ text: 'Answer: 1' }]);
    expect(events).toEqual([
      {
        Name: 'ContactFlowEvent',
        Details: {
          Parameters: { who: CALLER, deep: { step: 1, is: true } },
          ContactData: {
            Attributes: {},
            Channel: 'VOICE',
            ContactId: contact.id,
            CustomerEndpoint: { Address: CALLER, Type: 'TELEPHONE_NUMBER' },
            CustomerId: null,
            Description: null,
            InitialContactId: contact.id,
            InitiationMethod: 'INBOUND',
            InstanceARN: it.InstanceArn,
            LanguageCode: 'en-US',
            MediaStreams: { Customer: { Audio: null } },
            Name: null,
            PreviousContactId: contact.id,
            Queue: null,
            References: {},
            SystemEndpoint: { Address: it.number, Type: 'TELEPHONE_NUMBER' },
          },
        },
      },
    ]);
  });

  test.each([
    ['nested values by path', { answer: 'x', deep: { answer: 1 } }, 'Answer: x'],
    ['numbers as text', { answer: 42 }, 'Answer: 42'],
    ['false as text', { answer: false }, 'Answer: false'],
    ['no lists', { answer: ['a'] }, 'Answer: '],
  ])('answers JSON: %s', async (_what, answer, heard) => {
    expect(await answerTo(() => answer)).toBe(heard);
  });

  test.each([
    ['texts', { answer: 'yes' }, 'Answer: yes'],
    ['anything else is an error', { answer: 1 }, 'failed'],
    ['also what is nested', { answer: { a: 'b' } }, 'failed'],
  ])('answers a map of texts: %s', async (_what, answer, heard) => {
    expect(await answerTo(() => answer, { ResponseValidation: { ResponseType: 'STRING_MAP' } })).toBe(heard);
  });

  test.each([
    ['a text', 'yes'],
    ['nothing', undefined],
    ['a list', []],
    ['more than 32 KB', { answer: 'é'.repeat(16_384) }],
  ])('must not answer %s', async (_what, answer) => {
    expect(await answerTo(() => answer)).toBe('failed');
  });

  test('is tried again three times when it fails, so it may run several times', async () => {
    let runs = 0;
    const failing = (times: number) => () => {
      runs += 1;
      if (runs <= times) throw new Error('not now');
      return { answer: `${runs}` };
    };
    expect(await answerTo(failing(3))).toBe('Answer: 4');
    runs = 0;
    expect(await answerTo(failing(9))).toBe('failed');
    expect(runs).toBe(4);
  });

  test('has its time limit, whatever it does later', async () => {
    let it: ReturnType<typeof centre> | undefined;
    const slow = async () => {
      await new Promise<void>((done) => it?.cloud.scheduler.after(4 * SECOND, 'slow', done));
      return { answer: 'late' };
    };
    it = centre({ handlers: { Helper: slow } });
    const contact = await it.call(it.addFlow(steps(it.addAssociated('Helper'))));
    await it.cloud.scheduler.advance(3 * SECOND - 1);
    expect(contact.heard).toEqual([]);
    await it.cloud.scheduler.advance(1);
    expect(contact.heard).toMatchObject([{ text: 'failed' }]);
    await it.cloud.scheduler.advance(30 * SECOND);
    expect(contact.heard).toHaveLength(1);
    expect(it.cloud.problems).toEqual([]);
  });

  test('shares 20 seconds with those before it, unless something is said between them', async () => {
    let it: ReturnType<typeof centre> | undefined;
    const slow = async () => {
      await new Promise<void>((done) => it?.cloud.scheduler.after(7 * SECOND, 'slow', done));
      return { answer: 'ok' };
    };
    it = centre({ handlers: { Helper: slow } });
    const arn = it.addAssociated('Helper');
    const limit = { InvocationTimeLimitSeconds: '8' };
    const chain = {
      a: invoke(arn, limit, 'b'),
      b: invoke(arn, limit, 'c'),
      c: invoke(arn, limit, 'said'),
      said: say('said', 'end'),
      failed: say('failed', 'end'),
      end,
    };
    expect(await it.hear(chain)).toEqual(['failed']);
    const spoken = { ...chain, b: invoke(arn, limit, 'wait'), wait: say('Wait.', 'c') };
    expect(await it.hear(spoken)).toEqual(['Wait.', 'said']);
  });

  test('may run by itself, then the flow does not wait for it', async () => {
    let runs = 0;
    const heard = await answerTo(() => void runs++, { InvocationType: 'ASYNCHRONOUS' });
    expect(heard).toBe('Answer: ');
    expect(runs).toBe(1);
  });

  test('must be associated with the instance', async () => {
    const it = centre({ handlers: { Helper: () => ({ answer: 'yes' }) } });
    const arn = it.addFunction('Helper');
    expect(await it.hear(steps(arn))).toEqual(['failed']);
    expect(() => it.connect.ready?.(it.cloud)).toThrow(
      `action "ask" (InvokeLambdaFunction): no AWS::Connect::IntegrationAssociation lets the instance invoke ${arn}`,
    );
  });

  test('must let connect.amazonaws.com invoke it', async () => {
    const it = centre({ handlers: { Helper: () => ({ answer: 'yes' }) } });
    const IntegrationArn = it.addFunction('Helper');
    it.cloud.create('AWS::Connect::IntegrationAssociation', 'Association', {
      InstanceId: it.InstanceArn,
      IntegrationType: 'LAMBDA_FUNCTION',
      IntegrationArn,
    });
    expect(await it.hear(steps(IntegrationArn))).toEqual(['failed']);
    const reasons = it.cloud.traces.entries().filter(({ what }) => what === 'invocation-failed');
    expect(reasons).toHaveLength(1);
  });
});
