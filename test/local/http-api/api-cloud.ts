import { createCognito, createLocalIssuer, type TokenClaims } from '../../../local/cognito/index.ts';
import type { LoadedFunction } from '../../../local/core/cloud.ts';
import { type ApiRequest, createHttpApi } from '../../../local/http-api/index.ts';
import { functionCloud } from '../lambda/function-cloud.ts';

export const ISSUER = 'https://login.example.com';

export interface ApiCloudOptions {
  readonly api?: Record<string, unknown>;
  readonly stageName?: string;
  readonly integration?: Record<string, unknown>;
  readonly function?: Record<string, unknown>;
  readonly issuer?: string;
  /** Route key → properties besides; `jwt: true` puts the authorizer before it. */
  readonly routes: Readonly<Record<string, { jwt?: boolean; scopes?: readonly string[] }>>;
  /** False: API Gateway has no permission to invoke the function. */
  readonly permission?: boolean;
}

/** One HTTP API with one function behind all of its routes. */
export async function apiCloud(options: ApiCloudOptions, handler: LoadedFunction = (event) => event) {
  const issuer = createLocalIssuer();
  const cognito = createCognito(issuer);
  const http = createHttpApi(issuer);
  const it = functionCloud({ Backend: handler }, [cognito, http]);
  const { cloud } = it;
  await cognito.start?.(cloud);
  await http.start?.(cloud);
  const functionArn = it.addFunction('Backend', options.function);
  const api = cloud.create('AWS::ApiGatewayV2::Api', 'Api', {
    Name: 'agent api',
    ProtocolType: 'HTTP',
    ...options.api,
  });
  const ApiId = api.ref;
  cloud.create('AWS::ApiGatewayV2::Stage', 'Stage', {
    ApiId,
    StageName: options.stageName ?? '$default',
    AutoDeploy: true,
  });
  const { ref: integrationId } = cloud.create('AWS::ApiGatewayV2::Integration', 'Integration', {
    ApiId,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: functionArn,
    PayloadFormatVersion: '2.0',
    ...options.integration,
  });
  const { ref: AuthorizerId } = cloud.create('AWS::ApiGatewayV2::Authorizer', 'Authorizer', {
    ApiId,
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Audience: ['throughline'], Issuer: options.issuer ?? ISSUER },
    Name: 'people',
  });
  for (const [RouteKey, { jwt, scopes }] of Object.entries(options.routes)) {
    cloud.create('AWS::ApiGatewayV2::Route', `Route${RouteKey}`, {
      ApiId,
      RouteKey,
      Target: `integrations/${integrationId}`,
      ...(jwt && { AuthorizationType: 'JWT', AuthorizerId }),
      ...(scopes && { AuthorizationScopes: scopes }),
    });
  }
  if (options.permission !== false) {
    cloud.create('AWS::Lambda::Permission', 'Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName: functionArn,
      Principal: 'apigateway.amazonaws.com',
      SourceArn: `arn:aws:execute-api:eu-west-1:123456789012:${ApiId}/*/*`,
    });
  }

  /** Sends `GET /path?query` with headers and body. */
  async function send(line: string, headers: Record<string, string> = {}, body: string | Uint8Array = '') {
    const [method = '', target = ''] = line.split(' ');
    const [rawPath = '', rawQuery = ''] = target.split('?');
    const request: ApiRequest = {
      method,
      path: rawPath,
      rawPath: `/_apis/agent-api${rawPath}`,
      rawQuery,
      query: new URLSearchParams(rawQuery),
      headers,
      body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
    };
    const response = await http.serve(request);
    if (!response) throw new Error('no API answered');
    const text = Buffer.from(response.body).toString();
    const json = (): unknown => JSON.parse(text);
    return { ...response, text, json };
  }

  return {
    ...it,
    cognito,
    http,
    api,
    issuer,
    send,
    token: (claims: Partial<TokenClaims> = {}) =>
      cognito.issue({
        subject: 'ana',
        groups: ['queue:billing', 'role:agent'],
        scopes: ['throughline/agent'],
        ...claims,
      }),
  };
}
