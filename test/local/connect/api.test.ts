import {
  AssociatePhoneNumberContactFlowCommand,
  DescribeContactCommand,
  GetContactAttributesCommand,
  GetContactMetricsCommand,
  GetCurrentMetricDataCommand,
  StartOutboundVoiceContactCommand,
  StopContactCommand,
  UpdateContactAttributesCommand,
} from '@aws-sdk/client-connect';
import { describe, expect, test } from 'vitest';
import { CALLER, centre, end, intoQueue, SECOND, say } from './centre.ts';

/** A call that waits, and what the API says of it. */
async function waiting() {
  const it = centre();
  const flow = it.addFlow(intoQueue(it.queue));
  const { InstanceId, client } = it;
  const metrics = async (ContactId: string, ...names: ('POSITION_IN_QUEUE' | 'ESTIMATED_WAIT_TIME')[]) => {
    const Metrics = names.map((Name) => ({ Name }));
    const answer = await client.send(new GetContactMetricsCommand({ InstanceId, ContactId, Metrics }));
    return answer.MetricResults?.map(({ Value }) => Value?.Number);
  };
  return { ...it, flow, metrics, contact: await it.call(flow) };
}

describe('metrics of a contact', () => {
  test('are its position and, once something was done, its expected wait', async () => {
    const it = await waiting();
    const second = await it.call(it.flow, '+351900000001');
    expect(await it.metrics(it.contact.id, 'POSITION_IN_QUEUE')).toEqual([1]);
    expect(await it.metrics(second.id, 'POSITION_IN_QUEUE', 'ESTIMATED_WAIT_TIME')).toEqual([2, undefined]);
    it.desk.hire({ username: 'ana' });
    it.desk.agents.login('ana');
    await it.cloud.scheduler.quiet();
    it.desk.agents.accept('ana');
    await it.cloud.scheduler.advance(120 * SECOND);
    it.desk.agents.end('ana');
    it.desk.agents.complete('ana');
    expect(await it.metrics(second.id, 'POSITION_IN_QUEUE', 'ESTIMATED_WAIT_TIME')).toEqual([1, 120]);
  });

  test('are known only while it waits, twice a second', async () => {
    const it = await waiting();
    it.desk.hangUp(it.contact);
    const ask = () => it.metrics(it.contact.id, 'POSITION_IN_QUEUE');
    for (let count = 0; count < 5; count++)
      await expect(ask()).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await expect(ask()).rejects.toMatchObject({ name: 'ThrottlingException' });
  });
});

describe('metrics of queues', () => {
  test('are those of each, or of all together with the age in milliseconds', async () => {
    const it = await waiting();
    const other = it.addQueue('other');
    it.desk.hire({ username: 'ana' });
    it.desk.agents.login('ana');
    await it.cloud.scheduler.advance(5 * SECOND);
    const ask = async (Groupings?: 'QUEUE'[]) => {
      const { MetricResults } = await it.client.send(
        new GetCurrentMetricDataCommand({
          InstanceId: it.InstanceId,
          Filters: { Queues: [it.queue, other], Channels: ['VOICE'] },
          ...(Groupings && { Groupings }),
          CurrentMetrics: [
            { Name: 'CONTACTS_IN_QUEUE', Unit: 'COUNT' },
            { Name: 'OLDEST_CONTACT_AGE', Unit: 'SECONDS' },
            { Name: 'AGENTS_STAFFED', Unit: 'COUNT' },
            { Name: 'AGENTS_AVAILABLE', Unit: 'COUNT' },
          ],
        }),
      );
      return MetricResults?.map(({ Dimensions, Collections }) => [
        Dimensions?.Queue?.Arn,
        ...(Collections ?? []).map(({ Value }) => Value),
      ]);
    };
    expect(await ask(['QUEUE'])).toEqual([
      [it.queue, 1, 5, 1, 0],
      [other, 0, 0, 0, 0],
    ]);
    expect(await ask()).toEqual([[undefined, 1, 5_000, 1, 0]]);
  });
});

describe('a contact', () => {
  test('is described with both ends, queue and agent', async () => {
    const it = await waiting();
    it.desk.hire({ username: 'ana' });
    it.desk.agents.login('ana');
    await it.cloud.scheduler.quiet();
    it.desk.agents.accept('ana');
    const { Contact } = await it.client.send(
      new DescribeContactCommand({ InstanceId: it.InstanceId, ContactId: it.contact.id }),
    );
    expect(Contact).toMatchObject({
      Channel: 'VOICE',
      InitiationMethod: 'INBOUND',
      CustomerEndpoint: { Type: 'TELEPHONE_NUMBER', Address: CALLER },
      SystemEndpoint: { Address: it.number },
      AgentInfo: { Id: 'hired-ana' },
      QueueInfo: { Id: it.queue.split('/').at(-1) },
    });
  });

  test('is stopped by the API while it waits', async () => {
    const it = await waiting();
    await it.client.send(new StopContactCommand({ InstanceId: it.InstanceId, ContactId: it.contact.id }));
    expect(it.contact).toMatchObject({ state: 'ended', endReason: 'API', onLine: false });
    expect(() => it.desk.press(it.contact, '1')).toThrow('The call is over.');
  });

  test('is billed by the second, at least ten', async () => {
    const it = await waiting();
    await it.cloud.scheduler.advance(90 * SECOND);
    it.desk.hangUp(it.contact);
    it.desk.hangUp(await it.call(it.flow));
    const { lines, unpriced } = it.cloud.meterBook.bill();
    expect(lines.filter(({ operation }) => operation === 'Call')).toMatchObject([
      { units: { 'connect.voice-minute': 100 / 60 } },
    ]);
    expect(unpriced).not.toContain('connect.voice-minute');
  });

  test('has attributes that are added to, also after its end, within 32 KB', async () => {
    const it = await waiting();
    const { InstanceId, client } = it;
    const InitialContactId = it.contact.id;
    const update = (Attributes: Record<string, string>) =>
      client.send(new UpdateContactAttributesCommand({ InstanceId, InitialContactId, Attributes }));
    await update({ a: '1', b: '1' });
    it.desk.hangUp(it.contact);
    await update({ b: '2' });
    await expect(update({ big: 'x'.repeat(32_767) })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    expect(
      await client.send(new GetContactAttributesCommand({ InstanceId, InitialContactId })),
    ).toMatchObject({
      Attributes: { a: '1', b: '2' },
    });
    await it.cloud.scheduler.quiet();
    expect(it.details().at(-1)).toMatchObject({
      eventType: 'CONTACT_DATA_UPDATED',
      updatedProperties: ['UserDefinedAttributes'],
    });
  });
});

describe('a call to a customer', () => {
  const start = (it: ReturnType<typeof centre>, flow: string, more: object = {}) =>
    it.client.send(
      new StartOutboundVoiceContactCommand({
        InstanceId: it.InstanceId,
        ContactFlowId: flow,
        DestinationPhoneNumber: CALLER,
        QueueId: it.queue,
        ...more,
      }),
    );

  test('runs its flow when somebody answers, and is the same call for the same token', async () => {
    const it = centre();
    const flow = it.addFlow({ hello: say('Hello $.Attributes.name', 'end'), end });
    const more = { Attributes: { name: 'Rui' }, ClientToken: 'a' };
    const { ContactId } = await start(it, flow, more);
    expect((await start(it, flow, more)).ContactId).toBe(ContactId);
    await it.cloud.scheduler.advance(30 * SECOND);
    expect(it.desk.contacts()).toMatchObject([
      { id: ContactId, system: { address: it.number }, heard: [{ text: 'Hello Rui' }] },
    ]);
    expect(it.eventTypes()).toEqual(['INITIATED', 'CONNECTED_TO_SYSTEM', 'DISCONNECTED', 'COMPLETED']);
  });

  test('is given up after a minute of ringing', async () => {
    const it = centre();
    it.desk.setPhone(CALLER, 'silent');
    await start(it, it.addFlow({ end }));
    await it.cloud.scheduler.advance(60 * SECOND);
    expect(it.desk.contacts()).toMatchObject([{ endReason: 'OUTBOUND_ATTEMPT_FAILED' }]);
  });

  test.each([
    ['a number that is none', { DestinationPhoneNumber: '123' }, 'InvalidParameterException'],
    [
      'a number that must not be called',
      { DestinationPhoneNumber: '+8821612345' },
      'DestinationNotAllowedException',
    ],
    ['no number of ours', { QueueId: undefined }, 'InvalidParameterException'],
    ['an unknown queue', { QueueId: 'none' }, 'ResourceNotFoundException'],
    ['what is not simulated', { TrafficType: 'CAMPAIGN' }, 'InvalidParameterException'],
  ])('is refused with %s', async (_what, more, name) => {
    const it = centre();
    it.desk.setPhone('+8821612345', 'undiallable');
    await expect(start(it, it.addFlow({ end }), more)).rejects.toMatchObject({ name });
    expect(it.desk.contacts()).toEqual([]);
  });
});

describe('a number', () => {
  test('runs the flow associated with it, also after a reset', async () => {
    const it = centre();
    expect(() => it.desk.dial(it.number, { from: CALLER })).toThrow('No flow runs for callers');
    await it.client.send(
      new AssociatePhoneNumberContactFlowCommand({
        InstanceId: it.InstanceId,
        PhoneNumberId: it.numberArn,
        ContactFlowId: it.addFlow({ hello: say('Hello', 'end'), end }),
      }),
    );
    it.connect.reset();
    const contact = it.desk.dial(it.number, { from: CALLER });
    await it.cloud.scheduler.advance(10 * SECOND);
    expect(contact).toMatchObject({ heard: [{ text: 'Hello' }], state: 'ended' });
  });

  test('may be claimed outside of the template', () => {
    const it = centre();
    it.desk.route('+14255550100', it.addFlow({ end }));
    expect(it.desk.numbers()).toEqual([it.number, '+14255550100']);
    expect(it.desk.dial('+14255550100', { from: CALLER })).toMatchObject({
      system: { address: '+14255550100' },
    });
    expect(() => it.desk.route('+14255550100', 'none')).toThrow('There is no flow none.');
    expect(() => it.desk.dial('+14255550199', { from: CALLER })).toThrow('No instance has the number');
  });

  test('is busy when the instance has as many calls as it may', async () => {
    const it = centre({ maxCalls: 2 });
    const flow = it.addFlow(intoQueue(it.queue));
    const first = await it.call(flow);
    await it.call(flow);
    await expect(it.call(flow)).rejects.toThrow('busy');
    it.desk.hangUp(first);
    await it.call(flow);
  });
});
