import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Cloud } from '../core/cloud.ts';
import { parseProperties } from '../core/properties.ts';
import type { AwsService, ResourceKind, ResourceRequest } from '../core/service.ts';
import { stageProperties } from '../http-api/api-kinds.ts';
import { functionArnIn } from '../http-api/invoke-function.ts';
import { type Opened, type OpenOptions, openSocket } from './client.ts';
import { Connections } from './connections.ts';
import { apiProperties, integrationProperties, routeProperties } from './kinds.ts';
import { managementOperations, managementProtocol } from './management.ts';
import { SOCKETS, type SocketApi } from './socket-api.ts';
import { upgrade } from './upgrade.ts';

export type { Opened, OpenOptions, OpenSocket } from './client.ts';

/** The WebSocket APIs of a local cloud and their `@connections` API. */
export interface WebSocketApiService extends AwsService {
  /** Kinds of resources that HTTP APIs have, too; the HTTP API service asks which it is. */
  readonly kinds: Readonly<Record<string, ResourceKind>>;
  /** Whether a resource belongs to a WebSocket API. */
  owns(properties: Readonly<Record<string, unknown>>): boolean;
  /** Opens a connection as a browser would, without a socket; returns when `$connect` has answered. */
  open(cloud: Cloud, url: string, options?: OpenOptions): Promise<Opened>;
  /** Takes over a real socket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** The WebSocket APIs of `cloud`; throws when it has none. */
export function webSocketsOf(cloud: Cloud): WebSocketApiService {
  const service = cloud.services.get('execute-api');
  if (service && isWebSockets(service)) return service;
  throw new Error('this local cloud has no WebSocket APIs');
}

const isWebSockets = (service: AwsService): service is WebSocketApiService =>
  'owns' in service && 'upgrade' in service;

export function createWebSocketApi(): WebSocketApiService {
  const apis = new Map<string, SocketApi>();
  const connections = new Connections();
  const taken = new Set<Duplex>();
  let running: Cloud | undefined;

  const apiOf = (request: ResourceRequest, id: string): SocketApi => {
    const api = apis.get(id);
    if (api) return api;
    throw new Error(`${request.stackName}/${request.logicalId}: there is no API ${id}.`);
  };

  const makeApi: ResourceKind = {
    create(request) {
      const properties = parseProperties('AWS::ApiGatewayV2::Api', request, apiProperties);
      const { cloud } = request;
      const { Name, RouteSelectionExpression } = properties;
      const id = cloud.random.hex(10);
      const wanted = `${SOCKETS}${Name.replaceAll(/[^\w.-]+/g, '-')}`;
      const isTaken = [...apis.values()].some(({ basePath }) => basePath === wanted);
      const basePath = isTaken ? `${wanted}-${id}` : wanted;
      const selection = RouteSelectionExpression.replaceAll(/[${}]/g, '').split('.').slice(2);
      const maps = { integrations: new Map(), routes: new Map(), stages: new Map() };
      apis.set(id, { id, name: Name, basePath, selection, ...maps });
      const callback = `${cloud.httpEndpoint}${basePath}`;
      const endpoint = callback.replace(/^http/, 'ws');
      const host = `${id}.execute-api.${cloud.region}.amazonaws.com`;
      return {
        ref: id,
        attributes: { ApiId: id, ApiEndpoint: endpoint },
        aliases: { [`wss://${host}`]: endpoint, [`https://${host}`]: callback },
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

  const makeRoute: ResourceKind = {
    create(request) {
      const properties = parseProperties('AWS::ApiGatewayV2::Route', request, routeProperties);
      const integrationId = properties.Target.replace('integrations/', '');
      apiOf(request, properties.ApiId).routes.set(properties.RouteKey, integrationId);
      return { ref: request.cloud.random.hex(7), attributes: {} };
    },
  };

  return {
    name: 'execute-api',
    protocol: managementProtocol,
    operations: managementOperations(apis, connections),
    resources: {},
    kinds: {
      'AWS::ApiGatewayV2::Api': makeApi,
      'AWS::ApiGatewayV2::Stage': makeStage,
      'AWS::ApiGatewayV2::Integration': makeIntegration,
      'AWS::ApiGatewayV2::Route': makeRoute,
    },
    owns: ({ ProtocolType, ApiId }) =>
      ProtocolType === 'WEBSOCKET' || (typeof ApiId === 'string' && apis.has(ApiId)),
    open: (cloud, url, options) => openSocket(cloud, apis, connections, url, options),
    upgrade(request, socket, head) {
      if (!running) return void socket.destroy();
      // A mistake of the local cloud costs this connection, not the process.
      upgrade(running, apis, connections, taken, [request, socket, head]).catch(() => socket.destroy());
    },
    start(cloud) {
      running = cloud;
    },
    stop() {
      connections.drop();
      for (const socket of taken) socket.end(() => socket.destroy());
    },
    reset: () => connections.drop(),
  };
}
