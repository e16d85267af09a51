import type { Cloud, InvocationResult } from '../core/cloud.ts';
import type { Api, FoundRoute } from './api.ts';
import { corsHeaders, preflight } from './cors.ts';
import { invokeFunction } from './invoke-function.ts';
import { authorize, type FindKey } from './jwt-authorizer.ts';
import { type ApiRequest, type ApiResponse, eventOf, responseOf } from './payload.ts';

const LARGEST_BODY = 10 * 1024 * 1024;

const message = (
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): ApiResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ message: text }),
});

/** Answers one request to an API as API Gateway would. Never throws for what a client or a function does. */
export async function answerRequest(
  cloud: Cloud,
  api: Api,
  request: ApiRequest,
  findKey: FindKey,
): Promise<ApiResponse> {
  const requestId = cloud.random.uuid();
  const early = api.cors && preflight(api.cors, request);
  const response = early ?? (await answerRouted(cloud, api, request, requestId, findKey));
  cloud.meter({
    service: 'apigateway',
    operation: 'Request',
    resource: api.name,
    usage: { 'http-api.request': Math.max(1, Math.ceil(request.body.length / (512 * 1024))) },
  });
  const headers = Object.entries(response.headers).filter(
    ([name]) => !api.cors || !name.startsWith('access-control-') || early,
  );
  return {
    ...response,
    headers: {
      ...Object.fromEntries(headers),
      ...(api.cors && corsHeaders(api.cors, request)),
      'apigw-requestid': requestId,
    },
  };
}

async function answerRouted(
  cloud: Cloud,
  api: Api,
  request: ApiRequest,
  requestId: string,
  findKey: FindKey,
): Promise<ApiResponse> {
  if (cloud.fault('throttle', { service: 'apigateway', resource: api.name }))
    return message(429, 'Too Many Requests');
  if (request.body.length > LARGEST_BODY) return message(413, 'Request Entity Too Large');
  const rawPath = request.rawPath.slice(api.basePath.length) || '/';
  if (!isDecodable(rawPath)) return message(400, 'Bad Request');
  const { stage, path } = stageOf(api, rawPath);
  const found = stage === undefined ? undefined : api.find(request.method, path);
  if (!found || stage === undefined) return message(404, 'Not Found');
  const { route } = found;
  const authorizer = route.authorizerId === undefined ? undefined : api.authorizers.get(route.authorizerId);
  const allowed =
    authorizer &&
    authorize(request.headers['authorization'], authorizer, route.scopes, findKey, cloud.clock.now());
  if (allowed && !allowed.ok) {
    const text = allowed.status === 401 ? 'Unauthorized' : 'Forbidden';
    return message(allowed.status, text, { 'www-authenticate': allowed.challenge });
  }
  const integration = api.integrations.get(route.integrationId);
  if (!integration) return message(500, 'Internal Server Error');
  const jwt = allowed && { claims: allowed.claims, scopes: allowed.scopes };
  const event = eventOf(cloud, request, { api, found, stage, rawPath, requestId, jwt });
  const place = route.path === '' ? '$default' : `${request.method}${route.path}`;
  const source = `${api.id}/${stage}/${place}`;
  const result = await invokeFunction(cloud, { apiName: api.name, ...integration, source, event });
  if (result === 'timed out') return message(503, 'Service Unavailable');
  const response = responseOf(result) ?? message(500, 'Internal Server Error');
  trace(cloud, api, found, response.status, result);
  return response;
}

function trace(
  cloud: Cloud,
  api: Api,
  { route }: FoundRoute,
  status: number,
  result: InvocationResult,
): void {
  const reason = result.ok ? undefined : `${result.errorType}: ${result.errorMessage}`;
  const detail = { route: route.key, status, ...(reason && { reason }) };
  cloud.trace({ service: 'apigateway', what: result.ok ? 'answered' : 'failed', resource: api.name, detail });
}

/** The first part of the path names the stage, unless the API has the stage `$default`. */
function stageOf(api: Api, rawPath: string): { stage: string | undefined; path: string } {
  const [, first = '', ...rest] = rawPath.split('/');
  if (first !== '' && api.stages.has(first)) return { stage: first, path: `/${rest.join('/')}` };
  return { stage: api.stages.has('$default') ? '$default' : undefined, path: rawPath };
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
