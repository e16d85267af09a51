import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { CfnApi, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { LIVE_PARTITIONS } from '../../shared/names.ts';
import type { Foundation } from '../stacks/foundation.ts';
import { accept } from './accepted-findings.ts';
import { EventSubscription } from './event-subscription.ts';
import { allow } from './grants.ts';
import { ServiceAlarm } from './service-alarm.ts';
import { ServiceFunction } from './service-function.ts';
import { serviceStackOf } from './service-stack.ts';

export interface LiveUpdatesProps {
  readonly foundation: Foundation;
  /** Origins of pages that may connect. */
  readonly origins: readonly string[];
}

const STAGE = 'live';

/**
 * Tells screens that something changed. A screen connects once, says whose it is, and from then on only listens. There is
 * no route for its end: the first push that does not arrive finds out.
 */
export class LiveUpdates extends Construct {
  /** Where the backend posts; `wss` instead of `https` is where screens connect. */
  readonly endpoint: string;

  constructor(scope: Construct, id: string, { foundation, origins }: LiveUpdatesProps) {
    super(scope, id);
    const { data, tokenKeys } = foundation;
    const failureMeans = 'Chats of customers show answers only when their page is loaded again.';
    const connecting = new ServiceFunction(this, 'Connect', {
      name: 'live-connect',
      failureMeans,
      environment: {
        TABLE_NAME: data.table.tableName,
        TOKEN_KEYS_SECRET: tokenKeys.secret.secretArn,
        ALLOWED_ORIGINS: origins.join(' '),
      },
    });
    data.allowWithin(LIVE_PARTITIONS, connecting.function, ['dynamodb:PutItem']);
    tokenKeys.allowReading(connecting.function);

    const api = new WebSocketApi(this, 'Api', {
      // Its name is part of its address on a developer's machine.
      apiName: `throughline-${serviceStackOf(this).config.environment.name}-live`,
      description: 'Throughline: live updates of screens',
      connectRouteOptions: { integration: new WebSocketLambdaIntegration('Connect', connecting.function) },
    });
    const stage = new WebSocketStage(this, 'Stage', {
      webSocketApi: api,
      stageName: STAGE,
      autoDeploy: true,
      throttle: { rateLimit: 100, burstLimit: 200 },
    });
    accept(api, {
      'AwsSolutions-APIG4':
        'Its function verifies the signed token of a session before anybody is connected.',
    });
    accept(stage, {
      'AwsSolutions-APIG1':
        'Access logs of WebSocket APIs need a role that is set for the whole account; the function logs instead.',
    });
    this.endpoint = stage.callbackUrl;
    this.addPushing(foundation, api);
    new ServiceAlarm(this, 'FailuresAlarm', {
      metric: new Metric({
        namespace: 'AWS/ApiGateway',
        metricName: 'IntegrationError',
        dimensionsMap: { ApiId: api.apiId, Stage: STAGE },
        period: Duration.minutes(5),
        statistic: 'Sum',
      }),
      threshold: 5,
      means: failureMeans,
      runbook: 'channelsApi',
    });
    new CfnOutput(serviceStackOf(this), 'LiveUpdatesUrl', {
      value: stage.url,
      description: 'Where screens connect to hear of changes',
    });
  }

  private addPushing({ data, bus }: Foundation, api: WebSocketApi): void {
    const failureMeans = 'Chats of customers show answers only when their page is loaded again.';
    const news = new EventSubscription(this, 'News', {
      bus,
      route: 'push-live',
      consumerTimeout: Duration.seconds(10),
      failureMeans,
    });
    const pushing = new ServiceFunction(this, 'Push', {
      name: 'push-live',
      failureMeans,
      consumes: { from: news.work },
      environment: { TABLE_NAME: data.table.tableName, LIVE_ENDPOINT: this.endpoint },
    });
    data.allow(pushing.function, ['dynamodb:GetItem']);
    data.allowWithin(LIVE_PARTITIONS, pushing.function, ['dynamodb:Query', 'dynamodb:PutItem']);
    const inside = `${STAGE}/POST/@connections/*`;
    const arn = Stack.of(this).formatArn({
      service: 'execute-api',
      resource: api.apiId,
      resourceName: inside,
    });
    allow(pushing.function, ['execute-api:ManageConnections'], [arn]);
    accept(pushing, {
      [`AwsSolutions-IAM5[Resource::${nameInFindings(api)}/${inside}]`]:
        'API Gateway makes the ids of connections.',
    });
  }
}

/** How cdk-nag spells the ARN of an API. */
function nameInFindings(api: WebSocketApi): string {
  const resource = api.node.defaultChild;
  if (!(resource instanceof CfnApi)) throw new Error('The API is made of something else.');
  const id = Stack.of(api).getLogicalId(resource);
  return `arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<${id}>`;
}
