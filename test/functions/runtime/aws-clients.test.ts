import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { type ClientOverrides, dynamoDb } from '../../../shared/runtime/aws-clients.ts';

const read = () => new GetItemCommand({ TableName: 'cases', Key: { pk: { S: 'customer#1' } } });

describe('An AWS client', () => {
  test('copies nothing for a log, and makes one signer for all calls', async () => {
    let signers = 0;
    let signed = 0;
    const overrides = {
      endpoint: 'http://127.0.0.1:1',
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'secret' },
      requestHandler: {
        handle: async () => ({ response: { statusCode: 200, headers: {}, body: Buffer.from('{}') } }),
      },
      signerConstructor: class {
        constructor() {
          signers += 1;
        }

        async sign(request: unknown) {
          signed += 1;
          return request;
        }
      },
    } as unknown as ClientOverrides;
    const client = dynamoDb(overrides);
    await Promise.all([client.send(read()), client.send(read())]);
    await client.send(read());

    expect({ signers, signed }).toEqual({ signers: 1, signed: 3 });
    expect(client.middlewareStack.identify().join()).not.toMatch(/log/i);
  });
});
