import { describe, expect, test } from 'vitest';
import { jsonProtocol, queryProtocol, readForm, restJsonProtocol } from '../../../local/core/protocols.ts';
import { AwsError, type HttpRequest } from '../../../local/core/service.ts';

function request(overrides: Partial<HttpRequest> & { text?: string }): HttpRequest {
  const path = overrides.path ?? '/';
  return {
    method: 'POST',
    path,
    rawPath: path,
    query: new URLSearchParams(),
    headers: {},
    ...overrides,
    body: new TextEncoder().encode(overrides.text ?? ''),
  };
}

describe('AWS JSON', () => {
  const protocol = jsonProtocol({
    version: '1.0',
    errorNamespace: 'com.amazonaws.sqs',
    queryErrorCodes: { QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue' },
  });

  test('takes the operation from the target', () => {
    const headers = { 'x-amz-target': 'AmazonSQS.SendMessage' };
    expect(protocol.decode(request({ headers, text: '{"QueueUrl":"q"}' }))).toEqual({
      operation: 'SendMessage',
      input: { QueueUrl: 'q' },
    });
  });

  test.each(['{', '[]', '"text"', 'null', '\u0000'])('refuses %j as a body', (text) => {
    expect(() => protocol.decode(request({ text }))).toThrow(AwsError);
  });

  test('tells old SQS clients their own error code', () => {
    const answer = protocol.encodeError(new AwsError('QueueDoesNotExist', 'no such queue'), 'r');
    expect(answer.headers['x-amzn-query-error']).toBe('AWS.SimpleQueueService.NonExistentQueue;Sender');
    expect(JSON.parse(String(answer.body))).toEqual({
      __type: 'com.amazonaws.sqs#QueueDoesNotExist',
      message: 'no such queue',
    });
  });

  test('writes bytes in base64 and times in seconds', () => {
    const output = {
      bytes: new Uint8Array([1, 2, 3]),
      at: new Date(1_500),
      deep: { bytes: Buffer.from('x') },
    };
    expect(JSON.parse(String(protocol.encode('Get', output, 'r').body))).toEqual({
      bytes: 'AQID',
      at: 1.5,
      deep: { bytes: 'eA==' },
    });
  });
});

describe('AWS query', () => {
  test('reads lists, maps in both spellings, and nesting', () => {
    const form = new URLSearchParams([
      ['TagKeys.member.2', 'b'],
      ['TagKeys.member.1', 'a'],
      ['Attributes.entry.1.key', 'DisplayName'],
      ['Attributes.entry.1.value', 'x'],
      ['MessageAttributes.entry.1.Name', 'kind'],
      ['MessageAttributes.entry.1.Value.DataType', 'String'],
      ['MessageAttributes.entry.1.Value.StringValue', 'y'],
    ]);
    expect(readForm(form)).toEqual({
      TagKeys: ['a', 'b'],
      Attributes: { DisplayName: 'x' },
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'y' } },
    });
  });

  test('a form cannot reach into prototypes', () => {
    readForm(
      new URLSearchParams([
        ['__proto__.polluted', 'yes'],
        ['a.__proto__.polluted', 'yes'],
      ]),
    );
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test('writes lists as members, named maps as entries, and escapes text', () => {
    const protocol = queryProtocol({ namespace: 'urn:x', maps: ['Attributes'] });
    const answer = protocol.encode('List', { Items: ['<&>'], Attributes: { k: 'v' } }, 'r');
    expect(answer.body).toBe(
      '<ListResponse xmlns="urn:x"><ListResult><Items><member>&lt;&amp;&gt;</member></Items>' +
        '<Attributes><entry><key>k</key><value>v</value></entry></Attributes></ListResult>' +
        '<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></ListResponse>',
    );
  });

  test('an error without an action says so', () => {
    expect(() => queryProtocol({ namespace: 'urn:x' }).decode(request({ text: 'A=b' }))).toThrow(
      /names no Action/,
    );
  });
});

describe('REST JSON', () => {
  const protocol = restJsonProtocol([
    { operation: 'StartTaskContact', method: 'PUT', path: '/contact/task' },
    {
      operation: 'Invoke',
      method: 'POST',
      path: '/functions/{Name}/invocations',
      payload: 'Payload',
      query: { Qualifier: 'Qualifier' },
    },
  ]);

  test('finds the operation by method and path, decoding names', () => {
    const rawPath = '/functions/a%2Fb/invocations';
    const decoded = protocol.decode(
      request({
        path: '/functions/a/b/invocations',
        rawPath,
        query: new URLSearchParams('Qualifier=live'),
        text: 'x',
      }),
    );
    expect(decoded).toMatchObject({ operation: 'Invoke', input: { Name: 'a/b', Qualifier: 'live' } });
  });

  test('names the path that nothing answers', () => {
    expect(() => protocol.decode(request({ method: 'GET', path: '/contact/task' }))).toThrow(
      'No operation answers GET /contact/task.',
    );
  });

  test('puts the error code where SDKs look for it', () => {
    const answer = protocol.encodeError(new AwsError('TooManyRequestsException', 'slow down', 429), 'r');
    expect(answer).toMatchObject({
      status: 429,
      headers: { 'x-amzn-errortype': 'TooManyRequestsException' },
    });
  });
});
