import { describe, expect, test } from 'vitest';
import { centre, end, intoQueue, SECOND, say } from './centre.ts';

/** A centre with two agents who are hired, and a flow that leads into its queue. */
function staffed() {
  const it = centre();
  for (const username of ['ana', 'bela']) it.desk.hire({ username });
  const { agents } = it.desk;
  const flow = it.addFlow(intoQueue(it.queue));
  return { ...it, agents, flow, settle: () => it.cloud.scheduler.quiet() };
}

describe('an agent', () => {
  test('is offered who waits, accepts, talks, ends and does the work after it', async () => {
    const it = staffed();
    it.agents.login('ana');
    const contact = await it.call(it.flow);
    expect(contact).toMatchObject({ state: 'queued', offer: { agent: { user: { username: 'ana' } } } });
    await it.cloud.scheduler.advance(5 * SECOND);
    it.agents.accept('ana');
    await it.settle();
    expect(contact.state).toBe('connected');
    await it.cloud.scheduler.advance(60 * SECOND);
    it.agents.end('ana');
    await it.cloud.scheduler.advance(12 * SECOND);
    expect(it.eventTypes()).toEqual(['INITIATED', 'QUEUED', 'CONNECTED_TO_AGENT', 'DISCONNECTED']);
    it.agents.complete('ana');
    await it.settle();
    expect(it.details().at(-1)).toMatchObject({
      eventType: 'COMPLETED',
      channel: 'VOICE',
      initiationMethod: 'INBOUND',
      queueInfo: { queueType: 'STANDARD', queueArn: it.queue },
      agentInfo: {
        agentArn: `${it.InstanceArn}/agent/hired-ana`,
        connectedToAgentTimestamp: '2026-11-22T02:16:10.123Z',
        afterContactWorkStartTimestamp: '2026-11-22T02:17:10.123Z',
        afterContactWorkEndTimestamp: '2026-11-22T02:17:22.123Z',
        afterContactWorkDuration: 12,
      },
      tags: { 'aws:connect:instanceId': it.InstanceId, 'aws:connect:systemEndpoint': it.number },
    });
    expect(it.events.at(-1)?.Resources).toEqual([
      it.InstanceArn,
      contact.arn,
      `${it.InstanceArn}/agent/hired-ana`,
    ]);
    expect(contact.endReason).toBe('AGENT_DISCONNECT');
    expect(it.cloud.problems).toEqual([]);
  });

  test('who does not answer within 20 seconds misses the contact: it goes to the next, in its place', async () => {
    const it = staffed();
    it.agents.login('ana');
    const contact = await it.call(it.flow);
    await it.cloud.scheduler.advance(20 * SECOND);
    expect(contact).toMatchObject({ state: 'queued', offer: undefined });
    expect(it.agents.of('ana').missed).toBe(true);
    it.agents.login('bela');
    await it.settle();
    expect(contact.offer?.agent.user.username).toBe('bela');
    it.agents.setStatus('ana', 'Available');
    it.agents.accept('bela');
    expect(() => it.agents.accept('ana')).toThrow('ana: no such contact is offered.');
    expect(await it.call(it.flow)).toMatchObject({ offer: { agent: { user: { username: 'ana' } } } });
  });

  test('who rejects is not asked again until available again', async () => {
    const it = staffed();
    it.agents.login('ana');
    const contact = await it.call(it.flow);
    it.agents.reject('ana');
    await it.settle();
    expect(contact.offer).toBeUndefined();
    it.agents.setStatus('ana', 'Available');
    await it.settle();
    expect(contact.offer?.agent.user.username).toBe('ana');
  });

  test('who has waited longest is asked first', async () => {
    const it = staffed();
    it.agents.login('bela');
    await it.cloud.scheduler.advance(SECOND);
    it.agents.login('ana');
    const first = await it.call(it.flow);
    expect(first.offer?.agent.user.username).toBe('bela');
    const second = await it.call(it.flow);
    expect(second.offer?.agent.user.username).toBe('ana');
  });

  test('is not blamed when the customer hangs up while it rings', async () => {
    const it = staffed();
    it.agents.login('ana');
    const first = await it.call(it.flow);
    it.desk.hangUp(first);
    const second = await it.call(it.flow);
    expect(second.offer?.agent.user.username).toBe('ana');
    expect(it.eventTypes(first)).toEqual(['INITIATED', 'QUEUED', 'DISCONNECTED', 'COMPLETED']);
  });

  test('who leaves in the middle misses what rings, and a call is over', async () => {
    const it = staffed();
    it.agents.login('ana');
    const ringing = await it.call(it.flow);
    it.agents.logout('ana');
    await it.settle();
    expect(ringing).toMatchObject({ state: 'queued', offer: undefined });
    it.agents.login('ana');
    await it.settle();
    it.agents.accept('ana');
    it.agents.logout('ana');
    await it.settle();
    expect(ringing).toMatchObject({ state: 'ended', endReason: 'AGENT_DISCONNECT' });
    expect(it.eventTypes(ringing).slice(-2)).toEqual(['DISCONNECTED', 'COMPLETED']);
    expect(it.agents.of('ana').contacts.size).toBe(0);
  });

  test('has no further call during the work after one', async () => {
    const it = staffed();
    it.agents.login('ana');
    await it.call(it.flow);
    it.agents.accept('ana');
    it.agents.end('ana');
    const second = await it.call(it.flow);
    expect(second.offer).toBeUndefined();
    it.agents.complete('ana');
    await it.settle();
    expect(second.offer?.agent.user.username).toBe('ana');
  });

  test('whose work after a contact has a limit is free after it; who accepts by themselves need not be asked', async () => {
    const it = centre();
    it.desk.hire({ username: 'robo', autoAccept: true, afterWorkLimitMs: 30 * SECOND });
    it.desk.agents.login('robo');
    const contact = await it.call(it.addFlow(intoQueue(it.queue)));
    expect(contact.state).toBe('connected');
    it.desk.hangUp(contact);
    await it.cloud.scheduler.advance(30 * SECOND - 1);
    expect(it.eventTypes()).not.toContain('COMPLETED');
    await it.cloud.scheduler.advance(1);
    expect(it.eventTypes().at(-1)).toBe('COMPLETED');
  });

  test('has tasks beside each other, but no call beside a task unless the profile says so', async () => {
    const it = staffed();
    const both = [it.serves(it.queue), it.serves(it.queue, 1, 0, 'TASK')];
    const any = { CrossChannelBehavior: { BehaviorType: 'ROUTE_ANY_CHANNEL' } };
    it.addProfile('any', both, {
      MediaConcurrencies: [
        { Channel: 'VOICE', Concurrency: 1, ...any },
        { Channel: 'TASK', Concurrency: 2, ...any },
      ],
    });
    it.desk.hire({ username: 'carla', profile: 'any' });
    const task = async () => {
      await it.cloud.call(
        'connect',
        'StartTaskContact',
        { InstanceId: it.InstanceId, ContactFlowId: it.flow, Name: 'task' },
        { kind: 'developer' },
      );
      await it.settle();
    };
    it.agents.login('ana');
    await task();
    await task();
    await task();
    expect(it.desk.tasks().map(({ offer }) => offer?.agent.user.username)).toEqual(['ana', 'ana', undefined]);
    const call = await it.call(it.flow);
    expect(call.offer).toBeUndefined();
    it.agents.login('carla');
    await it.settle();
    expect(call.offer?.agent.user.username).toBe('carla');
    expect(it.desk.tasks()[2]?.offer?.agent.user.username).toBe('carla');
  });

  test('hears a whisper before the customer is connected, who hears another', async () => {
    const it = staffed();
    const stay = { type: 'EndFlowExecution' };
    const agentFlow = it.addFlow({ say: say('$.Attributes.who calls.', 'stay'), stay }, 'AGENT_WHISPER');
    const customerFlow = it.addFlow(
      { say: say('This call is with $.Agent.UserName.', 'stay'), stay },
      'CUSTOMER_WHISPER',
    );
    const hook = (EventHooks: object, then: string) => ({
      type: 'UpdateContactEventHooks',
      parameters: { EventHooks },
      then,
      errors: { NoMatchingError: 'end' },
    });
    const flow = it.addFlow({
      set: {
        type: 'UpdateContactAttributes',
        parameters: { Attributes: { who: 'Rui' }, TargetContact: 'Current' },
        then: 'a',
        errors: { NoMatchingError: 'end' },
      },
      a: hook({ AgentWhisper: agentFlow }, 'b'),
      b: hook({ CustomerWhisper: customerFlow }, 'queue'),
      ...intoQueue(it.queue),
    });
    it.agents.login('ana');
    const contact = await it.call(flow);
    it.agents.accept('ana');
    await it.settle();
    expect(contact.state).toBe('joining');
    await it.cloud.scheduler.advance(10 * SECOND);
    expect(contact.state).toBe('connected');
    expect(contact.whispered).toMatchObject([{ text: 'Rui calls.' }]);
    expect(contact.heard).toMatchObject([{ text: 'This call is with ana.' }]);
  });

  test('puts the customer on hold, who hears the flow for that until the agent is back', async () => {
    const it = staffed();
    const hold = it.addFlow(
      {
        loop: {
          type: 'MessageParticipantIteratively',
          parameters: { Messages: [{ Text: 'On hold.' }], InterruptFrequencySeconds: '60' },
          cases: [['Equals', 'MessagesInterrupted', 'loop']],
        },
      },
      'CUSTOMER_HOLD',
    );
    const flow = it.addFlow({
      hook: {
        type: 'UpdateContactEventHooks',
        parameters: { EventHooks: { CustomerHold: hold } },
        then: 'queue',
        errors: { NoMatchingError: 'end' },
      },
      ...intoQueue(it.queue),
    });
    it.agents.login('ana');
    const contact = await it.call(flow);
    it.agents.accept('ana');
    it.agents.hold('ana');
    await it.cloud.scheduler.advance(90 * SECOND);
    expect(contact).toMatchObject({ state: 'connected', onHold: true });
    it.agents.resume('ana');
    await it.cloud.scheduler.advance(90 * SECOND);
    expect(contact.heard.map(({ text }) => text)).toEqual(['On hold.', 'On hold.']);
    expect(contact).toMatchObject({ state: 'connected', onHold: false });
  });

  test('who hangs up may leave the customer to a flow, as a contact of its own', async () => {
    const it = staffed();
    const after = it.addFlow({ ask: say('How was it?', 'end'), end });
    const flow = it.addFlow({
      hook: {
        type: 'UpdateContactEventHooks',
        parameters: { EventHooks: { CustomerRemaining: after } },
        then: 'queue',
        errors: { NoMatchingError: 'end' },
      },
      ...intoQueue(it.queue),
    });
    it.agents.login('ana');
    const contact = await it.call(flow);
    it.agents.accept('ana');
    it.agents.end('ana');
    await it.cloud.scheduler.advance(10 * SECOND);
    const [, remaining] = it.desk.contacts();
    expect(remaining).toMatchObject({
      initiationMethod: 'DISCONNECT',
      previousContactId: contact.id,
      initialContactId: contact.id,
      heard: [{ text: 'How was it?' }],
      endReason: 'CONTACT_FLOW_DISCONNECT',
    });
  });
});

describe('contact events', () => {
  test('are put twice, or late, when a fault strikes; never two of one moment in another order', async () => {
    const it = staffed();
    it.cloud.faults.add({ kind: 'duplicate', service: 'connect', operation: 'ContactEvent', times: 1 });
    it.cloud.faults.add({
      kind: 'reorder',
      service: 'connect',
      operation: 'ContactEvent',
      times: 1,
      delayMs: 5 * SECOND,
    });
    const contact = await it.call(it.flow);
    await it.cloud.scheduler.advance(10 * SECOND);
    it.desk.hangUp(contact);
    await it.settle();
    expect(it.eventTypes()).toEqual(['QUEUED', 'INITIATED', 'INITIATED', 'DISCONNECTED', 'COMPLETED']);
  });
});
