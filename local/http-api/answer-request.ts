import type { Cloud, InvocationResult } from '../core/cloud.ts';
import { AwsError } from '../core/service.ts';
import type { Api, FoundRoute, Integration } from './api.ts';
import { corsHeaders, preflight } from './cors.ts';
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
  const result = await invoke(cloud, api, found, stage, integration, event, request.method);
  if (result === 'timed out') return message(503, 'Service Unavailable');
  const response = responseOf(result) ?? message(500, 'Internal Server Error');
  trace(cloud, api, found, response.status, result);
  return response;
}

/** Calls the function with API Gateway's own permission, and for no longer than the integration waits. */
async function invoke(
  cloud: Cloud,
  api: Api,
  { route }: FoundRoute,
  stage: string,
  { functionArn, timeoutMs }: Integration,
  event: object,
  method: string,
): Promise<InvocationResult | 'timed out'> {
  const place = route.path === '' ? '$default' : `${method}${route.path}`;
  const sourceArn = `arn:aws:execute-api:${cloud.region}:${cloud.accountId}:${api.id}/${stage}/${place}`;
  const caller = { kind: 'service', principal: 'apigateway.amazonaws.com', sourceArn } as const;
  const input = { FunctionName: functionArn, Payload: JSON.stringify(event) };
  return new Promise((resolve, reject) => {
    const timer = cloud.scheduler.background(
      cloud.clock.now() + timeoutMs,
      `http api timeout ${api.name}`,
      () => resolve('timed out'),
    );
    cloud
      .call('lambda', 'Invoke', input, caller)
      .then(resultOf, (error: unknown) => {
        if (!(error instanceof AwsError)) throw error;
        return { ok: false, errorType: error.code, errorMessage: error.message } as const;
      })
      .then(resolve, reject)
      .finally(() => timer.cancel());
  });
}

function resultOf(output: unknown): InvocationResult {
  const payload: unknown = Reflect.get(Object(output), 'Payload');
  const value: unknown = payload instanceof Uint8Array ? JSON.parse(new TextDecoder().decode(payload)) : null;
  if (Reflect.get(Object(output), 'FunctionError') === undefined) return { ok: true, value };
  const member = (name: string) => String(Reflect.get(Object(value), name) ?? '');
  return { ok: false, errorType: member('errorType'), errorMessage: member('errorMessage') };
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
