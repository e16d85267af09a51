import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Context } from 'aws-lambda';
import { expect } from 'vitest';
import { parse } from 'yaml';
import { build } from '../../../functions/agent-api/handler.ts';
import { AGENT_ROUTES, type AgentRoute } from '../../../functions/agent-api/routes.ts';
import type { HttpEvent } from '../../../shared/runtime/http-routes.ts';
import { productTable } from '../product-table.ts';

export const openapi = parse(
  readFileSync(new URL('../../../functions/agent-api/openapi.yaml', import.meta.url), 'utf8'),
);

const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true, uri: true } });
ajv.addSchema({ $id: 'openapi', ...openapi });

/** What is wrong with a value under a schema of the document, by its JSON pointer. */
export function mistakesOf(pointer: string, value: unknown): unknown {
  const validate = ajv.compile({ $ref: `openapi#${pointer}` });
  return validate(value) ? [] : validate.errors;
}

export interface Asked {
  readonly caseId?: string;
  readonly customerId?: string;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** The claim that an HTTP API makes of the groups in an agent's token. */
export const ANA = { token_use: 'access', sub: 's-1', username: 'ana', 'cognito:groups': '[queue:general]' };
export const BEN = { token_use: 'access', sub: 's-2', username: 'ben', 'cognito:groups': '[queue:general]' };
export const SAL = { token_use: 'access', sub: 's-3', username: 'sal', 'cognito:groups': '[queue:sales]' };
export const SUE = {
  token_use: 'access',
  sub: 's-4',
  username: 'sue',
  'cognito:groups': '[role:supervisor]',
};

/** The agent API on its own table. Every answer is held against the OpenAPI document. */
export function desk() {
  const product = productTable();
  const handler = build(product.environment, product.outside);

  async function ask(claims: object, route: AgentRoute, asked: Asked = {}) {
    const event = {
      routeKey: route,
      headers: asked.headers ?? {},
      queryStringParameters: asked.query,
      pathParameters: { caseId: asked.caseId, customerId: asked.customerId },
      body: asked.body === undefined ? undefined : JSON.stringify(asked.body),
      isBase64Encoded: false,
      requestContext: { requestId: 'r-1', authorizer: { jwt: { claims, scopes: [] } } },
    };
    const result = await handler(event as unknown as HttpEvent, {} as Context);
    const body = JSON.parse(result.body ?? '');
    expect(mistakesOf(schemaOf(route, result.statusCode ?? 0), body)).toEqual([]);
    return { status: result.statusCode, body, error: body.error };
  }
  return { ...product, ask, handler };
}

function schemaOf(route: AgentRoute, status: number): string {
  const [method = '', path = ''] = route.split(' ');
  const { responses } = openapi.paths[path][method.toLowerCase()];
  const response = responses[String(status)];
  if (!response) throw new Error(`${route} answers ${status}, which openapi.yaml does not have.`);
  if (response.$ref) return `${response.$ref.slice(1)}/content/application~1json/schema`;
  const escaped = path.replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
  return `/paths/${escaped}/${method.toLowerCase()}/responses/${status}/content/application~1json/schema`;
}

export { AGENT_ROUTES };
