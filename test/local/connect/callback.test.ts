import { describe, expect, test } from 'vitest';
import { CALLER, centre, end, intoQueue, SECOND, type Step, say } from './centre.ts';

const callback = (number: string, attempts = 2): Record<string, Step> => ({
  number: {
    type: 'UpdateContactCallbackNumber',
    parameters: { CallbackNumber: number },
    then: 'callback',
    errors: { InvalidCallbackNumber: 'wrong', CallbackNumberNotDialable: 'abroad' },
  },
  callback: {
    type: 'CreateCallbackContact',
    parameters: {
      InitialCallDelaySeconds: '60',
      MaximumConnectionAttempts: String(attempts),
      RetryDelaySeconds: '600',
    },
    then: 'bye',
    errors: { NoMatchingError: 'error' },
  },
  bye: say('We call you back.', 'end'),
  wrong: say('wrong', 'end'),
  abroad: say('abroad', 'end'),
  error: say('error', 'end'),
  end,
});

/** A caller who asked for a callback a while ago; the callback waits in its queue. */
async function called(attempts = 2) {
  const it = centre();
  const queueFlow = it.addFlow(callback('$.CustomerEndpoint.Address', attempts), 'CUSTOMER_QUEUE');
  const flow = it.addFlow({
    hook: {
      type: 'UpdateContactEventHooks',
      parameters: { EventHooks: { CustomerQueue: queueFlow } },
      then: 'queue',
      errors: { NoMatchingError: 'end' },
    },
    ...intoQueue(it.queue),
  });
  const caller = await it.call(flow);
  await it.cloud.scheduler.advance(0.1 * SECOND);
  const later = await it.call(it.addFlow(intoQueue(it.queue)), '+351900000000');
  await it.cloud.scheduler.advance(61 * SECOND);
  const back = it.desk.contacts().find(({ initiationMethod }) => initiationMethod === 'CALLBACK');
  if (!back) throw new Error('no callback');
  it.desk.hire({ username: 'ana' });
  return { ...it, caller, later, back, agents: it.desk.agents };
}

describe('a callback', () => {
  test('keeps its caller’s place; the agent is asked first, then the customer is called', async () => {
    const it = await called();
    expect(it.caller).toMatchObject({ state: 'ended', endReason: 'CONTACT_FLOW_DISCONNECT' });
    expect(it.back).toMatchObject({
      state: 'queued',
      previousContactId: it.caller.id,
      initialContactId: it.caller.id,
      customer: { address: CALLER },
    });
    it.agents.login('ana');
    await it.cloud.scheduler.quiet();
    expect(it.agents.accept('ana')).toBe(it.back);
    await it.cloud.scheduler.quiet();
    expect(it.back).toMatchObject({ state: 'joining', onLine: false });
    await it.cloud.scheduler.advance(10 * SECOND);
    expect(it.back).toMatchObject({ state: 'connected', onLine: true });
    it.desk.hangUp(it.back);
    it.agents.complete('ana');
    await it.cloud.scheduler.quiet();
    expect(it.eventTypes(it.back)).toEqual([
      'INITIATED',
      'QUEUED',
      'CONNECTED_TO_SYSTEM',
      'CONNECTED_TO_AGENT',
      'DISCONNECTED',
      'COMPLETED',
    ]);
    expect(it.later.offer?.agent.user.username).toBe('ana');
  });

  test('that nobody answers is tried again later, so often and no more', async () => {
    const it = await called();
    it.desk.setPhone(CALLER, 'silent');
    it.desk.hangUp(it.later);
    it.agents.login('ana');
    await it.cloud.scheduler.quiet();
    it.agents.accept('ana');
    await it.cloud.scheduler.advance(60 * SECOND);
    expect(it.back).toMatchObject({ state: 'flow', agent: undefined, callbackTries: 1 });
    expect(it.agents.of('ana').contacts.size).toBe(0);
    await it.cloud.scheduler.advance(600 * SECOND);
    it.agents.accept('ana');
    await it.cloud.scheduler.advance(60 * SECOND);
    expect(it.back).toMatchObject({ state: 'ended', endReason: 'OUTBOUND_ATTEMPT_FAILED' });
    expect(it.cloud.problems).toEqual([]);
  });

  test('is given back when its agent leaves before the customer answers', async () => {
    const it = await called();
    it.agents.login('ana');
    await it.cloud.scheduler.quiet();
    it.agents.accept('ana');
    it.agents.logout('ana');
    expect(it.back).toMatchObject({ state: 'queued', agent: undefined });
    it.agents.login('ana');
    await it.cloud.scheduler.quiet();
    await it.cloud.scheduler.advance(2 * SECOND);
    it.agents.accept('ana');
    await it.cloud.scheduler.advance(3 * SECOND);
    expect(it.back).toMatchObject({ state: 'joining', onLine: false });
    await it.cloud.scheduler.advance(SECOND);
    expect(it.back).toMatchObject({ state: 'connected', callbackTries: 2 });
  });

  test('nobody takes expires after seven days', async () => {
    const it = await called();
    await it.cloud.scheduler.advance(7 * 24 * 3_600 * SECOND);
    expect(it.back).toMatchObject({ state: 'ended', endReason: 'EXPIRED' });
  });

  test.each([
    ['a withheld number', 'anonymous', 'wrong'],
    ['a number that may not be called', '+8821612345', 'abroad'],
    ['without a queue', CALLER, 'error'],
  ])('is not made for %s', async (_what, from, heard) => {
    const it = centre();
    it.desk.setPhone('+8821612345', 'undiallable');
    const contact = await it.call(it.addFlow(callback('$.CustomerEndpoint.Address')), from);
    expect(it.desk.heard(contact)).toMatchObject([{ text: heard }]);
    expect(it.desk.contacts()).toHaveLength(1);
  });

  test('runs a flow of its own before it waits, where one is given; nobody hears it', async () => {
    const it = centre();
    const creation = it.addFlow({
      set: {
        type: 'UpdateContactAttributes',
        parameters: { Attributes: { by: 'flow' }, TargetContact: 'Current' },
        then: 'say',
        errors: { NoMatchingError: 'end' },
      },
      say: say('Hello?', 'queue'),
      ...intoQueue(it.queue),
    });
    const steps = callback('$.CustomerEndpoint.Address');
    const target: Step = {
      type: 'UpdateContactTargetQueue',
      parameters: { QueueId: it.queue },
      then: 'number',
      errors: { NoMatchingError: 'error' },
    };
    const made: Step = {
      ...steps.callback,
      type: 'CreateCallbackContact',
      parameters: { ...steps.callback?.parameters, ContactFlowId: creation },
    };
    await it.call(it.addFlow({ target, ...steps, callback: made }));
    expect(it.desk.contacts()[1]).toMatchObject({
      state: 'queued',
      attributes: { by: 'flow' },
      heard: [],
    });
  });
});
