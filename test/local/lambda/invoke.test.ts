import { describe, expect, test } from 'vitest';
import type { Caller, HttpRequest } from '../../../local/core/service.ts';
import { cloudOf, EVERYTHING, functionCloud, payload } from './function-cloud.ts';

const throwing = () => {
  throw new TypeError('no');
};

describe('a synchronous invocation', () => {
  test('answers what the function returns', async () => {
    const { addFunction, invoke } = cloudOf({ Echo: (event) => ({ seen: event }) });
    const arn = addFunction('Echo');
    for (const name of ['Echo', arn, `${arn}:$LATEST`]) {
      const output = await invoke(name, { n: 1 });
      expect(output).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
      expect(payload(output)).toEqual({ seen: { n: 1 } });
    }
  });

  test('tells an error of the function in the answer, without its stack', async () => {
    const { addFunction, invoke } = cloudOf({ Bad: throwing });
    addFunction('Bad');
    const output = await invoke('Bad', {});
    expect(output).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(payload(output)).toEqual({ errorType: 'TypeError', errorMessage: 'no', trace: [] });
  });

  test('refuses a function that does not exist and a payload that is no JSON', async () => {
    const { addFunction, invoke } = cloudOf({ Echo: () => 1 });
    addFunction('Echo');
    await expect(invoke('Nobody', {})).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      status: 404,
    });
    await expect(invoke('Echo', {}, { Payload: '{' })).rejects.toMatchObject({
      code: 'InvalidRequestContentException',
    });
  });

  test('takes and gives JSON over the wire as the CLI and the SDK send it', async () => {
    const { addFunction, cloud } = cloudOf({ Echo: (event) => ({ seen: event }) });
    addFunction('Echo');
    const request = (type: string): HttpRequest => ({
      method: 'POST',
      path: '/2015-03-31/functions/Echo/invocations',
      rawPath: '/2015-03-31/functions/Echo/invocations',
      query: new URLSearchParams(),
      headers: {
        authorization: 'AWS4-HMAC-SHA256 Credential=test/20261122/eu-west-1/lambda/aws4_request, Signature=x',
        'x-amz-invocation-type': type,
      },
      body: new TextEncoder().encode('{"n":1}'),
    });
    const answer = await cloud.handle(request('RequestResponse'));
    expect(answer).toMatchObject({ status: 200, headers: { 'x-amz-executed-version': '$LATEST' } });
    expect(Buffer.from(answer.body).toString()).toBe('{"seen":{"n":1}}');
    expect(await cloud.handle(request('Event'))).toMatchObject({ status: 202, body: '' });
    expect(await cloud.handle(request('DryRun'))).toMatchObject({ status: 204, body: '' });
  });

  test('is for services only whom a permission of the template names, for that source', async () => {
    const { addFunction, invoke, cloud } = cloudOf({ Echo: () => 'yes' });
    const FunctionName = addFunction('Echo');
    const sourceArn = 'arn:aws:events:eu-west-1:123456789012:rule/mine';
    const rule: Caller = { kind: 'service', principal: 'events.amazonaws.com', sourceArn };
    await expect(invoke('Echo', {}, {}, rule)).rejects.toMatchObject({
      code: expect.stringMatching(/AccessDenied/),
    });
    cloud.create('AWS::Lambda::Permission', 'Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName,
      Principal: 'events.amazonaws.com',
      SourceArn: sourceArn,
    });
    expect(payload(await invoke('Echo', {}, {}, rule))).toBe('yes');
    const other = { ...rule, sourceArn: `${sourceArn}-not` };
    await expect(invoke('Echo', {}, {}, other)).rejects.toMatchObject({
      code: expect.stringMatching(/AccessDenied/),
    });
  });

  test('is for functions only whose role allows it', async () => {
    const { addFunction, invoke } = cloudOf({ Echo: () => 'yes' });
    addFunction('Echo');
    addFunction('Other', {}, EVERYTHING);
    const caller: Caller = {
      kind: 'role',
      roleArn: 'arn:aws:iam::123456789012:role/none',
      functionName: 'Other',
    };
    await expect(invoke('Echo', {}, {}, caller)).rejects.toMatchObject({
      code: expect.stringMatching(/AccessDenied/),
    });
  });
});

describe('a function that the template describes wrongly is refused at the start', () => {
  test.each([
    [{ Runtime: 'python3.13' }, 'only Node.js functions run here'],
    [{ VpcConfig: {} }, 'property VpcConfig is not implemented'],
    [{ LoggingConfig: { Format: 'x' } }, 'property LoggingConfig.Format is not implemented'],
    [{ Timeout: 901 }, 'property Timeout'],
    [{ DeadLetterConfig: { TargetArn: 'arn:aws:kinesis:x' } }, 'is no target'],
  ])('%j', (properties, sentence) => {
    expect(() => functionCloud({}).addFunction('Wrong', properties)).toThrow(sentence);
  });
});
