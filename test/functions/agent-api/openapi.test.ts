import { describe, expect, test } from 'vitest';
import { AGENT_ROUTES, mistakesOf, openapi } from './desk.ts';

const operations = Object.entries<Record<string, unknown>>(openapi.paths).flatMap(([path, item]) =>
  ['get', 'post', 'put', 'patch', 'delete']
    .filter((method) => method in item)
    .map((method) => `${method.toUpperCase()} ${path}`),
);

/** Every `examples` value beside a `schema`, wherever it stands. */
function examplesIn(node: unknown, pointer = ''): { pointer: string; value: unknown }[] {
  if (typeof node !== 'object' || node === null) return [];
  const escaped = (key: string) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));
  const own =
    'schema' in node && 'examples' in node
      ? Object.values(node.examples as Record<string, { value: unknown }>).map(({ value }) => ({
          pointer: `${pointer}/schema`,
          value,
        }))
      : [];
  return [
    ...own,
    ...Object.entries(node).flatMap(([key, child]) => examplesIn(child, `${pointer}/${escaped(key)}`)),
  ];
}

describe('The OpenAPI document', () => {
  test('describes exactly the routes that are built and answered', () => {
    expect(operations.toSorted()).toEqual(AGENT_ROUTES.toSorted());
  });

  test('is OpenAPI 3.1 and demands the scope of an agent everywhere', () => {
    expect(openapi.openapi).toBe('3.1.0');
    expect(openapi.security).toEqual([{ agent: ['throughline/agent'] }]);
  });

  test('has examples, and each is of its own schema', () => {
    const examples = examplesIn(openapi);
    expect(examples.length).toBeGreaterThan(8);
    for (const { pointer, value } of examples)
      expect([pointer, mistakesOf(pointer, value)]).toEqual([pointer, []]);
  });

  test('would notice an example that is not', () => {
    expect(mistakesOf('/components/schemas/ReplyBody', { text: '' })).not.toEqual([]);
  });
});
