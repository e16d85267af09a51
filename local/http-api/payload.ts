import * as z from 'zod';
import type { Cloud, InvocationResult } from '../core/cloud.ts';
import type { HttpRequest, HttpResponse } from '../core/service.ts';
import type { Api, FoundRoute } from './api.ts';

/** A request to an API; beside the contract's members those that only a socket knows. */
export interface ApiRequest extends HttpRequest {
  /** The query as it was sent, without `?`; made from `query` when left out. */
  readonly rawQuery?: string;
  readonly sourceIp?: string;
}

export interface EventParts {
  readonly api: Api;
  readonly found: FoundRoute;
  readonly stage: string;
  /** Below the API's base path, with the stage where it is named. */
  readonly rawPath: string;
  readonly requestId: string;
  readonly jwt:
    | { readonly claims: Readonly<Record<string, string>>; readonly scopes: string[] | null }
    | undefined;
}

const TEXT_TYPES = /^(text\/|application\/(json|javascript|xml)\b|application\/[\w.-]+\+(json|xml)\b)/i;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * The event in payload format 2.0.
 * Source: API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs".
 */
export function eventOf(cloud: Cloud, request: ApiRequest, parts: EventParts): object {
  const { api, found, stage, rawPath, requestId, jwt } = parts;
  const { cookie, ...headers } = request.headers;
  const sourceIp = request.sourceIp ?? '127.0.0.1';
  const domainName = new URL(cloud.httpEndpoint).host;
  const now = cloud.clock.now();
  const isText = TEXT_TYPES.test(headers['content-type'] ?? '') && headers['content-encoding'] === undefined;
  const body = Buffer.from(request.body);
  const query = joinedQuery(request.query);
  const variables = api.stages.get(stage) ?? {};
  return {
    version: '2.0',
    routeKey: found.route.key,
    rawPath,
    rawQueryString: request.rawQuery ?? request.query.toString(),
    ...(cookie !== undefined && { cookies: cookie.split(/; */) }),
    headers: {
      ...headers,
      'x-forwarded-for': sourceIp,
      'x-forwarded-port': new URL(cloud.httpEndpoint).port,
      'x-forwarded-proto': 'http',
    },
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    ...(Object.keys(found.parameters).length > 0 && { pathParameters: found.parameters }),
    ...(Object.keys(variables).length > 0 && { stageVariables: variables }),
    requestContext: {
      accountId: cloud.accountId,
      apiId: api.id,
      ...(jwt && { authorizer: { jwt } }),
      domainName,
      domainPrefix: api.id,
      http: {
        method: request.method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: found.route.key,
      stage,
      time: logTime(now),
      timeEpoch: now,
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** Values of one name, joined by commas. */
function joinedQuery(query: URLSearchParams): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const name of new Set(query.keys())) joined[name] = query.getAll(name).join(',');
  return joined;
}

/** `22/Nov/2026:02:16:05 +0000` */
export function logTime(now: number): string {
  const time = new Date(now);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${two(time.getUTCDate())}/${MONTHS[time.getUTCMonth()]}/${time.getUTCFullYear()}`;
  return `${day}:${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())} +0000`;
}

const answer = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
  cookies: z.array(z.string()).nullish(),
});

/** Answer to a client; several cookies need several headers. */
export interface ApiResponse extends HttpResponse {
  readonly cookies?: readonly string[];
}

/**
 * What a function's result becomes. A result without `statusCode` is a 200 with the result as JSON.
 *
 * @returns undefined when the function failed or its result is no answer: API Gateway then says 500
 */
export function responseOf(result: InvocationResult): ApiResponse | undefined {
  if (!result.ok) return undefined;
  const { value } = result;
  const hasStatus = typeof value === 'object' && value !== null && 'statusCode' in value;
  if (!hasStatus) {
    const body = typeof value === 'string' ? value : JSON.stringify(value);
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const parsed = answer.safeParse(value);
  if (!parsed.success) return undefined;
  const { statusCode, headers, body, isBase64Encoded, cookies } = parsed.data;
  const texts = Object.entries(headers ?? {}).map(
    ([name, text]) => [name.toLowerCase(), String(text)] as const,
  );
  return {
    status: statusCode,
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...Object.fromEntries(texts) },
    body: isBase64Encoded ? Buffer.from(body ?? '', 'base64') : (body ?? ''),
    ...(cookies && cookies.length > 0 && { cookies }),
  };
}
