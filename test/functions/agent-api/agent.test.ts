import { describe, expect, test } from 'vitest';
import { agentOf, groupsOf } from '../../../functions/agent-api/agent.ts';
import { cursorOf, pageOf } from '../../../functions/agent-api/page.ts';
import type { HttpEvent } from '../../../shared/runtime/http-routes.ts';

function event(claims: object, query?: Record<string, string>, authorization?: string): HttpEvent {
  return {
    headers: { authorization },
    queryStringParameters: query,
    requestContext: { authorizer: { jwt: { claims, scopes: [] } } },
  } as unknown as HttpEvent;
}

describe('An agent', () => {
  test.each([
    ['a text as an HTTP API makes it', '[queue:billing role:supervisor]'],
    ['a list', ['queue:billing', 'role:supervisor']],
    ['a comma list', 'queue:billing, role:supervisor'],
    ['a JSON text', '["queue:billing","role:supervisor"]'],
  ])('has the groups of %s', (_, claim) => {
    expect(groupsOf(claim)).toEqual(['queue:billing', 'role:supervisor']);
  });

  test('is called by the user name of Cognito, but by the subject of any other issuer', () => {
    const cognito = agentOf(event({ token_use: 'access', sub: 's', username: 'ana' }), 'cognito:groups');
    const other = agentOf(event({ sub: 's', username: 'somebody-else', groups: 'queue:a' }), 'groups');
    expect(cognito).toMatchObject({ ok: true, body: { agentId: 'ana', supervisor: false } });
    expect(other).toMatchObject({ ok: true, body: { agentId: 's', queues: new Set(['a']) } });
  });

  test('does not become a supervisor by a group whose name only reads like two', () => {
    const inToken = { sub: 's', groups: ['x role:supervisor', 'queue:a'] };
    const payload = Buffer.from(JSON.stringify(inToken)).toString('base64url');
    const flattened = { sub: 's', groups: '[x role:supervisor queue:a]' };
    // An authorizer takes a token with the word Bearer and without it.
    for (const word of ['Bearer ', 'bearer  ', '']) {
      const agent = agentOf(event(flattened, undefined, `${word}e30.${payload}.c2ln`), 'groups');
      expect(agent).toMatchObject({ ok: true, body: { supervisor: false, queues: new Set(['a']) } });
    }
  });

  test('cannot come with an ID token, nor without a subject', () => {
    expect(agentOf(event({ token_use: 'id', sub: 's' }), 'g')).toMatchObject({
      refusal: { code: 'not-an-access-token' },
    });
    expect(agentOf(event({}), 'g')).toMatchObject({ refusal: { code: 'no-subject' } });
  });
});

describe('A cursor', () => {
  const place = /^[0-9]#[a-z]+$/;

  test('leads behind the item it was made of', () => {
    expect(pageOf(event({}, { cursor: cursorOf('1#ab'), limit: '7' }), place)).toEqual({
      ok: true,
      body: { limit: 7, after: '1#ab' },
    });
  });

  test.each([
    ['another list', { cursor: cursorOf('x') }],
    ['no list', { cursor: '%%%' }],
    ['a second spelling of the same bytes', { cursor: `${cursorOf('1#ab')}=` }],
    ['a limit of none', { limit: '0' }],
    ['a limit of too many', { limit: '101' }],
    ['a limit that is no number', { limit: 'all' }],
  ])('of %s is refused', (_, query) => {
    expect(pageOf(event({}, query), place).ok).toBe(false);
  });
});
