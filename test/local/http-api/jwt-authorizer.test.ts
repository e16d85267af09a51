import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { authorize } from '../../../local/http-api/jwt-authorizer.ts';
import { apiCloud, ISSUER } from './api-cloud.ts';

const SCOPE = 'throughline/agent';
const routes = { 'GET /work': { jwt: true, scopes: [SCOPE, 'throughline/lead'] }, 'GET /any': { jwt: true } };

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** The parts of a token, decoded. */
function parts(token: string) {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const decode = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString());
  return { header: decode(header), payload: decode(payload), signature };
}

describe('a JWT authorizer', () => {
  test('lets a token of its issuer through and hands the claims to the function as text', async () => {
    const { send, token } = await apiCloud({ routes });
    const response = await send('GET /work', bearer(token()));
    expect(response.status).toBe(200);
    expect(response.json()).toMatchObject({
      requestContext: {
        authorizer: {
          jwt: {
            claims: {
              iss: ISSUER,
              aud: 'throughline',
              username: 'ana',
              token_use: 'access',
              scope: SCOPE,
              'cognito:groups': '[queue:billing role:agent]',
              exp: expect.stringMatching(/^\d+$/),
            },
            scopes: [SCOPE],
          },
        },
      },
    });
  });

  test('takes the token without the word Bearer, too, and names no scopes where none are asked', async () => {
    const { send, token } = await apiCloud({ routes });
    const response = await send('GET /any', { authorization: token() });
    expect(response.json()).toMatchObject({ requestContext: { authorizer: { jwt: { scopes: null } } } });
  });

  test('takes any one of a route’s scopes, from scope or scp', async () => {
    const { send, token } = await apiCloud({ routes });
    const withScp = token({ scopes: [], claims: { scope: undefined, scp: ['openid', 'throughline/lead'] } });
    expect(await send('GET /work', bearer(withScp))).toMatchObject({ status: 200 });
    expect(await send('GET /work', bearer(token({ scopes: ['openid', SCOPE] })))).toMatchObject({
      status: 200,
    });
  });

  test('takes client_id for the audience where there is no aud, and only there', async () => {
    const { send, token } = await apiCloud({ routes });
    const client = (aud: unknown) => token({ claims: { aud, client_id: 'throughline' } });
    expect(await send('GET /work', bearer(client(undefined)))).toMatchObject({ status: 200 });
    expect(await send('GET /work', bearer(client('another')))).toMatchObject({ status: 401 });
  });

  test('forbids a token without the scope: an ID token, for one', async () => {
    const { send, token } = await apiCloud({ routes });
    const response = await send('GET /work', bearer(token({ use: 'id' })));
    expect(response).toMatchObject({ status: 403, text: '{"message":"Forbidden"}' });
    expect(response.headers['www-authenticate']).toContain('insufficient_scope');
    expect(await send('GET /work', bearer(token({ scopes: ['throughline/agent2'] })))).toMatchObject({
      status: 403,
    });
  });

  test('stops taking a token when the local clock passes its end', async () => {
    const { send, token, cloud } = await apiCloud({ routes });
    const short = token({ expiresInSeconds: 60 });
    await cloud.scheduler.advance(59_000);
    expect(await send('GET /work', bearer(short))).toMatchObject({ status: 200 });
    await cloud.scheduler.advance(1_000);
    expect(await send('GET /work', bearer(short))).toMatchObject({ status: 401 });
  });

  describe('answers Unauthorized, and the function never runs, for', () => {
    type Api = Awaited<ReturnType<typeof apiCloud>>;
    const later = (api: Api) => Math.floor(api.cloud.clock.now() / 1000) + 60;

    /** A token with another header or payload, signed by a key of somebody else. */
    function foreign(api: Api, header: object = {}): string {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const good = parts(api.token());
      const signed = `${encode({ ...good.header, ...header })}.${encode(good.payload)}`;
      return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`;
    }

    function respelt(api: Api): string {
      const token = api.token();
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
      // 256 bytes leave four unused bits in the last character, which a lenient decoder ignores.
      const last = alphabet.indexOf(token.at(-1) ?? '');
      return token.slice(0, -1) + alphabet[last ^ 1];
    }

    test.each<[string, (api: Api) => Record<string, string>]>([
      ['no token', () => ({})],
      ['an empty header', () => ({ authorization: '' })],
      ['what is no token', () => bearer('abc')],
      ['what has three parts but is none', () => bearer('a.b.c')],
      ['an expired token', (api) => bearer(api.token({ expiresInSeconds: -1 }))],
      ['a token without an end', (api) => bearer(api.token({ claims: { exp: undefined } }))],
      ['a token that is not valid yet', (api) => bearer(api.token({ claims: { nbf: later(api) } }))],
      ['a token of the future', (api) => bearer(api.token({ claims: { iat: later(api) } }))],
      ['a token of another issuer', (api) => bearer(api.token({ claims: { iss: 'https://evil.example' } }))],
      ['a token for another audience', (api) => bearer(api.token({ audience: 'another' }))],
      ['a token for nobody', (api) => bearer(api.token({ claims: { aud: undefined } }))],
      ['a token signed by another key', (api) => bearer(foreign(api))],
      ['a token whose key nobody knows', (api) => bearer(foreign(api, { kid: 'unknown' }))],
      ['another spelling of a good signature', (api) => bearer(respelt(api))],
      [
        'a token without a signature (alg none)',
        (api) => {
          const { header, payload } = parts(api.token());
          return bearer(`${encode({ ...header, alg: 'none' })}.${encode(payload)}.`);
        },
      ],
      [
        'a token that claims a symmetric algorithm',
        (api) => {
          const { header, payload, signature } = parts(api.token());
          return bearer(`${encode({ ...header, alg: 'HS256' })}.${encode(payload)}.${signature}`);
        },
      ],
      [
        'a token whose claims were changed',
        (api) => {
          const { header, payload, signature } = parts(api.token());
          const changed = { ...payload, 'cognito:groups': ['role:supervisor'] };
          return bearer(`${encode(header)}.${encode(changed)}.${signature}`);
        },
      ],
    ])('%s', async (_, headersOf) => {
      let runs = 0;
      const api = await apiCloud({ routes }, () => ++runs);
      const response = await api.send('GET /work', headersOf(api));
      expect(response).toMatchObject({ status: 401, text: '{"message":"Unauthorized"}' });
      expect(response.headers['www-authenticate']).toMatch(/^Bearer/);
      expect(runs).toBe(0);
    });
  });
});

test('a token of the right key under another algorithm’s name is refused', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const claims = { iss: ISSUER, aud: 'throughline', exp: 2_000_000_000 };
  const judge = (alg: string) => {
    const signed = `${encode({ alg, kid: 'k' })}.${encode(claims)}`;
    const token = `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`;
    return authorize(token, { issuer: ISSUER, audiences: ['throughline'] }, [], () => publicKey, 0);
  };
  expect(judge('RS256')).toMatchObject({ ok: true });
  for (const alg of ['none', 'HS256', 'PS256', 'rs256'])
    expect(judge(alg)).toMatchObject({ ok: false, status: 401 });
});
