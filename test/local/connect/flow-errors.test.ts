import { StartTaskContactCommand } from '@aws-sdk/client-connect';
import { describe, expect, test } from 'vitest';
import { centre, end, intoQueue, SECOND, type Step, say } from './centre.ts';

const branches = (NoMatchingError = 'error') => ({ then: 'done', errors: { NoMatchingError } });

/** What a flow comes to whose first step may fail: `done`, `error` or another word that it says. */
const outcome = (it: ReturnType<typeof centre>, first: Step, more: Record<string, Step> = {}) =>
  it.hear(
    { first, ...more, done: say('done', 'end'), error: say('error', 'end'), full: say('full', 'end'), end },
    5,
  );

describe('the error branch is taken', () => {
  test.each<[string, Step]>([
    [
      'for attributes of a related contact that is not there',
      {
        type: 'UpdateContactAttributes',
        parameters: { Attributes: { a: '1' }, TargetContact: 'Related' },
        ...branches(),
      },
    ],
    [
      'for an unknown queue',
      { type: 'UpdateContactTargetQueue', parameters: { QueueId: 'none' }, ...branches() },
    ],
    [
      'for a transfer without a queue',
      {
        type: 'TransferContactToQueue',
        then: 'done',
        errors: { QueueAtCapacity: 'full', NoMatchingError: 'error' },
      },
    ],
    [
      'for a hook that is no flow',
      {
        type: 'UpdateContactEventHooks',
        parameters: { EventHooks: { CustomerQueue: 'none' } },
        ...branches(),
      },
    ],
    [
      'for hours that are not there',
      {
        type: 'CheckHoursOfOperation',
        parameters: { HoursOfOperationId: 'none' },
        ...branches(),
        cases: [
          ['Equals', 'True', 'done'],
          ['Equals', 'False', 'done'],
        ],
      },
    ],
    ['for metrics of no queue', { type: 'GetMetricData', ...branches() }],
    [
      'for more tags than six',
      {
        type: 'TagContact',
        parameters: { Tags: Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((n) => [`t${n}`, 'x'])) },
        ...branches(),
      },
    ],
  ])('%s', async (_what, step) => {
    expect(await outcome(centre(), step)).toEqual(['error']);
  });

  test('of a full queue, by a call and by a callback', async () => {
    const it = centre({ MaxContacts: 1 });
    await it.call(it.addFlow(intoQueue(it.queue)));
    const target: Step = {
      type: 'UpdateContactTargetQueue',
      parameters: { QueueId: it.queue },
      then: 'go',
      errors: { NoMatchingError: 'done' },
    };
    const transfer: Step = {
      type: 'TransferContactToQueue',
      then: 'done',
      errors: { QueueAtCapacity: 'full', NoMatchingError: 'error' },
    };
    const callback: Step = {
      type: 'CreateCallbackContact',
      parameters: {
        InitialCallDelaySeconds: '5',
        MaximumConnectionAttempts: '1',
        RetryDelaySeconds: '60',
      },
      ...branches(),
    };
    expect(await outcome(it, target, { go: transfer })).toEqual(['full']);
    expect(await outcome(it, target, { go: callback })).toEqual(['error']);
  });

  test('of a loop of prompts, for a task', async () => {
    const it = centre();
    const queueFlow = it.addFlow(
      {
        loop: {
          type: 'MessageParticipantIteratively',
          parameters: { Messages: [{ Text: 'Hold.' }] },
          errors: { NoMatchingError: 'end' },
        },
        end,
      },
      'CUSTOMER_QUEUE',
    );
    const flow = it.addFlow({
      hook: {
        type: 'UpdateContactEventHooks',
        parameters: { EventHooks: { CustomerQueue: queueFlow } },
        then: 'queue',
        errors: { NoMatchingError: 'end' },
      },
      ...intoQueue(it.queue),
    });
    const command = { InstanceId: it.InstanceId, ContactFlowId: flow, Name: 'task' };
    await it.client.send(new StartTaskContactCommand(command));
    await it.cloud.scheduler.quiet();
    expect(it.desk.tasks()).toMatchObject([{ state: 'ended', endReason: 'CONTACT_FLOW_DISCONNECT' }]);
    expect(it.eventTypes()).toEqual([
      'INITIATED',
      'CONNECTED_TO_SYSTEM',
      'QUEUED',
      'DISCONNECTED',
      'COMPLETED',
    ]);
  });
});

describe('what a flow says of its contact', () => {
  test('stands in the contact, tags also in its events', async () => {
    const it = centre();
    const next = (then: string) => ({ then, errors: { NoMatchingError: 'end' } });
    const contact = await it.call(
      it.addFlow({
        tag: {
          type: 'TagContact',
          parameters: { Tags: { case: '$.CustomerEndpoint.Type', other: 'x' } },
          ...next('untag'),
        },
        untag: { type: 'UntagContact', parameters: { TagKeys: ['other'] }, ...next('data') },
        data: {
          type: 'UpdateContactData',
          parameters: { Name: 'A call', Description: 'from $.CustomerEndpoint.Type', LanguageCode: 'pt-PT' },
          ...next('wait'),
        },
        wait: say('A moment.', 'end'),
        end,
      }),
    );
    expect(contact).toMatchObject({
      tags: { case: 'TELEPHONE_NUMBER' },
      name: 'A call',
      description: 'from TELEPHONE_NUMBER',
      language: 'pt-PT',
    });
    await it.cloud.scheduler.advance(5 * SECOND);
    expect(it.details().at(-1)).toMatchObject({
      tags: { case: 'TELEPHONE_NUMBER', 'aws:connect:instanceId': it.InstanceId },
    });
    expect(it.details().at(-1).tags).not.toHaveProperty('other');
  });
});

test('attributes of the related contact are set by whom it is related to', async () => {
  const it = centre();
  const start = (flow: string, more: object = {}) =>
    it.client.send(
      new StartTaskContactCommand({ InstanceId: it.InstanceId, ContactFlowId: flow, Name: 'task', ...more }),
    );
  const { ContactId } = await start(it.addFlow(intoQueue(it.queue)));
  const flow = it.addFlow({
    set: {
      type: 'UpdateContactAttributes',
      parameters: { Attributes: { answer: 'yes' }, TargetContact: 'Related' },
      then: 'end',
      errors: { NoMatchingError: 'end' },
    },
    end,
  });
  await start(flow, { RelatedContactId: ContactId });
  await it.cloud.scheduler.quiet();
  expect(it.desk.tasks()).toMatchObject([{ attributes: { answer: 'yes' } }, { attributes: {} }]);
});
