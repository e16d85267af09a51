import { expect, test } from 'vitest';
import { startCloud } from '../../../local/index.ts';
import { writeAssembly } from '../template/write-assembly.ts';

const DEVELOPER = { kind: 'developer' } as const;

const assemblyDirectory = writeAssembly({
  dev: {
    Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: {} } },
    Outputs: { QueueUrl: { Value: { Ref: 'Queue' } } },
  },
});

test('a cloud that begins again has its resources, and nothing of what happened or was to happen', async () => {
  const { cloud, outputs, restart, advance } = await startCloud({ assemblyDirectory, mode: 'virtual' });
  const start = cloud.clock.now();
  const QueueUrl = outputs.QueueUrl;
  const rang: string[] = [];
  const live = async () => {
    cloud.scheduler.after(60_000, 'a bell', () => void rang.push('bell'));
    await cloud.call('sqs', 'SendMessage', { QueueUrl, MessageBody: 'x' }, DEVELOPER);
    await advance(30_000);
    return [cloud.random.uuid(), cloud.clock.now() - start];
  };
  await restart('one');
  const first = await live();
  await restart('one');
  expect(cloud.clock.now()).toBe(start);
  expect(await cloud.call('sqs', 'ReceiveMessage', { QueueUrl }, DEVELOPER)).toEqual({});
  expect(cloud.meterBook.bill().lines.map(({ operation }) => operation)).toEqual(['ReceiveMessage']);
  await advance(120_000);
  expect(rang).toEqual([]);

  await restart('one');
  expect(await live()).toEqual(first);
  await restart('two');
  expect(await live()).not.toEqual(first);
});
