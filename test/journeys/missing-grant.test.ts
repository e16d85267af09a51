import { afterEach, expect, test } from 'vitest';
import { withoutGrant } from '../support/altered-assembly.ts';
import { type Product, startProduct } from '../support/product-cloud.ts';
import { simulateTimers } from '../support/simulated-timers.ts';

// A role that lacks a grant: somebody edited a policy by hand, or a deployment left one out. What was accepted is held,
// and the trace, the log and the dead letter name what is missing.

const HOUR = 3_600;

let product: Product | undefined;
let realTimers = () => {};
afterEach(async () => {
  await product?.stop();
  realTimers();
});

async function startWithout(role: string, action: string): Promise<Product> {
  product = await startProduct({ assembly: withoutGrant(role, action) });
  realTimers = simulateTimers(product.cloud);
  return product;
}

test('a recorder that may not write holds the message, names the grant, and dead-letters it with that reason', async () => {
  const { sms, settle, deadLetters, logLines, cloud } = await startWithout(
    'RecordInteraction',
    'dynamodb:PutItem',
  );
  sms('+14255550182', 'My secret is 4711');
  await settle(HOUR);
  expect(await deadLetters()).toEqual([]);
  expect(cloud.traces.entries()).toContainEqual(
    expect.objectContaining({
      service: 'dynamodb',
      what: 'denied',
      resource: expect.stringMatching(/:table\//),
      detail: {
        action: 'dynamodb:PutItem',
        caller: 'throughline-dev-record-interaction',
        reason: 'because no identity-based policy allows the dynamodb:PutItem action',
      },
    }),
  );
  expect(logLines).toContainEqual(
    expect.objectContaining({ code: 'TL1002', error: 'AccessDeniedException', denied: 'dynamodb:PutItem' }),
  );
  await settle(3.5 * HOUR);
  const [letter, ...others] = await deadLetters();
  expect(others).toEqual([]);
  expect(letter?.reason).toBe(
    'It was delivered 121 times. The last time it failed with AccessDeniedException: the role of the function does not allow dynamodb:PutItem.',
  );
  expect(JSON.parse(letter?.body ?? '')).toMatchObject({ text: 'My secret is 4711' });
  expect(JSON.stringify([logLines, letter?.reason])).not.toMatch(/4255550182|4711|at file:|node:internal/);
});

test('a recorder that may not archive holds the message and says that S3 forbids it', async () => {
  const { sms, settle, deadLetters, cloud } = await startWithout('RecordInteraction', 's3:PutObject');
  sms('+14255550182', 'Hello');
  await settle(4.5 * HOUR);
  const denied = cloud.traces.entries().filter(({ what }) => what === 'denied');
  expect(denied[0]?.detail).toMatchObject({ action: 's3:PutObject' });
  expect(await deadLetters()).toMatchObject([
    { reason: 'It was delivered 121 times. The last time it failed with S3Answered403.' },
  ]);
});

test('a queue that its function may not read keeps what it holds, and the trace says why', async () => {
  const { sms, settle, deadLetters, cloud } = await startWithout('RecordInteraction', 'sqs:ReceiveMessage');
  sms('+14255550182', 'Hello');
  await settle(HOUR);
  const [failed] = cloud.traces.entries().filter(({ what }) => what === 'mapping-failed');
  expect(failed?.detail?.message).toMatch(/is not authorized to perform: sqs:ReceiveMessage/);
  expect(await deadLetters()).toEqual([]);
  const input = { QueueUrl: inboxOf(product), MaxNumberOfMessages: 10, VisibilityTimeout: 0 };
  const held = await cloud.call('sqs', 'ReceiveMessage', input, { kind: 'developer' });
  expect(held).toMatchObject({ Messages: [{ Body: expect.stringContaining('Hello') }] });
});

function inboxOf(started: Product | undefined): string {
  const isInbox = ({ type, logicalId }: { type: string; logicalId: string }) =>
    type === 'AWS::SQS::Queue' && logicalId.startsWith('InboxQueue');
  return started?.running.resources.find(isInbox)?.ref ?? '';
}

test('a publisher that may not publish leaves the events where npm run republish finds them', async () => {
  const { sms, settle, agent, logLines, cloud, outputs } = await startWithout(
    'PublishEvents',
    'events:PutEvents',
  );
  sms('+14255550182', 'Hello');
  await settle(2 * HOUR);
  expect(logLines).toContainEqual(
    expect.objectContaining({ code: 'TL2005', error: 'AccessDeniedException' }),
  );
  // Recorded, but not routed: nobody has heard of it.
  expect(await agent('sofia', [], 'supervisor').work()).toEqual([]);
  const input = { Bucket: outputs.UnpublishedEventsBucket };
  const listed = await cloud.call('s3', 'ListObjectsV2', input, { kind: 'developer' });
  expect(JSON.stringify(listed)).toContain('Key');
});

test('an agent API that may not write tells the agent a request id, and the log what is missing', async () => {
  const { sms, settle, agent, logLines } = await startWithout('AgentApi', 'dynamodb:PutItem');
  sms('+14255550182', 'Hello');
  await settle();
  const ana = agent('ana', ['general']);
  const [item] = await ana.work();
  const { status, body } = await ana.post(`/cases/${item?.caseId}/claim`);
  expect(status).toBe(500);
  expect(body.error.message).toMatch(/^Something went wrong on our side; try again\. .* request [\w-]+\.$/);
  expect(logLines).toContainEqual(
    expect.objectContaining({ code: 'TL1001', error: 'AccessDeniedException', denied: 'dynamodb:PutItem' }),
  );
});
