import {
  ApiGatewayManagementApiClient,
  type ApiGatewayManagementApiClientConfig,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { createLocalIssuer } from '../../../local/cognito/index.ts';
import type { LoadedFunction } from '../../../local/core/cloud.ts';
import { createHttpApi } from '../../../local/http-api/index.ts';
import { createWebSocketApi, type OpenOptions } from '../../../local/websocket-api/index.ts';
import { functionCloud } from '../lambda/function-cloud.ts';

export interface SocketCloudOptions {
  readonly routes?: readonly string[];
  readonly api?: Record<string, unknown>;
  readonly route?: Record<string, unknown>;
  readonly integration?: Record<string, unknown>;
  /** False: API Gateway has no permission to invoke the function. */
  readonly permission?: boolean;
}

/** One WebSocket API with one function behind all of its routes, which keeps the events it got. */
export async function socketCloud(
  { routes = ['$connect', '$disconnect', '$default'], ...options }: SocketCloudOptions = {},
  handler: LoadedFunction = () => ({ statusCode: 200 }),
) {
  const events: any[] = [];
  const sockets = createWebSocketApi();
  const http = createHttpApi(createLocalIssuer(), sockets);
  const backend: LoadedFunction = (event, context) => {
    events.push(event);
    return handler(event, context);
  };
  const it = functionCloud({ Backend: backend }, [http, sockets]);
  const { cloud } = it;
  await http.start?.(cloud);
  await sockets.start?.(cloud);
  const functionArn = it.addFunction('Backend');
  const api = cloud.create('AWS::ApiGatewayV2::Api', 'Api', {
    Name: 'live updates',
    ProtocolType: 'WEBSOCKET',
    RouteSelectionExpression: '$request.body.action',
    ...options.api,
  });
  const ApiId = api.ref;
  const { ref: integrationId } = cloud.create('AWS::ApiGatewayV2::Integration', 'Integration', {
    ApiId,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: functionArn,
    ...options.integration,
  });
  for (const RouteKey of routes) {
    cloud.create('AWS::ApiGatewayV2::Route', `Route${RouteKey}`, {
      ApiId,
      RouteKey,
      AuthorizationType: 'NONE',
      Target: `integrations/${integrationId}`,
      ...options.route,
    });
  }
  cloud.create('AWS::ApiGatewayV2::Stage', 'Stage', { ApiId, StageName: 'live', AutoDeploy: true });
  if (options.permission !== false) {
    cloud.create('AWS::Lambda::Permission', 'Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName: functionArn,
      Principal: 'apigateway.amazonaws.com',
      SourceArn: `arn:aws:execute-api:eu-west-1:123456789012:${ApiId}/*`,
    });
  }
  const url = `${api.attributes['ApiEndpoint']}/live`;

  return {
    ...it,
    api,
    http,
    sockets,
    events,
    url,
    knock: (options?: OpenOptions, query = '') => sockets.open(cloud, url + query, options),
    /** Opens a connection that is let in. */
    async open(options?: OpenOptions) {
      const opened = await sockets.open(cloud, url, options);
      if (!opened.ok) throw new Error(`refused with ${opened.status}`);
      return opened.socket;
    },
    /** The unchanged SDK client of the `@connections` API. */
    management: (more: Partial<ApiGatewayManagementApiClientConfig> = {}) =>
      new ApiGatewayManagementApiClient({
        ...cloud.client,
        endpoint: url.replace(/^ws/, 'http'),
        ...more,
      }),
  };
}
