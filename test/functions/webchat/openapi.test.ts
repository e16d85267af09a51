import { describe, expect, test } from 'vitest';
import { WEBCHAT_ROUTES } from '../../../functions/webchat-api/routes.ts';
import { openApiDocument } from '../../support/openapi.ts';

const { document, operations, examples, mistakesOf } = openApiDocument('functions/webchat-api/openapi.yaml');

// The answers themselves are held against it wherever a test speaks to the chat: test/support/webchat-visitor.ts.
describe('The OpenAPI document of the web chat', () => {
  test('describes exactly the routes that are built and answered', () => {
    expect(operations.toSorted()).toEqual(WEBCHAT_ROUTES.toSorted());
  });

  test('demands the token of a session everywhere but where one begins', () => {
    expect(document.security).toEqual([{ visitor: [] }]);
    for (const route of WEBCHAT_ROUTES) {
      const [method = '', path = ''] = route.split(' ');
      const { security } = document.paths[path][method.toLowerCase()];
      expect(security).toEqual(route === 'POST /webchat/sessions' ? [{}, { visitor: [] }] : undefined);
    }
  });

  test('has examples, and each is of its own schema', () => {
    expect(examples.length).toBeGreaterThan(6);
    for (const { pointer, value } of examples)
      expect([pointer, mistakesOf(pointer, value)]).toEqual([pointer, []]);
  });

  test('would notice an example that is not', () => {
    expect(mistakesOf('/components/schemas/Message', { id: 'short', text: '' })).not.toEqual([]);
  });
});
