import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, test } from 'vitest';
import { tokenKeySource } from '../../../shared/gateways/token-keys.ts';

const first = { id: 1, secret: 'x'.repeat(64) };
const second = { id: 2, secret: 'y'.repeat(64) };

/** A secret that can be replaced or made unreadable, and a clock that is moved by hand. */
function secret(value: unknown) {
  const it = { value, reads: 0, minutes: 0 };
  const send = async () => {
    it.reads += 1;
    if (it.value instanceof Error) throw it.value;
    return { SecretString: typeof it.value === 'string' ? it.value : JSON.stringify(it.value) };
  };
  const source = tokenKeySource({ send } as unknown as SecretsManagerClient, {
    secretId: 'keys',
    now: () => new Date(it.minutes * 60_000),
  });
  return { it, keys: () => source.keys() };
}

const denied = Object.assign(new Error('not for you'), { name: 'AccessDeniedException' });

describe('The token keys', () => {
  test('are the one that CloudFormation made, or two while one replaces the other, the newest first', async () => {
    expect(await secret(first).keys()).toEqual([first]);
    expect(await secret({ ...second, previous: first }).keys()).toEqual([second, first]);
  });

  test('are read once in five minutes, and once by all who ask at the same moment', async () => {
    const { it, keys } = secret(first);
    await Promise.all([keys(), keys(), keys()]);
    it.minutes = 4.9;
    await keys();
    expect(it.reads).toBe(1);
    it.value = { ...second, previous: first };
    it.minutes = 5;
    expect(await keys()).toEqual([second, first]);
    expect(it.reads).toBe(2);
  });

  test('are the very same objects when they are read again unchanged: what is derived from them is kept by them', async () => {
    const { it, keys } = secret(first);
    const before = await keys();
    it.minutes = 5;
    expect(await keys()).toBe(before);
    expect(it.reads).toBe(2);
  });

  test('stay in use while the secret cannot be read; it is asked again every minute', async () => {
    const { it, keys } = secret(first);
    await keys();
    it.value = denied;
    it.minutes = 6;
    expect(await keys()).toEqual([first]);
    expect(await keys()).toEqual([first]);
    expect(it.reads).toBe(2);
    it.value = second;
    it.minutes = 7;
    expect(await keys()).toEqual([second]);
  });

  test.each([
    ['may not be read', denied],
    ['is no JSON', 'secret words'],
    ['holds no key', { id: 1 }],
    ['holds a key that is too short', { id: 1, secret: 'short' }],
    ['holds two keys of one id', { ...first, previous: { ...second, id: 1 } }],
  ])('that were never read are missing with a sentence when the secret %s', async (_what, value) => {
    const { it, keys } = secret(value);
    const failure = await keys().catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: 'TokenKeysUnreadable',
      message: expect.stringMatching(/^The secret of the token keys could not be read \(\w+\)\.$/),
    });
    it.value = first;
    expect(await keys()).toEqual([first]);
  });
});
