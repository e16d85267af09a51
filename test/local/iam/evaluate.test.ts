import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Asker, evaluate } from '../../../local/iam/evaluate.ts';
import { readPolicy } from '../../../local/iam/policy.ts';

const ROLE: Asker = { kind: 'role', roleArn: 'arn:aws:iam::000000000000:role/recorder' };
const TOPIC: Asker = { kind: 'service', principal: 'sns.amazonaws.com' };
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:inbox.fifo';
const TOPIC_ARN = 'arn:aws:sns:us-east-1:000000000000:sms';

const policy = (...statements: object[]) =>
  readPolicy({ Version: '2012-10-17', Statement: statements }, 'test');

function ask(
  asker: Asker,
  identity: object[],
  resource: object[],
  context: Record<string, string | readonly string[]> = {},
) {
  return evaluate(policy(...identity), policy(...resource), {
    asker,
    action: 'sqs:SendMessage',
    resource: QUEUE,
    context: new Map(Object.entries(context)),
  });
}

const ALLOW = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE };

describe('a role', () => {
  test('may do nothing that no policy allows', () => {
    expect(ask(ROLE, [], [])).toEqual({ allowed: false, explicit: false, by: 'identity' });
  });

  test.each([
    ['the action itself', { ...ALLOW }],
    ['another spelling of the action', { ...ALLOW, Action: 'SQS:sendmessage' }],
    ['wildcards in the action', { ...ALLOW, Action: ['sns:*', 'sqs:Send*'] }],
    ['wildcards in the resource', { ...ALLOW, Resource: 'arn:aws:sqs:*:*:in?ox*' }],
    ['everything but other actions', { Effect: 'Allow', NotAction: 'sqs:Delete*', Resource: '*' }],
  ])('may when its policy allows %s', (_name, statement) => {
    expect(ask(ROLE, [statement], [])).toEqual({ allowed: true });
  });

  test.each([
    ['another action', { ...ALLOW, Action: 'sqs:ReceiveMessage' }],
    ['a longer resource', { ...ALLOW, Resource: `${QUEUE}-other` }],
    ['everything but this action', { Effect: 'Allow', NotAction: 'sqs:Send*', Resource: '*' }],
    ['everything but this resource', { Effect: 'Allow', Action: 'sqs:*', NotResource: QUEUE }],
  ])('may not when its policy allows %s', (_name, statement) => {
    expect(ask(ROLE, [statement], []).allowed).toBe(false);
  });

  test('may not when a deny applies, wherever it stands and whatever else allows', () => {
    const deny = { Effect: 'Deny', Action: 'sqs:*', Resource: '*' };
    expect(ask(ROLE, [ALLOW, deny], [])).toEqual({ allowed: false, explicit: true, by: 'identity' });
    expect(ask(ROLE, [ALLOW], [{ ...deny, Principal: '*' }])).toEqual({
      allowed: false,
      explicit: true,
      by: 'resource',
    });
  });

  test('may when the resource names it, and not when the resource names only the account', () => {
    expect(ask(ROLE, [], [{ ...ALLOW, Principal: { AWS: ROLE.roleArn } }]).allowed).toBe(true);
    const root = 'arn:aws:iam::000000000000:root';
    expect(ask(ROLE, [], [{ ...ALLOW, Principal: { AWS: root } }]).allowed).toBe(false);
    expect(ask(ROLE, [ALLOW], [{ ...ALLOW, Effect: 'Deny', Principal: { AWS: root } }]).allowed).toBe(false);
  });

  test('the deny that enforceSSL writes does not hit a call over TLS', () => {
    const deny = {
      Effect: 'Deny',
      Principal: '*',
      Action: 'sqs:*',
      Resource: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    expect(ask(ROLE, [ALLOW], [deny], { 'aws:securetransport': 'true' }).allowed).toBe(true);
    expect(ask(ROLE, [ALLOW], [deny], { 'aws:securetransport': 'false' }).allowed).toBe(false);
  });
});

describe('a service', () => {
  const forTopic = (condition: object) => ({
    ...ALLOW,
    Principal: { Service: 'sns.amazonaws.com' },
    Condition: condition,
  });
  const from = (arn: string) => ({ 'aws:sourcearn': arn });

  test.each([
    ['ArnEquals', { ArnEquals: { 'aws:SourceArn': TOPIC_ARN } }],
    ['ArnLike', { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:s*' } }],
    ['StringEquals', { StringEquals: { 'aws:SourceArn': ['x', TOPIC_ARN] } }],
  ])('may when the resource lets its source pass by %s', (_name, condition) => {
    expect(ask(TOPIC, [], [forTopic(condition)], from(TOPIC_ARN)).allowed).toBe(true);
    expect(ask(TOPIC, [], [forTopic(condition)], from(`${TOPIC_ARN.slice(0, -3)}other`)).allowed).toBe(false);
    expect(ask(TOPIC, [], [forTopic(condition)]).allowed).toBe(false);
  });

  test('may not on the strength of another service’s principal', () => {
    const events: Asker = { kind: 'service', principal: 'events.amazonaws.com' };
    expect(ask(events, [], [forTopic({})])).toEqual({ allowed: false, explicit: false, by: 'resource' });
  });
});

describe('conditions', () => {
  test.each([
    ['StringNotEquals holds without the key', { StringNotEquals: { 'sqs:x': 'a' } }, {}, true],
    ['StringEqualsIfExists holds without the key', { StringEqualsIfExists: { 'sqs:x': 'a' } }, {}, true],
    ['StringEquals fails without the key', { StringEquals: { 'sqs:x': 'a' } }, {}, false],
    ['Null true holds without the key', { Null: { 'sqs:x': 'true' } }, {}, true],
    ['Null false fails without the key', { Null: { 'sqs:x': 'false' } }, {}, false],
    ['keys are compared without case', { StringEquals: { 'SQS:X': 'a' } }, { 'sqs:x': 'a' }, true],
    ['StringLike knows wildcards', { StringLike: { 'sqs:x': 'a*z' } }, { 'sqs:x': 'abz' }, true],
    [
      'all operators must hold',
      { StringLike: { 'sqs:x': 'a*' }, Bool: { 'sqs:y': true } },
      { 'sqs:x': 'a' },
      false,
    ],
    ['NumericLessThan compares numbers', { NumericLessThan: { 'sqs:n': 10 } }, { 'sqs:n': '9' }, true],
  ])('%s', (_name, condition, context, allowed) => {
    expect(ask(ROLE, [{ ...ALLOW, Condition: condition }], [], context).allowed).toBe(allowed);
  });
});

describe('a key with several values', () => {
  const allValues = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['live#*', 'seen#*'] } };
  const anyValue = { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['live#*'] } };
  const noValue = { 'ForAllValues:StringNotLike': { 'dynamodb:LeadingKeys': ['customer#*'] } };
  test.each([
    ['all match', allValues, ['live#a', 'seen#b'], true],
    ['one of them does not', allValues, ['live#a', 'customer#b'], false],
    ['there is none, as AWS has it', allValues, [], true],
    ['one of them matches', anyValue, ['customer#b', 'live#a'], true],
    ['none of them matches', anyValue, ['customer#b'], false],
    ['none is there', anyValue, [], false],
    ['none is forbidden', noValue, ['live#a', 'seen#b'], true],
    ['one of them is forbidden', noValue, ['live#a', 'customer#b'], false],
  ])('is judged by what the operator says: %s', (_name, condition, keys, allowed) => {
    const context = { 'dynamodb:leadingkeys': keys };
    expect(ask(ROLE, [{ ...ALLOW, Condition: condition }], [], context).allowed).toBe(allowed);
  });
});

describe('what it does not understand is an error when it is read', () => {
  test.each([
    [
      'a key that never comes, of an operator that holds without it',
      { ...ALLOW, Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } } },
      /aws:TagKeys/,
    ],
    ['an operator', { ...ALLOW, Condition: { IpAddress: { 'aws:SecureTransport': '1' } } }, /IpAddress/],
    ['a global key', { ...ALLOW, Condition: { StringEquals: { 'aws:SourceVpc': 'v' } } }, /aws:SourceVpc/],
    ['a policy variable', { ...ALLOW, Resource: 'arn:aws:s3:::${aws:username}' }, /policy variables/],
    ['an element', { ...ALLOW, NotPrincipal: '*' }, /does not understand/],
    ['an effect', { ...ALLOW, Effect: 'Maybe' }, /does not understand/],
    ['a statement without action', { Effect: 'Allow', Resource: '*' }, /names no action/],
  ])('%s', (_name, statement, message) => {
    expect(() => policy(statement)).toThrow(message);
    expect(() => readPolicy({ Statement: [statement] }, 'AWS::IAM::Policy dev/P')).toThrow(
      /AWS::IAM::Policy dev\/P/,
    );
  });
});

test('an explicit deny wins in any order and company of statements', () => {
  const deny = { Effect: 'Deny', Action: 'sqs:SendMessage', Resource: '*' };
  fc.assert(
    fc.property(fc.shuffledSubarray([ALLOW, ALLOW, deny, { ...ALLOW, Resource: '*' }]), (statements) => {
      const verdict = ask(ROLE, statements, []);
      if (statements.includes(deny)) expect(verdict).toMatchObject({ allowed: false, explicit: true });
      else expect(verdict.allowed).toBe(statements.length > 0);
    }),
  );
});
