import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { apiCloud, ISSUER } from '../http-api/api-cloud.ts';

const POOL_ISSUER = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc';
const protectedRoute = { 'GET /work': { jwt: true, scopes: ['throughline/agent'] } };

/** A document of the local issuer, as a JWT library would fetch it. */
async function fetched(api: Awaited<ReturnType<typeof apiCloud>>, path: string) {
  const rawPath = `/_issuer/.well-known/${path}`;
  const request = {
    method: 'GET',
    path: rawPath,
    rawPath,
    query: new URLSearchParams(),
    headers: {},
    body: new Uint8Array(),
  };
  return JSON.parse(String((await api.http.serve(request))?.body));
}

test('a person’s access token for a user pool looks like one of Cognito', async () => {
  const { cognito, cloud } = await apiCloud({ routes: protectedRoute, issuer: POOL_ISSUER });
  const token = await cognito.issueToken?.({
    agent: 'ana',
    queues: ['billing', 'sales'],
    role: 'supervisor',
  });
  const now = Math.floor(cloud.clock.now() / 1000);
  expect(decodeJwt(token ?? '')).toEqual({
    sub: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/),
    'cognito:groups': ['queue:billing', 'queue:sales', 'role:supervisor'],
    iss: POOL_ISSUER,
    client_id: 'throughline',
    scope: 'throughline/agent',
    username: 'ana',
    token_use: 'access',
    auth_time: now,
    iat: now,
    exp: now + 3600,
    jti: expect.any(String),
    origin_jti: expect.any(String),
  });
});

test('an ID token names its audience and has no scope', async () => {
  const { token } = await apiCloud({ routes: protectedRoute, issuer: POOL_ISSUER });
  const claims = decodeJwt(token({ use: 'id' }));
  expect(claims).toMatchObject({ aud: 'throughline', token_use: 'id', 'cognito:username': 'ana' });
  expect(claims).not.toHaveProperty('scope');
  expect(claims).not.toHaveProperty('client_id');
});

test('a token for an issuer of the company’s own names its audience', async () => {
  const { token } = await apiCloud({ routes: protectedRoute });
  expect(decodeJwt(token())).toMatchObject({
    iss: ISSUER,
    aud: 'throughline',
    groups: ['queue:billing', 'role:agent'],
  });
});

test('the same person has the same id in every token', async () => {
  const { token } = await apiCloud({ routes: protectedRoute });
  const subjectOf = (text: string) => decodeJwt(text).sub;
  expect(subjectOf(token())).toBe(subjectOf(token()));
  expect(subjectOf(token({ subject: 'ben' }))).not.toBe(subjectOf(token()));
});

test('another implementation verifies tokens with the published keys', async () => {
  const api = await apiCloud({ routes: protectedRoute });
  const keys = createLocalJWKSet(await fetched(api, 'jwks.json'));
  const currentDate = new Date(api.cloud.clock.now());
  const verified = await jwtVerify(api.token(), keys, {
    issuer: ISSUER,
    audience: 'throughline',
    currentDate,
  });
  expect(verified.protectedHeader).toMatchObject({ alg: 'RS256' });
  const changed = api.token().replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'));
  await expect(jwtVerify(changed, keys, { currentDate })).rejects.toThrow();
});

test('the issuer describes itself', async () => {
  const api = await apiCloud({ routes: protectedRoute });
  expect(await fetched(api, 'openid-configuration')).toMatchObject({
    issuer: ISSUER,
    jwks_uri: 'http://127.0.0.1:3000/_issuer/.well-known/jwks.json',
  });
});

test('a pool and what belongs to it give the ids that templates refer to', async () => {
  const { cloud, cognito } = await apiCloud({ routes: {} });
  const pool = cloud.create('AWS::Cognito::UserPool', 'Pool', {
    MfaConfiguration: 'ON',
    EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
  });
  expect(pool.ref).toMatch(/^eu-west-1_[\da-z]{9}$/);
  expect(pool.attributes).toMatchObject({
    Arn: `arn:aws:cognito-idp:eu-west-1:123456789012:userpool/${pool.ref}`,
    ProviderURL: `https://cognito-idp.eu-west-1.amazonaws.com/${pool.ref}`,
  });
  const UserPoolId = pool.ref;
  const client = cloud.create('AWS::Cognito::UserPoolClient', 'Client', {
    UserPoolId,
    AllowedOAuthFlows: ['code'],
  });
  expect(client.ref).toMatch(/^[\da-z]{26}$/);
  cloud.create('AWS::Cognito::UserPoolResourceServer', 'Server', {
    UserPoolId,
    Identifier: 'throughline',
    Name: 'throughline',
    Scopes: [{ ScopeName: 'agent', ScopeDescription: 'Answer customers' }],
  });
  const token = await cognito.issueToken?.({ agent: 'ana', queues: [], role: 'agent' });
  expect(decodeJwt(token ?? '')).toMatchObject({ scope: 'throughline/agent' });
});

test('a property that a pool does not know is an error that names it', async () => {
  const { cloud } = await apiCloud({ routes: {} });
  expect(() => cloud.create('AWS::Cognito::UserPool', 'Pool', { LambdaConfig: {} })).toThrow(
    'AWS::Cognito::UserPool test/Pool: property LambdaConfig is not implemented by the local cloud.',
  );
});
