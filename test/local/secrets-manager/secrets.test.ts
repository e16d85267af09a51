import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { describe, expect, test } from 'vitest';
import type { Caller } from '../../../local/core/service.ts';
import { createSecretsManager } from '../../../local/secrets-manager/index.ts';
import { smallCloud } from '../small-cloud.ts';

function start(properties: Record<string, unknown> = { SecretString: 'first' }, seed = 'secrets') {
  const secrets = createSecretsManager();
  const cloud = smallCloud([secrets], seed);
  const { ref: SecretId } = cloud.create('AWS::SecretsManager::Secret', 'Key', {
    Name: 'key',
    ...properties,
  });
  const client = new SecretsManagerClient(cloud.client);
  const get = (more: object = {}) => client.send(new GetSecretValueCommand({ SecretId, ...more }));
  const put = (SecretString: string, more: object = {}) =>
    client.send(new PutSecretValueCommand({ SecretId, SecretString, ...more }));
  return { secrets, cloud, client, SecretId, get, put };
}

describe('a secret', () => {
  test('is found by name, by ARN, and by ARN without its ending', async () => {
    const { SecretId, get } = start();
    expect(SecretId).toMatch(/^arn:aws:secretsmanager:eu-west-1:123456789012:secret:key-[\da-z]{6}$/);
    for (const id of ['key', SecretId, SecretId.slice(0, -7)]) {
      expect(await get({ SecretId: id })).toMatchObject({
        ARN: SecretId,
        Name: 'key',
        SecretString: 'first',
      });
    }
    await expect(get({ SecretId: 'ke' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('keeps its current and its previous value, so that keys can rotate', async () => {
    const { get, put, client, SecretId } = start();
    await put('second');
    const { VersionId } = await put('third');
    expect(await get()).toMatchObject({ SecretString: 'third', VersionId, VersionStages: ['AWSCURRENT'] });
    expect(await get({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'second' });
    const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId }));
    expect(
      Object.values(VersionIdsToStages ?? {})
        .flat()
        .sort(),
    ).toEqual(['AWSCURRENT', 'AWSPREVIOUS']);
  });

  test('takes a version under another stage without touching the current one', async () => {
    const { get, put } = start();
    await put('next', { VersionStages: ['PENDING'] });
    expect(await get()).toMatchObject({ SecretString: 'first' });
    expect(await get({ VersionStage: 'PENDING' })).toMatchObject({ SecretString: 'next' });
    await expect(get({ VersionStage: 'AWSPREVIOUS' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('put twice with one token is put once, and another value under it is refused', async () => {
    const { get, put } = start();
    const token = { ClientRequestToken: '0123456789abcdef0123456789abcdef' };
    await put('second', token);
    await put('second', token);
    expect(await get({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'first' });
    await expect(put('other', token)).rejects.toMatchObject({ name: 'ResourceExistsException' });
  });

  test('is not given to a role that has no right to it', async () => {
    const { cloud } = start();
    const caller: Caller = {
      kind: 'role',
      roleArn: 'arn:aws:iam::123456789012:role/none',
      functionName: 'f',
    };
    await expect(
      cloud.call('secretsmanager', 'GetSecretValue', { SecretId: 'key' }, caller),
    ).rejects.toMatchObject({ code: expect.stringMatching(/AccessDenied/) });
  });

  test('has its first value again after a reset', async () => {
    const { secrets, get, put } = start();
    await put('second');
    await secrets.reset();
    expect(await get()).toMatchObject({ SecretString: 'first' });
  });
});

describe('a generated secret', () => {
  const generated = async (GenerateSecretString: object, seed?: string) =>
    (await start({ GenerateSecretString }, seed).get()).SecretString ?? '';

  test('has the length and the characters asked for, one of each kind', async () => {
    const text = await generated({
      PasswordLength: 64,
      ExcludePunctuation: true,
      ExcludeCharacters: 'abc019',
    });
    expect(text).toMatch(/^[A-Zd-z2-8]{64}$/);
    for (const kind of [/[A-Z]/, /[a-z]/, /[0-9]/]) expect(text).toMatch(kind);
    expect(await generated({ PasswordLength: 3, ExcludePunctuation: true }, 'x')).toMatch(
      /^(?=.*[A-Z])(?=.*[a-z])(?=.*\d).{3}$/,
    );
  });

  test('can be one member of a JSON document', async () => {
    const text = await generated({
      SecretStringTemplate: '{"kid":"a"}',
      GenerateStringKey: 'key',
      PasswordLength: 8,
    });
    expect(JSON.parse(text)).toEqual({ kid: 'a', key: expect.stringMatching(/^.{8}$/) });
  });

  test('repeats for a seed and differs for another', async () => {
    expect(await generated({}, 'one')).toBe(await generated({}, 'one'));
    expect(await generated({}, 'one')).not.toBe(await generated({}, 'two'));
  });

  test.each([
    [{ GenerateSecretString: { SecretStringTemplate: '{}' } }, 'together'],
    [
      {
        GenerateSecretString: {
          ExcludeLowercase: true,
          ExcludeUppercase: true,
          ExcludeNumbers: true,
          ExcludePunctuation: true,
        },
      },
      'excludes every character',
    ],
    [{ SecretString: 'x', GenerateSecretString: {} }, 'not both'],
    [{ RotationRules: {} }, 'property RotationRules is not implemented'],
  ])('%j is refused at the start', (properties, sentence) => {
    expect(() => start(properties)).toThrow(sentence);
  });
});
