import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { TokenClaims } from '../../local/cognito/index.ts';
import { type Product, startProduct } from '../support/product-cloud.ts';

// Who is not let in, and who is let in but not there. The authorizer of the template answers the first, the function
// the second; neither says more than is needed.

let product: Product;
let caseId: string;
let customerId: string;
beforeAll(async () => {
  product = await startProduct({ assembly: inject('assembly') });
  product.sms('+14255550182', 'My secret is 4711');
  await product.settle();
  const [item] = await product.agent('ana', ['general']).work();
  ({ caseId, customerId } = item ?? { caseId: '', customerId: '' });
});
afterAll(() => product.stop());

async function ask(authorization: string | undefined, path = '/work', method = 'GET') {
  return product.request({
    method,
    path,
    ...(authorization !== undefined && { headers: { authorization } }),
  });
}
const askAs = (claims: Partial<TokenClaims>, path?: string) => ask(`Bearer ${product.token(claims)}`, path);

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString());

/** A good token with another header, other claims or another signature. */
function forged(change: { readonly header?: object; readonly claims?: object; readonly signature?: string }) {
  const [header, claims, signature] = product.token().split('.');
  const head = encode({ ...decode(header), ...change.header });
  const body = encode({ ...decode(claims), ...change.claims });
  return `Bearer ${head}.${body}.${change.signature ?? signature}`;
}

test('a good token is let in', async () => {
  expect((await askAs({})).status).toBe(200);
});

describe('a token that is none, or not for us, is refused', () => {
  test.each<[string, () => string | undefined, string]>([
    ['none at all', () => undefined, 'Bearer'],
    ['an empty one', () => 'Bearer ', 'the token is not valid'],
    ['something else', () => 'Basic YW5hOmFuYQ==', 'the token is not valid'],
    ['three words', () => 'Bearer a.b.c', 'the token is not valid'],
    ['a huge one', () => `Bearer ${'a'.repeat(100_000)}.b.c`, 'the token is not valid'],
    ['expired', () => `Bearer ${product.token({ expiresInSeconds: -1 })}`, 'the token has expired'],
    [
      'of another issuer',
      () =>
        `Bearer ${product.token({ issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_other' })}`,
      'the token does not have a valid issuer',
    ],
    [
      'for another client',
      () => `Bearer ${product.token({ audience: 'another' })}`,
      'the token does not have a valid audience',
    ],
    [
      'not valid yet',
      () => `Bearer ${product.token({ claims: { nbf: 9e9 } })}`,
      'the token is not valid yet',
    ],
    ['of no algorithm', () => forged({ header: { alg: 'none' } }), 'unsupported algorithm'],
    [
      'of no algorithm and no signature',
      () => forged({ header: { alg: 'none' }, signature: '' }),
      'not valid',
    ],
    [
      'signed with the public key as a secret',
      () =>
        forged({
          header: { alg: 'HS256' },
          signature: createHmac('sha256', 'n').update('x').digest('base64url'),
        }),
      'unsupported algorithm',
    ],
    [
      'altered',
      () => forged({ claims: { 'cognito:groups': ['role:supervisor'] } }),
      'the signature is not valid',
    ],
    ['of an unknown key', () => forged({ header: { kid: 'mine' } }), 'no key of the issuer'],
  ])('%s: 401', async (_, authorization, cause) => {
    const { status, body, headers } = await ask(authorization());
    expect([status, body]).toEqual([401, { message: 'Unauthorized' }]);
    expect(headers['www-authenticate']).toContain(cause);
    expect(headers['www-authenticate']).not.toMatch(/at file:|node:internal/);
  });

  test.each<[string, Partial<TokenClaims>]>([
    ['an ID token', { use: 'id' }],
    ['an access token without the scope', { scopes: [] }],
    ['an access token with another scope', { scopes: ['throughline/admin', 'openid'] }],
  ])('%s: 403', async (_, claims) => {
    const { status, body, headers } = await askAs(claims);
    expect([status, body]).toEqual([403, { message: 'Forbidden' }]);
    expect(headers['www-authenticate']).toContain('does not have one of the required scopes');
  });

  test('an ID token that claims the scope is refused by the function: 403', async () => {
    const { status, body } = await askAs({ use: 'id', claims: { scope: 'throughline/agent' } });
    expect([status, body.error.code]).toEqual([403, 'not-an-access-token']);
  });

  test('a token that names nobody: 403', async () => {
    const { status, body } = await askAs({ claims: { sub: undefined, username: undefined } });
    expect([status, body.error.code]).toEqual([403, 'no-subject']);
  });
});

describe('an agent of another queue sees and does nothing', () => {
  const other = { subject: 'carla', groups: ['queue:billing', 'role:agent'] };

  test.each([
    ['GET', '/work?queue=general'],
    ['GET', '/cases/{caseId}'],
    ['GET', '/customers/{customerId}/thread'],
    ['POST', '/cases/{caseId}/claim'],
    ['POST', '/cases/{caseId}/release'],
    ['POST', '/cases/{caseId}/resolve'],
    ['POST', '/cases/{caseId}/reopen'],
    ['POST', '/cases/{caseId}/notes'],
    ['POST', '/cases/{caseId}/replies'],
  ])('%s %s: 403, with the cause and nothing of the customer', async (method, template) => {
    const path = template.replace('{caseId}', caseId).replace('{customerId}', customerId);
    const say = { text: 'Hello', ...(path.endsWith('replies') && { answers: 1 }) };
    const { status, body } = await product.request({
      method,
      path,
      headers: { authorization: `Bearer ${product.token(other)}` },
      ...(/notes|replies/.test(path) && { body: JSON.stringify(say) }),
    });
    expect([status, body.error.code]).toEqual([403, 'other-queue']);
    expect(JSON.stringify(body)).not.toMatch(/4255550182|4711|secret/);
  });

  test('and the case is as it was', async () => {
    const ana = product.agent('ana', ['general']);
    await product.settle();
    expect((await ana.get(`/cases/${caseId}`)).body.case).toMatchObject({ state: 'open', answered: 0 });
    expect(await ana.thread(customerId)).toHaveLength(1);
    expect(product.phone('+14255550182')).toEqual([]);
  });

  test.each([
    ['no group', []],
    [
      'groups that only look like a right',
      ['queue:nowhere', 'role:supervisors', 'supervisor', 'Queue:general', 'xrole:supervisor'],
    ],
  ])('%s opens no queue', async (_, groups) => {
    const { status, body } = await askAs({ groups });
    expect([status, body.error.code]).toEqual([403, 'no-queues']);
    expect((await askAs({ groups }, `/cases/${caseId}`)).status).toBe(403);
  });
});
