import type { Server } from 'node:http';
import type { LocalIssuer } from '../cognito/local-issuer.ts';
import type { Cloud } from '../core/cloud.ts';
import { parseProperties } from '../core/properties.ts';
import { restJsonProtocol } from '../core/protocols.ts';
import type { AwsService, ResourceKind, ResourceRequest } from '../core/service.ts';
import type { WebSocketApiService } from '../websocket-api/index.ts';
import { answerRequest } from './answer-request.ts';
import { Api } from './api.ts';
import {
  apiProperties,
  authorizerProperties,
  integrationProperties,
  routeProperties,
  stageProperties,
} from './api-kinds.ts';
import { type Neighbour, openFront } from './front.ts';
import { functionArnIn } from './invoke-function.ts';
import type { ApiRequest, ApiResponse } from './payload.ts';

/** API Gateway of a local cloud: HTTP APIs, and the port that WebSocket APIs share with them. */
export interface HttpApiService extends AwsService {
  /** Answers a request to an API or to the local issuer; undefined when the path belongs to neither. */
  serve(request: ApiRequest): Promise<ApiResponse | undefined>;
  /** Lets something else, such as a console, answer all paths of the port that do not begin with `/_`. */
  mount(neighbour: Neighbour): void;
}

/** The HTTP APIs of `cloud`; throws when it has none. */
export function httpApiOf(cloud: Cloud): HttpApiService {
  const service = cloud.services.get('apigateway');
  if (service && isHttpApi(service)) return service;
  throw new Error('this local cloud has no HTTP APIs');
}

const isHttpApi = (service: AwsService): service is HttpApiService =>
  'serve' in service && 'mount' in service;

const APIS = '/_apis/';
const SOCKETS = '/_sockets/';
const ISSUER = '/_issuer';

/**
 * @param issuer shared with `createCognito`; signs for the issuers that authorizers name
 * @param sockets the WebSocket APIs, whose resources are of the same kinds and which live on the same port
 */
export function createHttpApi(issuer: LocalIssuer, sockets?: WebSocketApiService): HttpApiService {
  const apis = new Map<string, Api>();
  let running: Cloud | undefined;
  let server: Server | undefined;
  let neighbour: Neighbour | undefined;

  const apiOf = (request: ResourceRequest, id: string): Api => {
    const api = apis.get(id);
    if (api) return api;
    throw new Error(`${request.stackName}/${request.logicalId}: there is no API ${id}.`);
  };

  async function serve(request: ApiRequest): Promise<ApiResponse | undefined> {
    if (!running) return undefined;
    // The `@connections` API of a WebSocket API: signed requests at the API's own address.
    if (request.rawPath.startsWith(SOCKETS)) return running.handle(request);
    if (request.rawPath.startsWith(`${ISSUER}/`)) return describeIssuer(running, request.rawPath);
    const slug = request.rawPath.startsWith(APIS)
      ? request.rawPath.slice(APIS.length).split('/')[0]
      : undefined;
    const api = [...apis.values()].find(({ basePath }) => basePath === `${APIS}${slug}`);
    return api && answerRequest(running, api, request, issuer.keyOf);
  }

  /** What a JWT library asks an issuer for. */
  function describeIssuer(cloud: Cloud, path: string): ApiResponse | undefined {
    const base = `${cloud.httpEndpoint}${ISSUER}`;
    const documents: Readonly<Record<string, unknown>> = {
      [`${ISSUER}/.well-known/jwks.json`]: issuer.jwks,
      [`${ISSUER}/.well-known/openid-configuration`]: {
        issuer: issuer.trusted[0]?.issuer ?? base,
        jwks_uri: `${base}/.well-known/jwks.json`,
        id_token_signing_alg_values_supported: ['RS256'],
        response_types_supported: ['code', 'token'],
        subject_types_supported: ['public'],
      },
    };
    const found = documents[path];
    if (found === undefined) return undefined;
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(found) };
  }

  const makeApi: ResourceKind = {
    create(request) {
      const { Name, CorsConfiguration } = parseProperties('AWS::ApiGatewayV2::Api', request, apiProperties);
      const { cloud } = request;
      const id = cloud.random.hex(10);
      const wanted = `${APIS}${Name.replaceAll(/[^\w.-]+/g, '-')}`;
      const isTaken = [...apis.values()].some(({ basePath }) => basePath === wanted);
      const api = new Api(id, Name, isTaken ? `${wanted}-${id}` : wanted, CorsConfiguration);
      apis.set(id, api);
      const endpoint = `${cloud.httpEndpoint}${api.basePath}`;
      return {
        ref: id,
        attributes: { ApiId: id, ApiEndpoint: endpoint },
        aliases: { [`https://${id}.execute-api.${cloud.region}.amazonaws.com`]: endpoint },
      };
    },
  };

  const makeStage: ResourceKind = {
    create(request) {
      const properties = parseProperties('AWS::ApiGatewayV2::Stage', request, stageProperties);
      apiOf(request, properties.ApiId).stages.set(properties.StageName, properties.StageVariables ?? {});
      return { ref: properties.StageName, attributes: {} };
    },
  };

  const makeIntegration: ResourceKind = {
    create(request) {
      const properties = parseProperties('AWS::ApiGatewayV2::Integration', request, integrationProperties);
      const id = request.cloud.random.hex(7);
      apiOf(request, properties.ApiId).integrations.set(id, {
        functionArn: functionArnIn(properties.IntegrationUri),
        timeoutMs: properties.TimeoutInMillis,
      });
      return { ref: id, attributes: { IntegrationId: id } };
    },
  };

  const makeAuthorizer: ResourceKind = {
    create(request) {
      const properties = parseProperties('AWS::ApiGatewayV2::Authorizer', request, authorizerProperties);
      const id = request.cloud.random.hex(6);
      const trust = {
        issuer: properties.JwtConfiguration.Issuer,
        audiences: properties.JwtConfiguration.Audience,
      };
      apiOf(request, properties.ApiId).authorizers.set(id, trust);
      issuer.trust(trust);
      return { ref: id, attributes: { AuthorizerId: id } };
    },
  };

  const makeRoute: ResourceKind = {
    create(request) {
      const properties = parseProperties('AWS::ApiGatewayV2::Route', request, routeProperties);
      const api = apiOf(request, properties.ApiId);
      const [method = '', path = ''] = properties.RouteKey.split(' ');
      const authorizerId = properties.AuthorizationType === 'JWT' ? properties.AuthorizerId : undefined;
      if (properties.AuthorizationType === 'JWT' && !api.authorizers.has(authorizerId ?? '')) {
        throw new Error(`${request.stackName}/${request.logicalId}: the route's authorizer does not exist.`);
      }
      for (const scope of properties.AuthorizationScopes) issuer.scopes.add(scope);
      api.addRoute({
        key: properties.RouteKey,
        path,
        method,
        integrationId: properties.Target.replace('integrations/', ''),
        authorizerId,
        scopes: properties.AuthorizationScopes,
      });
      return { ref: request.cloud.random.hex(7), attributes: {} };
    },
  };

  /** A resource of a WebSocket API is made by that service. */
  const of = (type: string, http: ResourceKind): [string, ResourceKind] => {
    const socketKind = sockets?.kinds[type];
    const isSocket = (request: ResourceRequest) => sockets?.owns(request.properties) === true;
    return [
      type,
      { create: (request) => (isSocket(request) && socketKind ? socketKind : http).create(request) },
    ];
  };

  return {
    name: 'apigateway',
    protocol: restJsonProtocol([]),
    operations: {},
    resources: Object.fromEntries([
      of('AWS::ApiGatewayV2::Api', makeApi),
      of('AWS::ApiGatewayV2::Stage', makeStage),
      of('AWS::ApiGatewayV2::Integration', makeIntegration),
      of('AWS::ApiGatewayV2::Authorizer', makeAuthorizer),
      of('AWS::ApiGatewayV2::Route', makeRoute),
    ]),
    serve,
    mount(other) {
      neighbour = other;
    },
    start(cloud) {
      running = cloud;
    },
    async ready(cloud) {
      const { httpPort } = cloud.settings;
      if (cloud.settings.sockets)
        server = await openFront(httpPort, serve, () => neighbour, sockets?.upgrade);
    },
    async stop() {
      const closing = server;
      server = undefined;
      if (!closing) return;
      // A port closes when its last connection has ended, sockets that were taken over included.
      await sockets?.stop?.();
      closing.closeAllConnections();
      await new Promise<void>((resolve) => closing.close(() => resolve()));
    },
    reset() {},
  };
}
