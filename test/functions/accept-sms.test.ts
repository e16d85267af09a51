import { describe, expect, test } from 'vitest';
import { build } from '../../functions/accept-sms/handler.ts';
import { caseCloud, NO_CONTEXT, sqsEvent } from './case-cloud.ts';

/** The example of the AWS guide, "Two-way SMS message payload". */
const PAYLOAD = {
  originationNumber: '+14255550182',
  destinationNumber: '+12125550101',
  messageKeyword: 'JOIN',
  messageBody: 'EXAMPLE',
  inboundMessageId: 'cae173d2-66b9-564c-8309-21f858e9fb84',
  previousPublishedMessageId: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

function notification(payload: object | string, overrides: object = {}): string {
  return JSON.stringify({
    Type: 'Notification',
    MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
    TopicArn: 'arn:aws:sns:eu-west-1:123456789012:InboundSms',
    Message: typeof payload === 'string' ? payload : JSON.stringify(payload),
    Timestamp: '2026-11-22T12:00:00.000Z',
    SignatureVersion: '1',
    Signature: 'x',
    SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/x.pem',
    UnsubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe',
    ...overrides,
  });
}

function edge() {
  const world = caseCloud();
  const { environment } = world;
  const handler = build({ ...environment, POWERTOOLS_SERVICE_NAME: 'accept-sms' }, world.outside);
  return {
    ...world,
    accept: (...bodies: string[]) => handler(sqsEvent(bodies), NO_CONTEXT),
    inbox: async () =>
      (await world.messages(environment.INBOX_QUEUE_URL)).map(({ Body }) => JSON.parse(Body ?? '')),
    deadLetters: async () =>
      (await world.messages(environment.DEAD_LETTER_QUEUE_URL)).map(
        ({ MessageAttributes }) => MessageAttributes?.reason?.StringValue,
      ),
  };
}

describe('The SMS edge', () => {
  test('S3.1 puts the documented payload on the inbox, with the time of the notification and the payload itself', async () => {
    const { accept, inbox } = edge();
    expect(await accept(notification(PAYLOAD))).toEqual({ batchItemFailures: [] });
    expect(await inbox()).toEqual([
      {
        channel: 'sms',
        account: '+12125550101',
        from: '+14255550182',
        providerMessageId: PAYLOAD.inboundMessageId,
        references: [PAYLOAD.previousPublishedMessageId],
        at: '2026-11-22T12:00:00.000Z',
        text: 'EXAMPLE',
        raw: JSON.stringify(PAYLOAD),
      },
    ]);
  });

  test('W9 leaves one message where the same SMS was published eight times at once', async () => {
    const { accept, inbox } = edge();
    const body = notification({ ...PAYLOAD, previousPublishedMessageId: undefined });
    await Promise.all(Array.from({ length: 8 }, () => accept(body)));
    expect(await inbox()).toHaveLength(1);
  });

  test('takes 65,536 characters, NULs, right-to-left marks and characters that SQS refuses', async () => {
    const texts = ['"'.repeat(65_536), 'a\u0000b', '\u200fשלום\u202e', 'x\uffff\ufffey', '\ud800 alone', ''];
    for (const messageBody of texts) {
      const { accept, inbox, deadLetters } = edge();
      await accept(notification({ ...PAYLOAD, messageBody }));
      expect((await inbox()).map(({ text }) => text)).toEqual([messageBody]);
      expect(await deadLetters()).toEqual([]);
    }
  });

  test.each([
    ['not JSON', 'The notification is not JSON.'],
    [
      notification(PAYLOAD, { Type: 'SubscriptionConfirmation' }),
      'The notification is not as documented: look at Type.',
    ],
    [notification('hello'), 'The SMS payload is not JSON.'],
    [
      notification({ ...PAYLOAD, messageBody: 7 }),
      'The SMS payload is not as documented: look at messageBody.',
    ],
    [
      notification({ ...PAYLOAD, inboundMessageId: '' }),
      'The SMS payload is not as documented: look at inboundMessageId.',
    ],
    [
      notification({ ...PAYLOAD, originationNumber: '0123' }),
      'The originationNumber of the SMS payload is no phone number in E.164.',
    ],
    [
      notification({ ...PAYLOAD, destinationNumber: 'us' }),
      'The destinationNumber of the SMS payload is neither a phone number nor a short code.',
    ],
  ])('sends %j to the dead letters with its reason', async (body, reason) => {
    const { accept, inbox, deadLetters } = edge();
    expect(await accept(body)).toEqual({ batchItemFailures: [] });
    expect([await deadLetters(), await inbox()]).toEqual([[reason], []]);
  });

  test('has a message delivered again when the inbox does not take it', async () => {
    const { accept, cloud, inbox } = edge();
    const fault = cloud.faults.add({ kind: 'fail-before', service: 'sqs', operation: 'SendMessage' });
    expect(await accept(notification(PAYLOAD))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-0' }],
    });
    cloud.faults.remove(fault.id);
    await accept(notification(PAYLOAD));
    expect(await inbox()).toHaveLength(1);
  });

  test('SEC9 logs no number and no text', async () => {
    const { accept, lines } = edge();
    await accept(notification(PAYLOAD), notification({ ...PAYLOAD, originationNumber: '4255550182' }));
    expect(lines.length).toBeGreaterThan(1);
    expect(JSON.stringify(lines)).not.toMatch(/555|EXAMPLE/);
  });
});
