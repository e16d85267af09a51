import { describe, expect, test } from 'vitest';
import { centre } from './centre.ts';

const refused: readonly (readonly [string, string, (it: ReturnType<typeof centre>) => object, string])[] = [
  [
    'a second queue of a name',
    'Queue',
    (it) => ({ Name: 'general', HoursOfOperationArn: it.hoursArn }),
    'already',
  ],
  [
    'two calls at once for an agent',
    'RoutingProfile',
    (it) => ({
      Name: 'p',
      Description: 'p',
      DefaultOutboundQueueArn: it.queue,
      MediaConcurrencies: [{ Channel: 'VOICE', Concurrency: 2 }],
    }),
    'an agent has one call at a time',
  ],
  [
    'a profile of an unknown queue',
    'RoutingProfile',
    (it) => ({
      Name: 'p',
      Description: 'p',
      DefaultOutboundQueueArn: `${it.queue}x`,
      MediaConcurrencies: [{ Channel: 'TASK', Concurrency: 1 }],
    }),
    'there is no queue',
  ],
  [
    'a user of an unknown profile',
    'User',
    () => ({ Username: 'ana', RoutingProfileArn: 'x/y', SecurityProfileArns: ['x/y'] }),
    'there is no routing profile x/y',
  ],
  [
    'a status that every instance has',
    'AgentStatus',
    () => ({ Name: 'Offline', State: 'ENABLED' }),
    'already',
  ],
  [
    'a flow of an unknown type',
    'ContactFlow',
    () => ({ Name: 'f', Type: 'CAMPAIGN', Content: '{}' }),
    'property Type',
  ],
  [
    'a property it does not know',
    'PredefinedAttribute',
    () => ({ Name: 'Language', Colour: 'red' }),
    'Colour is not implemented',
  ],
  [
    'a day that is none',
    'HoursOfOperation',
    () => ({
      Name: 'h',
      TimeZone: 'UTC',
      Config: [{ Day: 'FUNDAY', StartTime: { Hours: 9, Minutes: 0 }, EndTime: { Hours: 17, Minutes: 0 } }],
    }),
    'Day',
  ],
];

describe('a template is refused', () => {
  test.each(refused)('with %s', (_what, kind, properties, sentence) => {
    const it = centre();
    expect(() => it.make(kind, 'Odd', properties(it))).toThrow(sentence);
  });

  test.each([
    ['with another integration', { IntegrationType: 'LEX_BOT' }, 'IntegrationType'],
    ['with an instance id for its ARN', { InstanceId: 'abc' }, 'InstanceId'],
  ])('%s', (_what, more, sentence) => {
    const it = centre();
    expect(() =>
      it.cloud.create('AWS::Connect::IntegrationAssociation', 'Odd', {
        InstanceId: it.InstanceArn,
        IntegrationType: 'LAMBDA_FUNCTION',
        IntegrationArn: 'arn:aws:lambda:eu-west-1:123456789012:function:f',
        ...more,
      }),
    ).toThrow(sentence);
  });

  test('with more than 50 functions', () => {
    const it = centre();
    const associate = (id: number) =>
      it.cloud.create('AWS::Connect::IntegrationAssociation', `A${id}`, {
        InstanceId: it.InstanceArn,
        IntegrationType: 'LAMBDA_FUNCTION',
        IntegrationArn: `arn:aws:lambda:eu-west-1:123456789012:function:f${id}`,
      });
    for (let id = 0; id < 50; id++) associate(id);
    expect(() => associate(50)).toThrow('an instance has at most 50 functions');
  });
});

test('users of the template log in by name, with their profile and skills', () => {
  const it = centre();
  const security = it.make('SecurityProfile', 'Security', { SecurityProfileName: 'Agent' }).ref;
  const RoutingProfileArn = it.addProfile('calls', [it.serves(it.queue)]);
  const user = (AttributeValue: string) => ({
    Username: `ana-${AttributeValue}`,
    RoutingProfileArn,
    SecurityProfileArns: [security],
    IdentityInfo: { FirstName: 'Ana', LastName: 'Lima' },
    PhoneConfig: { PhoneType: 'SOFT_PHONE', AfterContactWorkTimeLimit: 60 },
    UserProficiencies: [{ AttributeName: 'Language', AttributeValue, Level: 4 }],
  });
  it.make('PredefinedAttribute', 'Language', { Name: 'Language', Values: { StringList: ['pt', 'it'] } });
  it.make('User', 'Ana', user('pt'));
  expect(it.desk.agents.login('ana-pt').user).toMatchObject({
    firstName: 'Ana',
    afterWorkLimitMs: 60_000,
    profile: { name: 'calls' },
    proficiencies: [{ attribute: 'Language', value: 'pt', level: 4 }],
  });
  expect(() => it.make('User', 'Bela', user('fr'))).toThrow('no predefined attribute has Language: fr');
  expect(() => it.desk.agents.login('nobody')).toThrow('There is no user "nobody".');
  expect(() => it.desk.agents.setStatus('ana-pt', 'Lunch')).toThrow('There is no agent status "Lunch".');
});

test('numbers are the same at every start', () => {
  const [first, second] = [centre(), centre()];
  expect(first.desk.numbers()).toEqual(second.desk.numbers());
  expect(first.number).toMatch(/^\+351\d{8,9}$/);
});
