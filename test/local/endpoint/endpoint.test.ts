import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProcess, type RunningCloud, startCloud } from '../../../local/index.ts';
import { writeAssembly } from '../template/write-assembly.ts';
import { at, topicAndQueue } from './running.ts';

let running: RunningCloud;
let QueueUrl: string;
let TopicArn: string;

beforeAll(async () => {
  running = await topicAndQueue();
  QueueUrl = running.outputs.QueueUrl ?? '';
  TopicArn = running.outputs.TopicArn ?? '';
});
afterAll(() => running.stop());

const options = (accessKeyId = 'anyone') => ({
  endpoint: running.cloud.endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId, secretAccessKey: 'x' },
  maxAttempts: 1,
});

describe('through a socket, with unchanged SDK clients', () => {
  test('a message published to the topic arrives in the queue', async () => {
    await new SNSClient(options()).send(new PublishCommand({ TopicArn, Message: 'über <&> \u{1f600}' }));
    await running.cloud.scheduler.quiet();
    const { Messages } = await new SQSClient(options()).send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages?.map(({ Body }) => Body)).toEqual(['über <&> \u{1f600}']);
  });

  test('errors have the names that handlers catch', async () => {
    const sqs = new SQSClient(options());
    const missing = sqs.send(new SendMessageCommand({ QueueUrl: `${QueueUrl}-missing`, MessageBody: 'x' }));
    await expect(missing).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    const sns = new SNSClient(options());
    const nowhere = sns.send(new PublishCommand({ TopicArn: `${TopicArn}-missing`, Message: 'x' }));
    await expect(nowhere).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  test('a role without a grant is refused in the words of AWS', async () => {
    const keys = running.cloud.credentials.give({
      kind: 'role',
      roleArn: 'arn:aws:iam::000000000000:role/nobody',
      functionName: 'lonely',
    });
    const sending = new SQSClient(options(keys.accessKeyId)).send(
      new SendMessageCommand({ QueueUrl, MessageBody: 'x' }),
    );
    await expect(sending).rejects.toThrow(
      /^User: arn:aws:sts::000000000000:assumed-role\/nobody\/lonely is not authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:\S+ because no identity-based policy allows the sqs:SendMessage action$/,
    );
    running.cloud.credentials.withdraw(keys.accessKeyId);
    const late = new SQSClient(options(keys.accessKeyId)).send(new ReceiveMessageCommand({ QueueUrl }));
    await expect(late).rejects.toThrow(/its function has ended/);
  });

  test('an unsigned request is told what to set, an unknown service is named', async () => {
    const unsigned = await at(running, '/', { method: 'POST', body: 'Action=Publish' });
    expect(unsigned.status).toBe(403);
    expect(await unsigned.text()).toContain('AWS_ACCESS_KEY_ID');
    const authorization =
      'AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/quantum/aws4_request, Signature=0';
    const unknown = await at(running, '/', { method: 'POST', headers: { authorization } });
    expect(unknown.status).toBe(501);
    expect(await unknown.text()).toContain('no service quantum');
  });

  test('an operation that is not implemented is named', async () => {
    const authorization = 'AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/sqs/aws4_request, Signature=0';
    for (const operation of ['BrewCoffee', 'constructor']) {
      const headers = { authorization, 'x-amz-target': `AmazonSQS.${operation}` };
      const answer = await at(running, '/', { method: 'POST', headers, body: '{}' });
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain(`does not implement sqs:${operation}`);
    }
  });
});

test('the same clients reach the cloud without a socket', async () => {
  const sqs = new SQSClient({ ...options(), requestHandler: inProcess(running.cloud) });
  const sent = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'inside' }));
  expect(sent.MessageId).toMatch(/^[0-9a-f-]{36}$/);
});

test('faults strike as often as they were asked to, where they were asked to', async () => {
  const sqs = new SQSClient({ ...options(), requestHandler: inProcess(running.cloud) });
  const send = () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  running.cloud.faults.add({ kind: 'throttle', service: 'sqs', operation: 'SendMessage', times: 1 });
  await expect(send()).rejects.toMatchObject({ name: 'RequestThrottled' });
  await send();
  running.cloud.faults.add({ kind: 'fail-after', service: 'sqs', operation: 'SendMessage', times: 1 });
  await running.reset();
  expect(running.cloud.faults.list()).toEqual([]);
  running.cloud.faults.add({ kind: 'fail-after', service: 'sqs', operation: 'SendMessage', times: 1 });
  await expect(send()).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages).toHaveLength(1);
});

test('a port in use gets a sentence', async () => {
  const port = Number(new URL(running.cloud.endpoint).port);
  const starting = startCloud({
    assemblyDirectory: writeAssembly({ dev: {} }),
    mode: 'live',
    awsPort: port,
    httpPort: 0,
  });
  await expect(starting).rejects.toThrow(
    `Port ${port} of 127.0.0.1 is in use: end the other program or choose another port with LOCAL_AWS_PORT.`,
  );
});
