import {
  type ConnectClient,
  ThrottlingException as ConnectThrottling,
  InvalidParameterException,
  ServiceQuotaExceededException,
} from '@aws-sdk/client-connect';
import {
  ConflictException,
  InternalServerException,
  type PinpointSMSVoiceV2Client,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { describe, expect, test } from 'vitest';
import { connectGateway } from '../../../shared/gateways/connect-gateway.ts';
import { smsGateway } from '../../../shared/gateways/sms-gateway.ts';

/** A client that answers once: with the value, or by throwing the error. */
function client(answer: object) {
  const inputs: Record<string, unknown>[] = [];
  const send = async ({ input }: { input: Record<string, unknown> }) => {
    inputs.push(input);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { client: { send }, inputs };
}

/** An error as the SDK throws it after an answer of this HTTP status. */
const answered = (httpStatusCode: number) => ({ message: '+14255550182', $metadata: { httpStatusCode } });

const timeout = Object.assign(new Error('timed out'), { name: 'TimeoutError' });
const refusedConnection = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });

describe('SendTextMessage', () => {
  const message = { from: '+12065550100', to: '+14255550182', text: 'Hello', context: { caseId: 'c' } };
  const send = (answer: object) => {
    const { client: fake, inputs } = client(answer);
    const outcome = smsGateway(fake as unknown as PinpointSMSVoiceV2Client, 'reports').send(message);
    return { outcome, inputs };
  };

  test('carries text, numbers, configuration set and ids', async () => {
    const { outcome, inputs } = send({ MessageId: 'm-1' });
    expect(await outcome).toEqual({ kind: 'sent', providerMessageId: 'm-1' });
    expect(inputs).toEqual([
      {
        DestinationPhoneNumber: message.to,
        OriginationIdentity: message.from,
        MessageBody: 'Hello',
        MessageType: 'TRANSACTIONAL',
        ConfigurationSetName: 'reports',
        Context: { caseId: 'c' },
      },
    ]);
  });

  test.each([
    [
      'an opted-out number',
      new ConflictException({ ...answered(409), Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' }),
      { kind: 'opted-out' },
    ],
    [
      'a number that is none',
      new ValidationException({ ...answered(400), Reason: 'INVALID_PARAMETER' }),
      { kind: 'refused', reason: 'invalid-parameter' },
    ],
    ['too many calls', new ThrottlingException(answered(400)), { kind: 'throttled' }],
    [
      'a role without its grant, which a deployment mends',
      Object.assign(new Error(), { name: 'AccessDeniedException', ...answered(400) }),
      { kind: 'throttled' },
    ],
    [
      'expired keys',
      Object.assign(new Error(), { name: 'ExpiredTokenException', ...answered(400) }),
      { kind: 'throttled' },
    ],
    ['a connection that was never made', refusedConnection, { kind: 'throttled' }],
    [
      'an error of AWS, which may have sent it',
      new InternalServerException(answered(500)),
      { kind: 'unknown', error: 'InternalServerException' },
    ],
    ['no answer in time', timeout, { kind: 'unknown', error: 'TimeoutError' }],
    ['an answer without an id', {}, { kind: 'unknown', error: 'NoMessageId' }],
  ])('tells what is known after %s', async (_, answer, outcome) => {
    expect(await send(answer).outcome).toEqual(outcome);
  });
});

describe('StartTaskContact', () => {
  const task = { clientToken: 't', name: 'n', description: 'd', attributes: { caseId: 'c' } };
  const start = (answer: object, attributes: Record<string, string> = task.attributes) => {
    const { client: fake, inputs } = client(answer);
    const gateway = connectGateway(fake as unknown as ConnectClient, { instanceId: 'i', taskFlowId: 'f' });
    return { outcome: gateway.startTask({ ...task, attributes }), inputs };
  };

  test('carries the token by which a second start is the first', async () => {
    const { outcome, inputs } = start({ ContactId: 'k' });
    expect(await outcome).toEqual({ kind: 'started', contactId: 'k' });
    expect(inputs).toMatchObject([{ InstanceId: 'i', ContactFlowId: 'f', ClientToken: 't', Name: 'n' }]);
  });

  test.each([
    ['too many calls', new ConnectThrottling(answered(429)), { kind: 'throttled' }],
    ['too many open tasks', new ServiceQuotaExceededException(answered(402)), { kind: 'quota' }],
    [
      'a flow that is none',
      new InvalidParameterException(answered(400)),
      { kind: 'refused', reason: 'invalid-parameter' },
    ],
    ['no answer in time', timeout, { kind: 'unknown', error: 'TimeoutError' }],
  ])('tells what is known after %s', async (_, answer, outcome) => {
    expect(await start(answer).outcome).toEqual(outcome);
  });

  test('is not tried with more attributes than Connect takes', async () => {
    const { outcome, inputs } = start({ ContactId: 'k' }, { note: 'ü'.repeat(16_384) });
    expect(await outcome).toEqual({ kind: 'refused', reason: 'attributes-too-large' });
    expect(inputs).toEqual([]);
  });
});
