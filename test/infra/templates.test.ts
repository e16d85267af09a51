import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { AGENT_ROUTES } from '../../functions/agent-api/routes.ts';
import { WEBCHAT_ROUTES } from '../../functions/webchat-api/routes.ts';
import { DUE_INDEX_FIELDS } from '../../shared/names.ts';
import example from '../../throughline.config.ts';
import { describePrivileges } from './least-privilege.ts';
import { describePolicies } from './policies.ts';
import { dependencyCycle, readTemplates, referencesIn, synthesiseInto, type Templates } from './templates.ts';

const connectArn = 'arn:aws:connect:eu-west-2:111122223333:instance/12345678-1234-1234-1234-123456789012';

let dev: Templates;
let production: Templates;
beforeAll(async () => {
  dev = readTemplates(inject('assembly'));
  ({ templates: production } = await synthesiseInto({
    environment: 'production',
    settings: {
      ...example,
      environments: { production: { ...example.environments.production, alarmEmail: 'alarms@example.com' } },
      connect: { instanceArn: connectArn },
    },
  }));
}, 240_000);

// Nobody calls there.
describePolicies(() => dev, ['identify-caller']);
describePrivileges(() => dev);

const ORDER = ['foundation', 'channels', 'cases', 'connect', 'surveys'];

describe('the stacks', () => {
  test('refer to earlier ones only', () => {
    for (const [name, template] of dev.stacks) {
      const imported = [
        ...JSON.stringify(template).matchAll(/"Fn::ImportValue":"throughline-dev-([a-z]+):/g),
      ];
      for (const [, from = ''] of imported) expect(ORDER.indexOf(from)).toBeLessThan(ORDER.indexOf(name));
    }
    expect([...dev.stacks.keys()].sort()).toEqual([...ORDER].sort());
  });

  test('have no resources that wait for each other', () => {
    for (const [name, template] of [...dev.stacks, ...production.stacks]) {
      expect(dependencyCycle(template), name).toBeUndefined();
    }
  });

  test('would be refused here with such resources: a planted cycle is found', () => {
    const Resources = {
      Machine: { Type: 'A', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
      Role: {
        Type: 'B',
        Properties: { Policy: { 'Fn::Sub': ['${Other}', { Other: { Ref: 'Function' } }] } },
      },
      Function: { Type: 'C', DependsOn: ['Machine'] },
    };
    expect(dependencyCycle({ Resources })).toEqual(['Machine', 'Role', 'Function', 'Machine']);
  });

  test('of two environments share no physical name', () => {
    const names = ({ resources }: Templates) =>
      resources.flatMap(({ properties }) =>
        ['FunctionName', 'Name', 'OptOutListName', 'ConfigurationSetName', 'Domain']
          .filter((key) => properties[key] !== undefined && !properties.PolicyDocument)
          .map((key) => JSON.stringify(properties[key]))
          .filter((name) => /throughline-/.test(name)),
      );
    expect(names(dev).length).toBeGreaterThan(8);
    expect(names(dev).filter((name) => names(production).includes(name))).toEqual([]);
  });

  test('print what people need next', () => {
    const outputs = [...dev.stacks.values()].flatMap(({ Outputs = {} }) => Object.keys(Outputs));
    expect(outputs).toEqual(
      expect.arrayContaining([
        'AgentApiUrl',
        'InboundSmsTopicArn',
        'SmsPhoneNumber',
        'UserPoolId',
        'UserPoolClientId',
      ]),
    );
  });

  test('tag every table, queue and function with the environment', () => {
    for (const { properties } of [
      ...dev.of('AWS::DynamoDB::Table'),
      ...dev.of('AWS::SQS::Queue'),
      ...dev.of('AWS::Lambda::Function'),
    ]) {
      expect(properties.Tags).toContainEqual({ Key: 'throughline:environment', Value: 'dev' });
    }
  });
});

describe('the alarms', () => {
  test('reach the address of the configuration: the topic of each lets CloudWatch publish', () => {
    const alarms = production.of('AWS::CloudWatch::Alarm');
    expect(alarms.filter(({ properties }) => properties.AlarmActions?.length !== 1)).toEqual([]);
    expect(dev.of('AWS::CloudWatch::Alarm').filter(({ properties }) => properties.AlarmActions)).toEqual([]);
    const [subscription, ...others] = production
      .of('AWS::SNS::Subscription')
      .filter(({ properties }) => properties.Protocol === 'email');
    expect(others).toEqual([]);
    expect(subscription?.properties.Endpoint).toBe('alarms@example.com');
    const allowed = production
      .of('AWS::SNS::TopicPolicy')
      .filter(({ properties }) => isDeepStrictEqual(properties.Topics, [subscription?.properties.TopicArn]))
      .flatMap(({ properties }) => properties.PolicyDocument.Statement)
      .filter(({ Effect }) => Effect === 'Allow');
    expect(allowed).toMatchObject([
      { Action: 'sns:Publish', Principal: { Service: 'cloudwatch.amazonaws.com' } },
    ]);
  });
});

describe('the data', () => {
  test('of production outlives its stack', () => {
    const [table] = production.of('AWS::DynamoDB::Table');
    expect(table?.deletionPolicy).toBe('Retain');
    expect(table?.properties.DeletionProtectionEnabled).toBe(true);
    expect(dev.of('AWS::DynamoDB::Table')[0]?.deletionPolicy).toBe('Delete');
  });

  test('stands in a table with both images in its stream, recovery to any second, and a key of its own', () => {
    expect(dev.of('AWS::DynamoDB::Table')[0]?.properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  test('of a work list fits into the index: DynamoDB projects 20 attributes', () => {
    expect(new Set(DUE_INDEX_FIELDS).size).toBe(DUE_INDEX_FIELDS.length);
    expect(DUE_INDEX_FIELDS.length).toBeLessThanOrEqual(20);
  });
});

describe('the watch over promises', () => {
  test('W4 is called once a minute, by a role that may do nothing else, and rings when it is not', () => {
    const [schedule, ...others] = dev.of('AWS::Scheduler::Schedule');
    expect(others).toEqual([]);
    const { ScheduleExpression, FlexibleTimeWindow, Target } = schedule?.properties ?? {};
    expect([ScheduleExpression, FlexibleTimeWindow.Mode]).toEqual(['rate(1 minute)', 'OFF']);
    const check = dev
      .of('AWS::Lambda::Function')
      .find(({ properties }) => properties.FunctionName.endsWith('check-promises'));
    expect(referencesIn(Target.Arn)).toEqual([check?.id]);
    // Its runs of less than a minute do not pile up, and each ends before the function is stopped.
    expect(check?.properties.Timeout).toBeLessThan(60);
    const silent = dev
      .of('AWS::CloudWatch::Alarm')
      .find(
        ({ properties }) =>
          properties.MetricName === 'Invocations' &&
          referencesIn(properties.Dimensions).includes(check?.id ?? ''),
      );
    expect(silent?.properties).toMatchObject({
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
      Threshold: 1,
    });
  });
});

describe('the agent API', () => {
  test('has the routes of its function, each behind a token with the scope of agents', () => {
    const routes = dev
      .of('AWS::ApiGatewayV2::Route')
      .filter(({ properties }) => referencesIn(properties.ApiId).some((id) => id.startsWith('AgentApi')))
      .map(({ properties }) => properties);
    expect(routes.map(({ RouteKey }) => RouteKey).sort()).toEqual([...AGENT_ROUTES].sort());
    for (const route of routes) {
      expect(route).toMatchObject({ AuthorizationType: 'JWT', AuthorizationScopes: ['throughline/agent'] });
    }
  });
});

describe('what customers use in a browser', () => {
  const [allRoutes, routeSettings] = [
    () => dev.of('AWS::ApiGatewayV2::Route').map(({ properties }) => properties),
    () => dev.of('AWS::ApiGatewayV2::Stage').find(({ id }) => id.startsWith('ChannelsApi'))?.properties,
  ];

  test('has the routes of the chat, each with a limit of its own', () => {
    const open = allRoutes().filter(({ AuthorizationType }) => AuthorizationType === 'NONE');
    expect(open.map(({ RouteKey }) => RouteKey)).toEqual(expect.arrayContaining([...WEBCHAT_ROUTES]));
    expect(Object.keys(routeSettings()?.RouteSettings)).toEqual([...WEBCHAT_ROUTES]);
    for (const limit of Object.values(routeSettings()?.RouteSettings)) {
      expect(limit).toEqual({
        ThrottlingRateLimit: expect.any(Number),
        ThrottlingBurstLimit: expect.any(Number),
      });
    }
  });

  test('answers the pages of the configuration only', () => {
    const apis = dev.of('AWS::ApiGatewayV2::Api');
    const cors = apis.flatMap(({ properties }) => properties.CorsConfiguration?.AllowOrigins ?? []);
    expect(cors).toEqual(['https://example.com']);
  });
});

describe('Amazon Connect', () => {
  const flowIn = (templates: Templates): string =>
    JSON.stringify(templates.of('AWS::Connect::ContactFlow')[0]?.properties.Content);

  test('is made new, or is the instance that the configuration names', () => {
    expect(dev.of('AWS::Connect::Instance')).toHaveLength(1);
    expect(production.of('AWS::Connect::Instance')).toEqual([]);
    expect(production.of('AWS::Connect::Queue')[0]?.properties.InstanceArn).toBe(connectArn);
  });

  test('has every queue with its hours, and a flow that puts a task into any of them', () => {
    const queues = dev.of('AWS::Connect::Queue');
    expect(queues.map(({ properties }) => properties.Name)).toEqual([
      'Throughline dev general',
      'Throughline dev billing',
      'Throughline dev support-es',
    ]);
    for (const { id } of queues) expect(flowIn(dev)).toContain(id);
  });

  test('is closed on holidays, and open in the shifts of each day', () => {
    const office = dev
      .of('AWS::Connect::HoursOfOperation')
      .find(({ properties }) => properties.Name.endsWith('office'));
    expect(office?.properties.Config).toHaveLength(10);
    expect(office?.properties.HoursOfOperationOverrides).toContainEqual({
      OverrideName: 'Christmas Day 2026-12-25',
      OverrideType: 'STANDARD',
      EffectiveFrom: '2026-12-25',
      EffectiveTill: '2026-12-25',
      OverrideConfig: [],
    });
  });
});
