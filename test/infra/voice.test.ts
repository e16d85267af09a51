import { beforeAll, describe, expect, test } from 'vitest';
import { checkFlow } from '../../infra/connect/flows/check/check-flow.ts';
import type { FlowType } from '../../infra/connect/flows/check/flow-document.ts';
import { INBOUND_ENDINGS } from '../../infra/connect/flows/voice/inbound.ts';
import { QUEUE_ENDINGS } from '../../infra/connect/flows/voice/queue.ts';
import type { Settings } from '../../shared/config/settings.ts';
import example from '../../throughline.config.ts';
import { deployedFunctions } from '../bench/deployed-functions.ts';
import { sizeFigure } from '../bench/load-time.ts';
import { describePrivileges } from './least-privilege.ts';
import { describePolicies } from './policies.ts';
import { dependencyCycle, type Resource, referencesIn, synthesiseInto, type Templates } from './templates.ts';

const callbackNumberArn =
  'arn:aws:connect:eu-west-2:111122223333:phone-number/12345678-1234-1234-1234-123456789012';
const settings: Settings = {
  ...example,
  connect: { create: { alias: 'sunrise-bikes-support' }, voice: { callbackNumberArn } },
};

let folder: string;
let templates: Templates;
beforeAll(async () => {
  // With the security rules and CloudFormation's own: what they find is an error here.
  ({ folder, templates } = await synthesiseInto({ settings, validate: true }));
}, 240_000);

describePolicies(() => templates);
describePrivileges(() => templates);

describe('Where customers call', () => {
  const flows = () => templates.of('AWS::Connect::ContactFlow');
  const flowNamed = (name: string): Resource => {
    const found = flows().find(({ properties }) => properties.Name === `Throughline dev ${name}`);
    if (!found) throw new Error(`There is no flow "${name}".`);
    return found;
  };
  /** What CloudFormation fills in becomes the logical id it comes from. */
  const contentOf = ({ properties: { Content } }: Resource): string =>
    typeof Content === 'string'
      ? Content
      : Content['Fn::Join'][1]
          .map((part: unknown) => (typeof part === 'string' ? part : referencesIn(part)[0]))
          .join('');

  test.each([
    ['voice inbound', 'CONTACT_FLOW', INBOUND_ENDINGS],
    ['voice queue', 'CUSTOMER_QUEUE', QUEUE_ENDINGS],
    ['voice whisper', 'AGENT_WHISPER', []],
    ['voice hold', 'CUSTOMER_HOLD', []],
    ['task', 'CONTACT_FLOW', ['end']],
  ] as [string, FlowType, string[]][])(
    'the flow "%s" is one that the service takes',
    (name, type, endings) => {
      const flow = flowNamed(name);
      expect(flow.properties.Type).toBe(type);
      expect(checkFlow(contentOf(flow), { type, endings })).toEqual([]);
      // With ARNs in the place of ids of a template.
      expect(contentOf(flow).length).toBeLessThan(200_000);
      expect(flows()).toHaveLength(5);
    },
  );

  test('every queue can be reached by a call, from the department of its name', () => {
    const content = contentOf(flowNamed('voice inbound'));
    for (const { id } of templates.of('AWS::Connect::Queue')) expect(content).toContain(`"QueueId":"${id}"`);
    expect(content).toContain('For General questions, press 1. For Bills and payments, press 2.');
  });

  test('what Amazon Polly cannot speak is not spoken', () => {
    const content = contentOf(flowNamed('voice inbound'));
    expect(content).toContain('greeting-it');
    expect(content).not.toContain('greeting-be');
  });

  const identifying = () =>
    templates
      .of('AWS::Lambda::Function')
      .find(({ properties }) => properties.FunctionName === 'throughline-dev-identify-caller');

  test('Connect may call the function that knows the caller, for this instance alone', () => {
    const instance = templates.of('AWS::Connect::Instance')[0]?.id;
    const permission = templates
      .of('AWS::Lambda::Permission')
      .find(({ properties }) => properties.Principal === 'connect.amazonaws.com')?.properties;
    expect(referencesIn(permission.FunctionName)).toEqual([identifying()?.id]);
    expect(referencesIn(permission.SourceArn)).toEqual([instance]);
    expect(permission.SourceAccount).toEqual({ Ref: 'AWS::AccountId' });
    const association = templates.of('AWS::Connect::IntegrationAssociation')[0]?.properties;
    expect(Object.keys(association).sort()).toEqual(['InstanceId', 'IntegrationArn', 'IntegrationType']);
    expect(association.IntegrationType).toBe('LAMBDA_FUNCTION');
    expect([referencesIn(association.InstanceId), referencesIn(association.IntegrationArn)]).toEqual([
      [instance],
      [identifying()?.id],
    ]);
  });

  test('P1 the function callers wait for reads the table, and has no bus, topic, queue or workflow within reach', () => {
    const roles = identifying()?.properties.Role['Fn::GetAtt'][0];
    const allowed = templates
      .of('AWS::IAM::Policy')
      .filter(({ properties }) => referencesIn(properties.Roles).includes(roles))
      .flatMap(({ properties }) => properties.PolicyDocument.Statement.flatMap(({ Action }: any) => Action));
    expect(allowed.filter((action) => !/^(kms|logs):/.test(action)).sort()).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:Query',
    ]);
  });

  test('P3 that function is as small as a hot one', () => {
    const [own] = deployedFunctions(folder).filter(({ name }) => name === 'identify-caller');
    expect(own && sizeFigure([own])).toMatchObject({ ok: true });
  });

  test('agents are offered calls beside tasks, and callbacks come from the number that is configured', () => {
    const profile = templates.of('AWS::Connect::RoutingProfile')[0]?.properties;
    expect(profile.MediaConcurrencies).toEqual([
      { Channel: 'TASK', Concurrency: 3 },
      { Channel: 'VOICE', Concurrency: 1 },
    ]);
    expect(profile.QueueConfigs).toHaveLength(6);
    for (const { properties } of templates.of('AWS::Connect::Queue'))
      expect(properties.OutboundCallerConfig).toEqual({ OutboundCallerIdNumberArn: callbackNumberArn });
  });

  test('nothing waits for itself', () => {
    for (const [name, template] of templates.stacks) expect(dependencyCycle(template), name).toBeUndefined();
  });
});
