import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import type { TokenKeys } from '../domain/tokens.ts';

/** The keys that tokens are signed with. */
export interface TokenKeySource {
  /** Throws one sentence when they have never been read; later failures leave the last good ones in use. */
  keys(): Promise<TokenKeys>;
}

/** Milliseconds: so long a new key may go unnoticed, so the old one stays beside it for longer. */
const FRESH = 5 * 60_000;
/** Milliseconds until the next try when the secret could not be read. */
const RETRY = 60_000;

const key = { id: z.int().min(0).max(255), secret: z.string().min(32) };

/** As CloudFormation makes it, `{ "id": 1, "secret": "…" }`; a rotation puts the former key under `previous`. */
const secretSchema = z
  .object({ ...key, previous: z.object(key).optional() })
  .refine(({ id, previous }) => id !== previous?.id, 'Two keys have one id.');

/** @param secretId name or ARN of the secret */
export function tokenKeySource(
  client: SecretsManagerClient,
  { secretId, now }: { readonly secretId: string; readonly now: () => Date },
): TokenKeySource {
  let good: TokenKeys | undefined;
  let text: string | undefined;
  let until = Number.NEGATIVE_INFINITY;
  let reading: Promise<TokenKeys> | undefined;

  async function read(): Promise<TokenKeys> {
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    // The same keys stay the same objects: what was derived from them stays with them.
    if (good && SecretString === text) return good;
    const { id, secret, previous } = secretSchema.parse(JSON.parse(SecretString));
    text = SecretString;
    return [{ id, secret }, ...(previous ? [previous] : [])];
  }

  async function refresh(): Promise<TokenKeys> {
    try {
      good = await read();
      until = now().getTime() + FRESH;
      return good;
    } catch (error) {
      // The parser quotes what it read: its message must not reach a log.
      if (!good) throw unreadable(error);
      until = now().getTime() + RETRY;
      return good;
    } finally {
      reading = undefined;
    }
  }

  return {
    async keys() {
      if (good && now().getTime() < until) return good;
      reading ??= refresh();
      return reading;
    },
  };
}

function unreadable(error: unknown): Error {
  const cause = error instanceof Error ? error.name : 'NotAnError';
  return Object.assign(new Error(`The secret of the token keys could not be read (${cause}).`), {
    name: 'TokenKeysUnreadable',
  });
}
