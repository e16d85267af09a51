import {
  DeleteOptedOutNumberCommand,
  DescribeOptedOutNumbersCommand,
  DescribePhoneNumbersCommand,
  PinpointSMSVoiceV2Client,
  PutOptedOutNumberCommand,
  SendTextMessageCommand,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { describe, expect, test } from 'vitest';
import { createSmsVoice, segmentsOf, smsVoiceOf } from '../../local/sms-voice/index.ts';
import { createSns } from '../../local/sns/index.ts';
import { createSqs, sqsOf } from '../../local/sqs/index.ts';
import { START, smallCloud } from './small-cloud.ts';

const CUSTOMER = '+14255550182';
const OURS = '+12125550101';
const STOP_ANSWER = 'You get no more messages.';
const HELP_ANSWER = 'Call us.';

async function start({
  number = {} as Record<string, unknown>,
  publisher = 'sms-voice.amazonaws.com',
  eventTypes = [] as string[],
} = {}) {
  const cloud = smallCloud([createSmsVoice(), createSns(), createSqs()]);
  const sms = smsVoiceOf(cloud);
  await sms.start?.(cloud);
  const topic = (name: string, queueName: string) => {
    const { ref: TopicArn } = cloud.create('AWS::SNS::Topic', name, { TopicName: name });
    const queue = cloud.create('AWS::SQS::Queue', queueName, { QueueName: queueName });
    const allow = (Service: string, Action: string, Resource: unknown) => ({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service }, Action, Resource }],
    });
    cloud.create('AWS::SNS::TopicPolicy', `${name}Policy`, {
      Topics: [TopicArn],
      PolicyDocument: allow(publisher, 'sns:Publish', TopicArn),
    });
    cloud.create('AWS::SQS::QueuePolicy', `${queueName}Policy`, {
      Queues: [queue.ref],
      PolicyDocument: allow('sns.amazonaws.com', 'sqs:SendMessage', queue.attributes.Arn),
    });
    cloud.create('AWS::SNS::Subscription', `${name}Subscription`, {
      TopicArn,
      Protocol: 'sqs',
      Endpoint: queue.attributes.Arn,
      RawMessageDelivery: true,
    });
    return { TopicArn, arn: queue.attributes.Arn ?? '' };
  };
  const inbound = topic('inbound', 'arrivals');
  const reports = topic('reports', 'delivered');
  const { ref: OptOutListName } = cloud.create('AWS::SMSVOICE::OptOutList', 'OptOuts', {
    OptOutListName: 'list',
  });
  cloud.create('AWS::SMSVOICE::ConfigurationSet', 'Set', {
    ConfigurationSetName: 'set',
    EventDestinations: eventTypes.length
      ? [
          {
            EventDestinationName: 'reports',
            Enabled: true,
            MatchingEventTypes: eventTypes,
            SnsDestination: { TopicArn: reports.TopicArn },
          },
        ]
      : [],
  });
  const made = cloud.create('AWS::SMSVOICE::PhoneNumber', 'Number', {
    IsoCountryCode: 'US',
    NumberType: 'SIMULATOR',
    NumberCapabilities: ['SMS'],
    OptOutListName,
    MandatoryKeywords: { STOP: { Message: STOP_ANSWER }, HELP: { Message: HELP_ANSWER } },
    TwoWay: { Enabled: true, ChannelArn: inbound.TopicArn },
    ...number,
  });
  const client = new PinpointSMSVoiceV2Client(cloud.client);
  const queueOf = (arn: string) => async () => {
    await cloud.scheduler.quiet();
    return (sqsOf(cloud).queue(arn)?.peek() ?? []).map(({ body }) => JSON.parse(body));
  };
  return {
    cloud,
    client,
    made,
    OptOutListName,
    receive: (text: string, more: object = {}) => sms.receive(cloud, { from: CUSTOMER, text, ...more }),
    send: (MessageBody: string, more: object = {}) =>
      client.send(
        new SendTextMessageCommand({
          DestinationPhoneNumber: CUSTOMER,
          OriginationIdentity: OURS,
          MessageBody,
          ...more,
        }),
      ),
    optedOut: async () =>
      (await client.send(new DescribeOptedOutNumbersCommand({ OptOutListName }))).OptedOutNumbers ?? [],
    arrivals: queueOf(inbound.arn),
    reported: queueOf(reports.arn),
  };
}

describe('sending', () => {
  test('puts the message into the outbox as the phone gets it, and counts its parts', async () => {
    const { cloud, send } = await start();
    const { MessageId } = await send('Hello '.repeat(30), {
      ConfigurationSetName: 'set',
      Context: { caseId: 'c-1' },
    });
    expect(cloud.outbox).toEqual([
      {
        at: START,
        channel: 'sms',
        from: OURS,
        to: CUSTOMER,
        text: 'Hello '.repeat(30),
        messageId: MessageId,
        configurationSet: 'set',
      },
    ]);
    const { lines, unpriced } = cloud.meterBook.bill();
    expect(lines).toMatchObject([{ units: { 'sms-voice.request': 1, 'sms-voice.segment': 2 } }]);
    expect(unpriced).toEqual([]);
  });

  test('takes the number by digits, id or ARN', async () => {
    const { cloud, send, made } = await start();
    await send('a', { OriginationIdentity: made.ref });
    await send('b', { OriginationIdentity: made.attributes.Arn });
    expect(cloud.outbox.map(({ from }) => from)).toEqual([OURS, OURS]);
    expect(made.attributes).toMatchObject({ PhoneNumber: OURS, PhoneNumberId: made.ref });
  });

  test('to an opted-out number is a conflict that says so, and nothing leaves', async () => {
    const { cloud, client, send, OptOutListName } = await start();
    await client.send(new PutOptedOutNumberCommand({ OptOutListName, OptedOutNumber: CUSTOMER }));
    await expect(send('x')).rejects.toMatchObject({
      name: 'ConflictException',
      Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT',
      ResourceType: 'opted-out-number',
      ResourceId: CUSTOMER,
    });
    expect(cloud.outbox).toEqual([]);
  });

  test.each([
    ['a number that is none', { DestinationPhoneNumber: '12-34' }, 'ValidationException'],
    ['a blank body', { MessageBody: ' \n ' }, 'ValidationException'],
    ['1,601 characters', { MessageBody: 'x'.repeat(1601) }, 'ValidationException'],
    ['an unknown sender', { OriginationIdentity: '+12125550199' }, 'ResourceNotFoundException'],
    ['an unknown configuration set', { ConfigurationSetName: 'none' }, 'ResourceNotFoundException'],
  ])('is refused for %s', async (_what, input, name) => {
    const { cloud, send } = await start();
    await expect(send('x', input)).rejects.toMatchObject({ name });
    expect(cloud.outbox).toEqual([]);
  });

  test('as a dry run sends nothing', async () => {
    const { cloud, send } = await start();
    expect((await send('x', { DryRun: true })).MessageId).toBeTruthy();
    expect(cloud.outbox).toEqual([]);
  });

  test('reports delivery to the topic of the configuration set, with the context given', async () => {
    const { cloud, send, reported } = await start({ eventTypes: ['TEXT_ALL'] });
    const { MessageId } = await send('x', { ConfigurationSetName: 'set', Context: { caseId: 'c-1' } });
    expect(await reported()).toEqual([]);
    await cloud.scheduler.advance(2_000);
    expect(await reported()).toMatchObject([
      { eventType: 'TEXT_PENDING', isFinal: false, messageId: MessageId },
      { eventType: 'TEXT_SUCCESSFUL', isFinal: true, messageId: MessageId },
      {
        eventType: 'TEXT_DELIVERED',
        eventTimestamp: START + 2_000,
        isFinal: true,
        originationPhoneNumber: OURS,
        destinationPhoneNumber: CUSTOMER,
        messageStatus: 'DELIVERED',
        messageRequestTimestamp: START,
        totalMessageParts: 1,
        context: { caseId: 'c-1' },
      },
    ]);
  });

  test('to a phone of the simulator that nothing reaches is reported as failed, and no phone has it', async () => {
    const { cloud, send, reported } = await start({ eventTypes: ['TEXT_CARRIER_UNREACHABLE'] });
    const DestinationPhoneNumber = '+14254147167';
    const { MessageId } = await send('x', { ConfigurationSetName: 'set', DestinationPhoneNumber });
    await cloud.scheduler.advance(5_000);
    expect(await reported()).toMatchObject([
      { eventType: 'TEXT_CARRIER_UNREACHABLE', isFinal: true, messageId: MessageId },
    ]);
    expect(cloud.outbox).toEqual([]);
  });

  test('asks for events by their names only', async () => {
    await expect(start({ eventTypes: ['TEXT_SENT'] })).rejects.toThrow('MatchingEventTypes');
  });

  test('reports only the events asked for', async () => {
    const { cloud, send, reported } = await start({ eventTypes: ['TEXT_DELIVERED'] });
    await send('x', { ConfigurationSetName: 'set' });
    await send('without a set');
    await cloud.scheduler.advance(5_000);
    expect((await reported()).map(({ eventType }) => eventType)).toEqual(['TEXT_DELIVERED']);
  });
});

describe('receiving', () => {
  test('publishes the two-way payload to the number’s topic', async () => {
    const { cloud, receive, arrivals } = await start();
    const inboundMessageId = receive('Where is my order? 🎈');
    expect(await arrivals()).toEqual([
      {
        originationNumber: CUSTOMER,
        destinationNumber: OURS,
        messageKeyword: 'KEYWORD_123456789012',
        messageBody: 'Where is my order? 🎈',
        inboundMessageId,
      },
    ]);
    expect(cloud.outbox).toEqual([]);
    expect(cloud.problems).toEqual([]);
  });

  test('names our message that it answers: the newest to this number, the one given, or none', async () => {
    const { send, receive, arrivals } = await start();
    const { MessageId } = await send('hello');
    receive('a');
    receive('b', { inReplyTo: 'another' });
    receive('c', { inReplyTo: null });
    receive('d', { from: '+14255550199' });
    expect((await arrivals()).map(({ previousPublishedMessageId }) => previousPublishedMessageId)).toEqual([
      MessageId,
      'another',
      undefined,
      undefined,
    ]);
  });

  test('says so when the topic does not let End User Messaging publish', async () => {
    const { cloud, receive, arrivals } = await start({ publisher: 'events.amazonaws.com' });
    receive('x');
    expect(await arrivals()).toEqual([]);
    expect(cloud.traces.entries().at(-1)).toMatchObject({
      service: 'sms-voice',
      what: 'refused',
      detail: { reason: expect.stringContaining('AuthorizationError') },
    });
  });

  test('tries again while SNS fails, and loses nothing', async () => {
    const { cloud, receive, arrivals } = await start();
    const { id } = cloud.faults.add({ kind: 'throttle', service: 'sns', operation: 'Publish' });
    receive('x');
    await cloud.scheduler.advance(3_600_000);
    expect(await arrivals()).toEqual([]);
    cloud.faults.remove(id);
    await cloud.scheduler.advance(60_000);
    expect(await arrivals()).toHaveLength(1);
  });

  test.each([
    ['a sender that is no number', { from: 'me' }, 'no phone number in E.164'],
    ['a number that is not ours', { to: '+12125550142' }, `numbers of the template: ${OURS}`],
  ])('refuses %s with a sentence', async (_what, message, sentence) => {
    const { receive } = await start();
    expect(() => receive('x', message)).toThrow(sentence);
  });

  test('is not for a number that only sends', async () => {
    const { receive } = await start({ number: { TwoWay: { Enabled: false } } });
    expect(() => receive('x')).toThrow('only sends');
  });
});

describe('keywords', () => {
  test.each(['STOP', 'stop.', ' Unsubscribe ', 'OPT-OUT'])(
    '"%s" opts the sender out, answers once, and still reaches the topic',
    async (text) => {
      const { cloud, receive, optedOut, arrivals } = await start();
      receive(text);
      receive(text);
      expect(await optedOut()).toMatchObject([{ OptedOutNumber: CUSTOMER, EndUserOptedOut: true }]);
      expect(cloud.outbox).toMatchObject([{ to: CUSTOMER, text: STOP_ANSWER, automatic: true }]);
      expect(await arrivals()).toHaveLength(2);
    },
  );

  test('HELP is answered and changes nothing', async () => {
    const { cloud, receive, optedOut, arrivals } = await start();
    receive('help');
    expect(cloud.outbox).toMatchObject([{ text: HELP_ANSWER, automatic: true }]);
    expect(await optedOut()).toEqual([]);
    expect((await arrivals())[0]).toMatchObject({ messageKeyword: 'HELP' });
  });

  test('a sentence that begins with one is a message', async () => {
    const { cloud, receive, optedOut } = await start();
    receive('End of the week is fine');
    expect(await optedOut()).toEqual([]);
    expect(cloud.outbox).toEqual([]);
  });

  test('START brings a number back where the template makes it an opt-in keyword', async () => {
    const OptionalKeywords = [{ Keyword: 'START', Action: 'OPT_IN', Message: 'Welcome back.' }];
    const { cloud, receive, send, optedOut } = await start({ number: { OptionalKeywords } });
    receive('STOP');
    receive('start');
    expect(await optedOut()).toEqual([]);
    expect(cloud.outbox.map(({ text }) => text)).toEqual([STOP_ANSWER, 'Welcome back.']);
    await send('again');
  });

  test('START means nothing to other numbers, save toll-free ones', async () => {
    const plain = await start();
    plain.receive('STOP');
    plain.receive('START');
    expect(await plain.optedOut()).toHaveLength(1);
    const tollFree = await start({ number: { NumberType: 'TOLL_FREE' } });
    tollFree.receive('CANCEL');
    expect(await tollFree.optedOut()).toEqual([]);
    tollFree.receive('STOP');
    tollFree.receive('UNSTOP');
    expect(await tollFree.optedOut()).toEqual([]);
  });

  test('are left to the program where the number manages opt-outs itself', async () => {
    const { cloud, receive, optedOut, arrivals } = await start({
      number: { SelfManagedOptOutsEnabled: true },
    });
    receive('STOP');
    expect(await optedOut()).toEqual([]);
    expect(cloud.outbox).toEqual([]);
    expect(await arrivals()).toHaveLength(1);
  });
});

describe('opt-out lists', () => {
  test('take a number and give it back, once in 30 days', async () => {
    const { client, OptOutListName, optedOut, cloud } = await start();
    const input = { OptOutListName, OptedOutNumber: CUSTOMER };
    const put = () => client.send(new PutOptedOutNumberCommand(input));
    const remove = () => client.send(new DeleteOptedOutNumberCommand(input));
    await expect(remove()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await put();
    expect(await optedOut()).toMatchObject([
      { OptedOutNumber: CUSTOMER, EndUserOptedOut: false, OptedOutTimestamp: new Date(START) },
    ]);
    await remove();
    await put();
    await expect(remove()).rejects.toMatchObject({ Reason: 'PHONE_NUMBER_CANNOT_BE_OPTED_IN' });
    await cloud.scheduler.advance(30 * 24 * 3_600_000);
    await remove();
    expect(await optedOut()).toEqual([]);
  });

  test('are empty after a reset, which keeps the numbers', async () => {
    const { cloud, client, receive, optedOut } = await start();
    receive('STOP');
    cloud.services.get('sms-voice')?.reset();
    expect(await optedOut()).toEqual([]);
    const { PhoneNumbers } = await client.send(new DescribePhoneNumbersCommand({}));
    expect(PhoneNumbers).toMatchObject([
      { PhoneNumber: OURS, Status: 'ACTIVE', TwoWayEnabled: true, OptOutListName: 'list' },
    ]);
  });
});

test.each([
  ['x'.repeat(160), 'GSM', 1],
  ['x'.repeat(161), 'GSM', 2],
  ['€'.repeat(80), 'GSM', 1],
  ['€'.repeat(81), 'GSM', 2],
  ['ж'.repeat(70), 'Unicode', 1],
  ['ж'.repeat(71), 'Unicode', 2],
  ['🎈'.repeat(35), 'Unicode', 1],
  ['🎈'.repeat(36), 'Unicode', 2],
  ['', 'GSM', 1],
])('a text of %j travels in %s, in %i part(s)', (text, encoding, parts) => {
  expect(segmentsOf(text)).toEqual({ encoding, parts });
});
