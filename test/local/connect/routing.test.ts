import { UpdateContactRoutingDataCommand } from '@aws-sdk/client-connect';
import { describe, expect, test } from 'vitest';
import { centre, intoQueue, SECOND, type Step } from './centre.ts';

/** Who is asked about which contact, in order, as one agent takes all that waits. */
async function served(it: ReturnType<typeof centre>, username: string): Promise<string[]> {
  const order: string[] = [];
  it.desk.agents.login(username);
  await it.cloud.scheduler.quiet();
  while (it.desk.agents.of(username).contacts.size > 0) {
    const contact = it.desk.agents.accept(username);
    order.push(contact.customer?.address ?? '');
    it.desk.agents.end(username);
    it.desk.agents.complete(username);
    await it.cloud.scheduler.quiet();
  }
  return order;
}

const first = (parameters: object): Step => ({
  type: 'UpdateContactRoutingBehavior',
  parameters,
  then: 'queue',
});

describe('a queue', () => {
  test('serves by priority, then by age, with what flows add to it', async () => {
    const it = centre();
    const usual = it.addFlow(intoQueue(it.queue));
    const urgent = it.addFlow({ first: first({ QueuePriority: '1' }), ...intoQueue(it.queue) });
    const older = it.addFlow({ first: first({ QueueTimeAdjustmentSeconds: '600' }), ...intoQueue(it.queue) });
    const younger = it.addFlow({
      first: first({ QueueTimeAdjustmentSeconds: '-600' }),
      ...intoQueue(it.queue),
    });
    for (const [flow, from] of [
      [younger, '+3510000001'],
      [usual, '+3510000002'],
      [usual, '+3510000003'],
      [older, '+3510000004'],
      [urgent, '+3510000005'],
    ] as const) {
      await it.call(flow, from);
      await it.cloud.scheduler.advance(SECOND);
    }
    it.desk.hire({ username: 'ana' });
    expect((await served(it, 'ana')).map((from) => from.at(-1))).toEqual(['5', '4', '2', '3', '1']);
  });

  test('reorders who waits already a minute after it is asked', async () => {
    const it = centre();
    const flow = it.addFlow(intoQueue(it.queue));
    await it.call(flow, '+3510000001');
    await it.cloud.scheduler.advance(SECOND);
    const second = await it.call(flow, '+3510000002');
    await it.client.send(
      new UpdateContactRoutingDataCommand({
        InstanceId: it.InstanceId,
        ContactId: second.id,
        QueuePriority: 1,
      }),
    );
    expect(second.priority).toBe(5);
    await it.cloud.scheduler.advance(60 * SECOND);
    it.desk.hire({ username: 'ana' });
    expect((await served(it, 'ana')).map((from) => from.at(-1))).toEqual(['2', '1']);
    await expect(
      it.client.send(
        new UpdateContactRoutingDataCommand({ InstanceId: it.InstanceId, ContactId: second.id }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('a routing profile', () => {
  test('takes its first queue first, and another only after its delay', async () => {
    const it = centre();
    const other = it.addQueue('other');
    it.addProfile('helper', [it.serves(it.queue, 2), it.serves(other, 1, 30)]);
    it.desk.hire({ username: 'ana', profile: 'helper' });
    await it.call(it.addFlow(intoQueue(it.queue)), '+3510000001');
    await it.call(it.addFlow(intoQueue(other)), '+3510000002');
    await it.cloud.scheduler.advance(30 * SECOND);
    expect((await served(it, 'ana')).map((from) => from.at(-1))).toEqual(['2', '1']);
  });

  test('wakes its agents when a delay is over', async () => {
    const it = centre();
    it.addProfile('helper', [it.serves(it.queue, 1, 30)]);
    it.desk.hire({ username: 'ana', profile: 'helper' });
    it.desk.agents.login('ana');
    const contact = await it.call(it.addFlow(intoQueue(it.queue)));
    await it.cloud.scheduler.advance(30 * SECOND - 1);
    expect(contact.offer).toBeUndefined();
    await it.cloud.scheduler.advance(1);
    expect(contact.offer?.agent.user.username).toBe('ana');
  });
});
