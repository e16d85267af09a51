import { describe, expect, test } from 'vitest';
import { type Resource, referencesIn, type Templates } from './templates.ts';

/** The only actions that may be allowed on every resource: AWS knows none for them. */
const EVERYWHERE = [
  'dynamodb:ListStreams',
  'ses:DescribeActiveReceiptRuleSet',
  'ses:SetActiveReceiptRuleSet',
];

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** What roles and resource policies allow, and what they do not. */
export const describePrivileges = (templates: () => Templates): void => {
  const statements = (resource: Resource): readonly Statement[] =>
    [resource.properties.PolicyDocument?.Statement ?? resource.properties.KeyPolicy?.Statement ?? []].flat();
  const actions = (statement: Statement): readonly string[] => [statement.Action].flat();
  const allowed = () =>
    templates().resources.flatMap((resource) =>
      statements(resource)
        .filter(({ Effect }) => Effect === 'Allow')
        .map((statement) => ({ resource, statement })),
    );
  /** What the role of a function may do. */
  const actionsOf = (name: string): readonly string[] => statementsOf(name).flatMap(actions);
  const statementsOf = (name: string): readonly Statement[] => {
    const deployed = templates()
      .of('AWS::Lambda::Function')
      .find(({ properties }) => properties.Environment.Variables.POWERTOOLS_SERVICE_NAME === name);
    const role = referencesIn(deployed?.properties.Role);
    return templates()
      .of('AWS::IAM::Policy')
      .filter(
        ({ stack, properties }) =>
          stack === deployed?.stack && referencesIn(properties.Roles).some((id) => role.includes(id)),
      )
      .flatMap(statements);
  };

  describe('no role is broader than its function', () => {
    test('no action with a wildcard is allowed, but to the account on its own key', () => {
      const wide = allowed()
        .filter(({ resource }) => resource.type !== 'AWS::KMS::Key')
        .flatMap(({ statement }) => actions(statement).filter((action) => action.includes('*')));
      expect(wide).toEqual([]);
      expect(allowed().length).toBeGreaterThan(30);
    });

    test('every resource at once is named for a short list of actions only', () => {
      const everywhere = allowed()
        .filter(
          ({ resource, statement }) =>
            resource.type === 'AWS::IAM::Policy' && [statement.Resource].flat().includes('*'),
        )
        .flatMap(({ statement }) => actions(statement));
      expect(everywhere.sort()).toEqual(EVERYWHERE);
    });

    test('no managed policy is attached', () => {
      expect(
        templates()
          .of('AWS::IAM::Role')
          .filter(({ properties }) => properties.ManagedPolicyArns),
      ).toEqual([]);
    });

    test('the edge may only take its messages and fill the inbox; it reads no store', () => {
      const services = new Set(actionsOf('accept-sms').map((action) => action.split(':')[0]));
      expect([...services].sort()).toEqual(['logs', 'sqs']);
    });

    test('P1 the function agents wait for has no bus, topic, queue or workflow within reach', () => {
      const services = new Set(actionsOf('agent-api').map((action) => action.split(':')[0]));
      // S3 is never called: the function signs links that browsers follow.
      expect([...services].sort()).toEqual(['dynamodb', 'kms', 'logs', 's3']);
    });

    test('P1 the function visitors of the chat wait for reaches the inbox and the table, no bus, topic or workflow', () => {
      const services = new Set(actionsOf('webchat-api').map((action) => action.split(':')[0]));
      expect([...services].sort()).toEqual(['dynamodb', 'kms', 'logs', 'secretsmanager', 'sqs']);
    });

    test.each([
      ['record-interaction', ['BatchGetItem', 'PutItem', 'Query']],
      ['route-case', ['BatchGetItem', 'PutItem']],
      ['queue-hand-over', ['PutItem']],
      ['drain-hand-overs', ['BatchGetItem', 'GetItem', 'PutItem', 'Query']],
      ['send-webchat', ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem']],
      ['webchat-api', ['GetItem', 'Query']],
      ['live-connect', ['PutItem']],
      ['push-live', ['GetItem', 'PutItem', 'Query']],
      ['send-email', ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem']],
      ['record-email-delivery', ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem']],
      ['survey-page', ['BatchGetItem', 'PutItem']],
      ['survey-step', ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'UpdateItem']],
      ['start-survey', ['BatchGetItem', 'PutItem']],
      ['take-survey-answer', ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem']],
      ['stop-survey', ['BatchGetItem', 'PutItem', 'UpdateItem']],
      ['send-sms', ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem']],
      ['agent-api', ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query']],
    ])('%s may do with the table what it does and nothing else', (name, does) => {
      const may = actionsOf(name).filter((action) => action.startsWith('dynamodb:'));
      expect([...new Set(may)].sort()).toEqual(does.map((action) => `dynamodb:${action}`));
    });

    test('who records deliveries may not send: no report makes a message leave', () => {
      const may = actionsOf('record-sms-delivery').filter((action) =>
        /^(dynamodb|sms-voice|events):/.test(action),
      );
      expect(may.sort()).toEqual(['dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem']);
      const ofMail = actionsOf('record-email-delivery').filter(
        (action) => !/^(dynamodb|kms|logs):/.test(action),
      );
      expect([...new Set(ofMail.map((action) => action.split(':')[0]))]).toEqual(['sqs']);
    });

    test('who sends mail sends it from the mailboxes, whatever else their domain may send', () => {
      const sending = allowed().filter(({ statement }) => actions(statement).includes('ses:SendEmail'));
      expect(sending).toHaveLength(3);
      for (const { statement } of sending)
        expect(statement.Condition).toEqual({
          StringEqualsIgnoreCase: {
            'ses:FromAddress': ['support@sunrise-bikes.example', 'billing@sunrise-bikes.example'],
          },
        });
    });

    test.each(['live-connect', 'push-live'])('%s writes connections of screens and nothing else', (name) => {
      const writing = statementsOf(name).filter((each) => actions(each).includes('dynamodb:PutItem'));
      expect(writing.map(({ Condition }) => Condition)).toEqual([
        { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['live#*'] } },
      ]);
    });

    test('nothing deletes from the table', () => {
      const deleting = allowed().flatMap(({ statement }) =>
        actions(statement).filter((action) => /dynamodb:.*Delete/.test(action)),
      );
      expect(deleting).toEqual([]);
    });

    test('who is waited for by an agent is not invoked by a rule or a queue', () => {
      const mapped = templates()
        .of('AWS::Lambda::EventSourceMapping')
        .flatMap(({ properties }) => referencesIn(properties.FunctionName));
      expect(mapped.filter((id) => id.includes('AgentApi'))).toEqual([]);
    });
  });

  describe('what nobody asked for is not there', () => {
    test('no custom resource but the activation of receipt rules, and no function of another language', () => {
      const custom = templates().resources.filter(({ type }) => /^Custom::|CustomResource/.test(type));
      expect(custom.map(({ type }) => type)).toEqual(['Custom::ActiveReceiptRuleSet']);
      expect(
        templates()
          .of('AWS::Lambda::Function')
          .filter(({ properties }) => !properties.Runtime.startsWith('nodejs')),
      ).toEqual([]);
    });

    test('End User Messaging is told of a topic only when the policy stands that lets it publish there', () => {
      const told = templates()
        .resources.filter(({ type }) => type.startsWith('AWS::SMSVOICE::'))
        .map(({ id, properties }) => ({
          id,
          topic: referencesIn([properties.TwoWay, properties.EventDestinations]),
        }))
        .filter(({ topic }) => topic.length > 0);
      expect(told.length).toBeGreaterThanOrEqual(2);
      for (const { id, topic } of told) {
        const policy = templates()
          .of('AWS::SNS::TopicPolicy')
          .find(({ properties }) => topic.includes(referencesIn(properties.Topics)[0] ?? ''));
        expect(templates().stacks.get('channels')?.Resources[id]?.DependsOn, id).toContain(policy?.id);
      }
    });

    test('SES is told of bucket and topic only when the policies stand that let it write there', () => {
      const [rule] = templates().of('AWS::SES::ReceiptRule');
      const written = referencesIn(rule?.properties.Rule.Actions);
      expect(written).toHaveLength(2);
      const policies = [
        ...templates().of('AWS::S3::BucketPolicy'),
        ...templates().of('AWS::SNS::TopicPolicy'),
      ]
        .filter(({ properties }) =>
          referencesIn([properties.Bucket, properties.Topics]).some((id) => written.includes(id)),
        )
        .map(({ id }) => id);
      expect(policies).toHaveLength(2);
      expect(templates().stacks.get('channels')?.Resources[rule?.id ?? '']?.DependsOn).toEqual(
        expect.arrayContaining(policies),
      );
    });

    test('End User Messaging and SES may publish to their topics although these demand TLS', () => {
      const policies = templates().of('AWS::SNS::TopicPolicy').map(statements);
      const publishers = policies.map((policy) => {
        const [deny, allow, ...others] = policy.map(({ Effect, Principal }) => [Effect, Principal]);
        expect([deny, others]).toEqual([['Deny', '*'], []]);
        return allow;
      });
      expect(publishers).toEqual([
        ['Allow', { Service: 'ses.amazonaws.com' }],
        ['Allow', { Service: 'sms-voice.amazonaws.com' }],
        ['Allow', { Service: 'sms-voice.amazonaws.com' }],
      ]);
    });

    test('what SES may do with bucket, topic and key it may do for our own rule only', () => {
      const bySes = allowed().filter(({ statement }) =>
        JSON.stringify(statement.Principal ?? '').includes('ses.amazonaws.com'),
      );
      expect(bySes.map(({ resource }) => resource.type).sort()).toEqual([
        'AWS::KMS::Key',
        'AWS::S3::BucketPolicy',
        'AWS::SNS::TopicPolicy',
      ]);
      for (const { statement } of bySes) {
        const conditions = JSON.stringify(statement.Condition);
        expect(conditions).toContain('aws:SourceAccount');
        // A set of the account may hold rules of others.
        expect(conditions).toContain(':receipt-rule-set/throughline-dev:receipt-rule/throughline-dev"');
      }
    });
  });
};
