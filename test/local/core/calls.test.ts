import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { type CallHooks, type CallInfo, inProcess, startCloud } from '../../../local/index.ts';
import { writeAssembly } from '../template/write-assembly.ts';

const assemblyDirectory = writeAssembly({
  dev: {
    Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: {} } },
    Outputs: { QueueUrl: { Value: { Ref: 'Queue' } } },
  },
});

async function queueWith(hooks: CallHooks) {
  const running = await startCloud({ assemblyDirectory, mode: 'virtual', hooks });
  const client = new SQSClient({
    endpoint: running.cloud.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'k', secretAccessKey: 'x' },
    maxAttempts: 1,
    requestHandler: inProcess(running.cloud),
  });
  const QueueUrl = running.outputs.QueueUrl ?? '';
  const send = (MessageBody: string) => client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  const calls = () =>
    running.cloud.meterBook.bill().lines.find(({ operation }) => operation === 'SendMessage')?.calls ?? 0;
  return { ...running, send, calls };
}

describe('a simulation decides at every call', () => {
  test('it sees who calls what with which input, and what came of it', async () => {
    const seen: unknown[] = [];
    const { send, outputs } = await queueWith({
      beforeCall: ({ service, operation, caller, input }) =>
        void seen.push([service, operation, caller.kind, input]),
      afterCall: (_call, outcome) => void seen.push(outcome.ok),
    });
    await send('x');
    expect(seen).toEqual([
      ['sqs', 'SendMessage', 'developer', { QueueUrl: outputs.QueueUrl, MessageBody: 'x' }],
      true,
    ]);
  });

  test('a throw before means that nothing was applied, a throw after that it was', async () => {
    let fail: 'before' | 'after' | undefined = 'before';
    const { send, calls } = await queueWith({
      beforeCall() {
        if (fail === 'before') throw new Error('lost on the way');
      },
      afterCall() {
        if (fail === 'after') throw new Error('answer lost');
      },
    });
    const first = await send('x').catch((error: Error) => error);
    expect(first).toBeInstanceOf(Error);
    expect(calls()).toBe(0);
    fail = 'after';
    await expect(send('x')).rejects.toThrow();
    expect(calls()).toBe(1);
    fail = undefined;
    await send('x');
    expect(calls()).toBe(2);
  });

  test('a caller that dies at a call hinders nobody else', async () => {
    const { send, cloud, advance, calls } = await queueWith({
      beforeCall: (call: CallInfo) =>
        String(Reflect.get(Object(call.input), 'MessageBody')) === 'last words'
          ? new Promise<void>(() => {})
          : undefined,
    });
    let returned = false;
    cloud.scheduler.after(0, 'dying', async () => {
      await send('last words');
      returned = true;
    });
    cloud.scheduler.after(1, 'living', async () => void (await send('hello')));
    await advance(10);
    expect(returned).toBe(false);
    expect(calls()).toBe(1);
  });

  test('suspended calls go on in the order that the clock gives them', async () => {
    const delays: Record<string, number> = { slow: 30, fast: 10 };
    const order: string[] = [];
    const { send, cloud, advance } = await queueWith({
      beforeCall: (call) =>
        new Promise<void>((resolve) => {
          const body = String(Reflect.get(Object(call.input), 'MessageBody'));
          cloud.scheduler.after(delays[body] ?? 0, body, resolve);
        }),
    });
    for (const body of ['slow', 'fast']) {
      cloud.scheduler.after(0, body, async () => {
        await send(body);
        order.push(`${body} at ${cloud.clock.now() - Date.UTC(2026, 0, 5, 9)}`);
      });
    }
    await advance(100);
    expect(order).toEqual(['fast at 10', 'slow at 30']);
  });
});

test('the same seed gives the same ids, another seed others', async () => {
  const first = async (seed: number) => {
    const { cloud, outputs } = await startCloud({ assemblyDirectory, mode: 'virtual', seed });
    const { QueueUrl } = outputs;
    return cloud.call('sqs', 'SendMessage', { QueueUrl, MessageBody: 'x' }, { kind: 'developer' });
  };
  expect(await first(1)).toEqual(await first(1));
  expect(await first(1)).not.toEqual(await first(2));
});

test('a mistake of a task surfaces where the clock is advanced', async () => {
  const { cloud, advance } = await startCloud({ assemblyDirectory, mode: 'virtual' });
  cloud.scheduler.after(1, 'broken sweep', () => {
    throw new Error('bug');
  });
  await expect(advance(10)).rejects.toThrow('The local cloud failed at task "broken sweep".');
});
