import { describe, expect, test } from 'vitest';
import { customResourcesOf, type StartCloudOptions, startCloud } from '../../../local/index.ts';
import { activation, assemblyOf } from '../ses/mail-template.ts';

const RULES = { Rules: { Type: 'AWS::SES::ReceiptRuleSet', Properties: { RuleSetName: 'ours' } } };

interface Request {
  readonly ResponseURL: string;
  readonly [name: string]: unknown;
}

/** Answers a custom resource as its function would, with what the test says. */
const answering =
  (
    answer: (request: Request) => object | undefined,
    seen: Request[] = [],
  ): StartCloudOptions['loadFunction'] =>
  (_description, _credentials, cloud) =>
  (event) => {
    const request = event as Request;
    seen.push(request);
    const said = answer(request);
    const { StackId, RequestId, LogicalResourceId } = request;
    const body = JSON.stringify({ StackId, RequestId, LogicalResourceId, PhysicalResourceId: 'it', ...said });
    if (said) customResourcesOf(cloud).respond(request.ResponseURL, body);
  };

const start = (
  loadFunction: StartCloudOptions['loadFunction'],
  resources: Record<string, unknown> = { ...RULES, ...activation() },
  outputs = {},
) =>
  startCloud({
    mode: 'virtual',
    assemblyDirectory: '',
    assembly: assemblyOf(resources, outputs),
    ...(loadFunction && { loadFunction }),
  });

describe('a custom resource', () => {
  test('is made by its function, which gets everything as text and answers id and attributes', async () => {
    const seen: Request[] = [];
    const running = await start(
      answering(() => ({ Status: 'SUCCESS', Data: { Active: 'ours', Count: { Of: 2 } } }), seen),
      { ...RULES, ...activation({ RuleSetName: { Ref: 'Rules' }, Retries: 3, Deep: { Flag: true } }) },
      {
        Id: { Value: { Ref: 'Active' } },
        Active: { Value: { 'Fn::GetAtt': ['Active', 'Active'] } },
        Count: { Value: { 'Fn::GetAtt': ['Active', 'Count.Of'] } },
      },
    );
    expect(running.outputs).toMatchObject({ Id: 'it', Active: 'ours', Count: '2' });
    expect(seen).toEqual([
      {
        RequestType: 'Create',
        ServiceToken: expect.stringMatching(/^arn:aws:lambda:us-east-1:000000000000:function:/),
        ResponseURL: expect.stringMatching(
          /^http:\/\/127\.0\.0\.1:4566\/_local\/custom-resources\/[0-9a-f-]{36}$/,
        ),
        StackId: 'arn:aws:cloudformation:us-east-1:000000000000:stack/dev/local',
        RequestId: expect.any(String),
        ResourceType: 'Custom::ActiveRuleSet',
        LogicalResourceId: 'Active',
        ResourceProperties: {
          ServiceToken: expect.any(String),
          RuleSetName: 'ours',
          Retries: '3',
          Deep: { Flag: 'true' },
        },
      },
    ]);
    await running.stop();
  });

  test.each([
    [
      'says FAILED',
      () => ({ Status: 'FAILED', Reason: 'Another rule set is active.' }),
      'Another rule set is active.',
    ],
    ['answers nothing', () => undefined, 'ended without an answer to ResponseURL'],
    [
      'names no id',
      () => ({ Status: 'SUCCESS', PhysicalResourceId: undefined }),
      'has no PhysicalResourceId',
    ],
    ['answers another request', () => ({ Status: 'SUCCESS', RequestId: 'x' }), 'does not repeat RequestId'],
    [
      'says too much',
      () => ({ Status: 'SUCCESS', Data: { Long: 'x'.repeat(4096) } }),
      'longer than 4096 bytes',
    ],
    [
      'throws',
      () => {
        throw new TypeError('no rule set');
      },
      'its function failed: TypeError: no rule set',
    ],
  ])('whose function %s ends the start with a sentence', async (_, answer, reason) => {
    await expect(start(answering(answer))).rejects.toThrow(`Custom::ActiveRuleSet dev/Active: `);
    await expect(start(answering(answer))).rejects.toThrow(reason);
  });

  test('without a function in reach ends the start too', async () => {
    await expect(start(undefined)).rejects.toThrow('pass loadFunction');
    await expect(
      start(
        answering(() => ({ Status: 'SUCCESS' })),
        { Active: { Type: 'AWS::CloudFormation::CustomResource', Properties: { ServiceToken: 'activate' } } },
      ),
    ).rejects.toThrow(
      'AWS::CloudFormation::CustomResource dev/Active: ServiceToken must be a function of the app.',
    );
  });

  test('takes one answer at its own URL and none later', async () => {
    const seen: Request[] = [];
    const running = await start(answering(() => ({ Status: 'SUCCESS' }), seen));
    const custom = customResourcesOf(running.cloud);
    expect(() => custom.respond(seen[0]?.ResponseURL ?? '', '{}')).toThrow('No custom resource waits');
    await running.stop();
  });
});

test('a function in a worker calls the cloud and answers over HTTP while the cloud still starts', async () => {
  const running = await startCloud({
    mode: 'live',
    seed: 1,
    awsPort: 0,
    httpPort: 0,
    assemblyDirectory: '',
    assembly: assemblyOf(
      { ...RULES, ...activation() },
      { Active: { Value: { 'Fn::GetAtt': ['Active', 'Active'] } } },
    ),
  });
  expect(running.outputs.Active).toBe('ours');
  const active = await running.cloud.call('ses', 'DescribeActiveReceiptRuleSet', {}, { kind: 'developer' });
  expect(active).toMatchObject({ Metadata: { Name: 'ours' } });
  await running.stop();
});

test('a function that may not do what it tries says so in the reason', async () => {
  const starting = startCloud({
    mode: 'live',
    seed: 1,
    awsPort: 0,
    httpPort: 0,
    assemblyDirectory: '',
    assembly: assemblyOf({ ...RULES, ...activation(undefined, []) }),
  });
  await expect(starting).rejects.toThrow(
    /Custom::ActiveRuleSet dev\/Active: .*not authorized to perform: ses:SetActiveReceiptRuleSet/,
  );
});
