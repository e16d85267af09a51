import { describe, expect, test } from 'vitest';
import { s3Archive } from '../../shared/gateways/archive.ts';

interface Sent {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Transport that writes down what was sent and answers with the statuses given, the last one for ever. */
function transport(...statuses: number[]) {
  const sent: Sent[] = [];
  return {
    sent,
    credentials: async () => ({
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    }),
    region: async () => 'us-east-1',
    requestHandler: {
      handle: async (request: Sent) => {
        sent.push(request);
        return {
          response: { statusCode: statuses[Math.min(sent.length, statuses.length) - 1], headers: {} },
        };
      },
    },
  };
}

type Transport = Parameters<typeof s3Archive>[0];

function archive(made: ReturnType<typeof transport>, endpoint?: string) {
  const now = () => new Date('2013-05-24T00:00:00.000Z');
  return s3Archive(made as unknown as Transport, { bucket: 'examplebucket', endpoint, now });
}

describe('The archive', () => {
  test('puts a signed object into the bucket’s own host', async () => {
    const made = transport(200);
    await archive(made).put('inbound/sms/x.json', 'Welcome to Amazon S3.');
    expect(made.sent).toMatchObject([
      {
        method: 'PUT',
        hostname: 'examplebucket.s3.us-east-1.amazonaws.com',
        path: '/inbound/sms/x.json',
        headers: {
          'x-amz-date': '20130524T000000Z',
          // SHA-256 of the body, as in the example of the S3 API reference.
          'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
        },
      },
    ]);
    expect(made.sent[0]?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE\/20130524\/us-east-1\/s3\/aws4_request, SignedHeaders=content-length;content-type;host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
    );
  });

  test('addresses another endpoint by path', async () => {
    const made = transport(200);
    await archive(made, 'http://127.0.0.1:4566').put('k', '');
    expect(made.sent).toMatchObject([{ hostname: '127.0.0.1', port: 4566, path: '/examplebucket/k' }]);
  });

  test('tries again after an answer of 503, and says so when it stays', async () => {
    const made = transport(503, 200);
    await archive(made).put('k', '');
    expect(made.sent).toHaveLength(2);
    await expect(archive(transport(503)).put('k', '')).rejects.toThrow('S3 answered 503 to a PutObject.');
  });

  test('does not try again what is forbidden', async () => {
    const made = transport(403);
    await expect(archive(made).put('k', '')).rejects.toThrow('S3 answered 403 to a PutObject.');
    expect(made.sent).toHaveLength(1);
  });
});
