import { describe, expect, test } from 'vitest';
import { startCloud } from '../../../local/index.ts';
import { scratchFolder } from '../../support/scratch.ts';
import { deployThings } from './recording-cloud.ts';
import type { WrittenStack } from './write-assembly.ts';

const thing = (Value?: unknown, more: object = {}) => ({
  Type: 'Test::Thing',
  Properties: Value === undefined ? {} : { Value },
  ...more,
});

/** What an expression becomes as a property of a stack. */
async function resolved(expression: unknown, stack: WrittenStack = {}): Promise<unknown> {
  const { made } = await deployThings({
    dev: { ...stack, Resources: { Other: thing(), ...stack.Resources, Subject: thing(expression) } },
  });
  return made.find(({ logicalId }) => logicalId === 'Subject')?.properties.Value;
}

const OTHER_ARN = 'arn:aws:things:us-east-1:000000000000:Other';

describe('intrinsics', () => {
  test.each<[string, unknown, unknown]>([
    ['Ref', { Ref: 'Other' }, 'ref-Other'],
    ['Ref of a pseudo parameter', { Ref: 'AWS::AccountId' }, '000000000000'],
    ['Fn::GetAtt as a pair', { 'Fn::GetAtt': ['Other', 'Arn'] }, OTHER_ARN],
    ['Fn::GetAtt with a dot', { 'Fn::GetAtt': 'Other.Arn' }, OTHER_ARN],
    ['Fn::Join', { 'Fn::Join': ['/', ['a', { Ref: 'Other' }, 3]] }, 'a/ref-Other/3'],
    ['Fn::Select over Fn::Split', { 'Fn::Select': [5, { 'Fn::Split': [':', OTHER_ARN] }] }, 'Other'],
    [
      'Fn::Sub',
      { 'Fn::Sub': '${Other}-${Other.Arn}-${AWS::Region}-${!Literal}' },
      `ref-Other-${OTHER_ARN}-us-east-1-\${Literal}`,
    ],
    ['Fn::Sub with variables', { 'Fn::Sub': ['${a}${b}', { a: { Ref: 'Other' }, b: 'x' }] }, 'ref-Otherx'],
    ['Fn::Base64', { 'Fn::Base64': 'hi' }, 'aGk='],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Zones', { Ref: 'AWS::Region' }, 'main'] }, 'a'],
    ['Fn::If', { 'Fn::If': ['Yes', 'then', 'else'] }, 'then'],
    ['Fn::If over And, Or, Not', { 'Fn::If': ['Composed', 'then', 'else'] }, 'else'],
    ['AWS::NoValue in an object', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
    ['AWS::NoValue in a list', [1, { 'Fn::If': ['Yes', { Ref: 'AWS::NoValue' }, 2] }], [1]],
    ['a parameter with its default', { Ref: 'Size' }, 5],
    [
      'a condition block of a policy',
      { Condition: { Bool: { a: 'b' } } },
      { Condition: { Bool: { a: 'b' } } },
    ],
  ])('%s', async (_name, expression, expected) => {
    const stack = {
      Parameters: {
        Size: { Type: 'Number', Default: 5 },
        BootstrapVersion: {
          Type: 'AWS::SSM::Parameter::Value<String>',
          Default: '/cdk-bootstrap/hnb659fds/version',
        },
      },
      Mappings: { Zones: { 'us-east-1': { main: 'a' } } },
      Conditions: {
        Yes: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
        Composed: {
          'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Not': [{ 'Fn::Or': [{ Condition: 'Yes' }] }] }],
        },
      },
    };
    expect(await resolved(expression, stack)).toEqual(expected);
  });

  test.each<[string, unknown, RegExp]>([
    [
      'an unknown intrinsic',
      { 'Fn::Transform': {} },
      /Test::Thing dev\/Subject: Fn::Transform is not implemented/,
    ],
    [
      'a Ref that leads nowhere',
      { Ref: 'Nobody' },
      /Ref Nobody: the stack has no such resource or parameter/,
    ],
    [
      'an attribute that is not given',
      { 'Fn::GetAtt': ['Other', 'Url'] },
      /gives Test::Thing no attribute Url/,
    ],
    ['an import that nobody exports', { 'Fn::ImportValue': 'x' }, /no stack exports x/],
    ['a selection beyond the list', { 'Fn::Select': [9, ['a']] }, /has no element 9/],
    ['a dynamic reference', '{{resolve:ssm:/x}}', /dynamic reference .* is not implemented/],
  ])('%s is named with its place', async (_name, expression, message) => {
    await expect(resolved(expression)).rejects.toThrow(message);
  });
});

describe('order', () => {
  test('everything comes after what it refers to, is told to wait for, or imports', async () => {
    const { made, outputs } = await deployThings({
      second: {
        Resources: {
          C: thing({ 'Fn::Sub': '${B}' }),
          B: thing({ 'Fn::ImportValue': 'first-a' }, { DependsOn: 'A2' }),
          A2: thing({ 'Fn::GetStackOutput': { StackName: 'first', OutputName: 'Weak' } }),
        },
        Outputs: { Url: { Value: { 'Fn::Join': ['', ['http://', { Ref: 'C' }]] } } },
      },
      first: {
        Resources: { A: thing(), Skipped: thing(undefined, { Condition: 'No' }) },
        Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
        Outputs: {
          ExportsOutputRefA: { Value: { Ref: 'A' }, Export: { Name: 'first-a' } },
          Weak: { Value: { 'Fn::GetAtt': ['A', 'Arn'] } },
        },
      },
    });
    expect(made.map(({ logicalId }) => logicalId)).toEqual(['A', 'A2', 'B', 'C']);
    expect(made[2]?.properties.Value).toBe('ref-A');
    expect(outputs).toEqual({ Url: 'http://ref-C', Weak: 'arn:aws:things:us-east-1:000000000000:A' });
  });

  test('a cycle of resources is named in order', async () => {
    const Resources = {
      A: thing({ Ref: 'B' }),
      B: thing({ 'Fn::GetAtt': ['C', 'Arn'] }),
      C: thing(1, { DependsOn: ['A'] }),
    };
    await expect(deployThings({ dev: { Resources } })).rejects.toThrow(
      'The resources of stack dev depend on each other: A → B → C → A.',
    );
  });

  test('a cycle of stacks is named in order', async () => {
    const stack = (own: string, other: string): WrittenStack => ({
      Resources: { X: thing({ 'Fn::ImportValue': other }) },
      Outputs: { O: { Value: 'v', Export: { Name: own } } },
    });
    await expect(deployThings({ one: stack('a', 'b'), two: stack('b', 'a') })).rejects.toThrow(
      'The stacks depend on each other: one → two → one.',
    );
  });
});

describe('what the local cloud does not know ends the start', () => {
  test('a kind of resource, with its type, logical id, stack and path, all at once', async () => {
    const Metadata = { 'aws:cdk:path': 'dev/Cache/Resource' };
    const Resources = {
      Cache: { Type: 'AWS::ElastiCache::Cluster', Metadata },
      Vpc: { Type: 'AWS::EC2::VPC' },
    };
    const error = await deployThings({ dev: { Resources } }).catch((caught: Error) => caught);
    expect(String(error)).toContain('AWS::ElastiCache::Cluster Cache in stack dev (dev/Cache/Resource)');
    expect(String(error)).toContain('AWS::EC2::VPC Vpc in stack dev');
  });

  test('a property', async () => {
    const Resources = { A: { Type: 'Test::Thing', Properties: { Valeu: 1 } } };
    await expect(deployThings({ dev: { Resources } })).rejects.toThrow(/Test::Thing dev\/A: property Valeu/);
  });

  test('a policy that cannot be judged', async () => {
    const Statement = [
      { Effect: 'Allow', Action: '*', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': '::1' } } },
    ];
    const Resources = {
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] } } },
      P: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyName: 'P', Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement } },
      },
    };
    await expect(deployThings({ dev: { Resources } })).rejects.toThrow(/AWS::IAM::Policy dev\/P.*IpAddress/);
  });

  test('a managed policy that is not on the table', async () => {
    const Properties = {
      AssumeRolePolicyDocument: { Statement: [] },
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    };
    await expect(
      deployThings({ dev: { Resources: { R: { Type: 'AWS::IAM::Role', Properties } } } }),
    ).rejects.toThrow(/does not know the managed policy .*AdministratorAccess/);
  });

  test('a directory that holds no assembly', async () => {
    const assemblyDirectory = scratchFolder('empty');
    await expect(startCloud({ assemblyDirectory, mode: 'virtual' })).rejects.toThrow(/run cdk synth first/);
  });
});

test('kinds without a local effect are made, and references to them resolve', async () => {
  const value = await resolved(
    { 'Fn::GetAtt': ['Key', 'Arn'] },
    { Resources: { Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: {} } } } },
  );
  expect(value).toMatch(/^arn:aws:kms:us-east-1:000000000000:key\/[0-9a-f-]{36}$/);
});
