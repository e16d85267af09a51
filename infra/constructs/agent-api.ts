import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { AGENT_ROUTES } from '../../functions/agent-api/routes.ts';
import { AGENT_SCOPE } from '../../shared/names.ts';
import type { Foundation } from '../stacks/foundation.ts';
import { AgentSignIn } from './agent-sign-in.ts';
import { allow, allowInside } from './grants.ts';
import { ServiceAlarm } from './service-alarm.ts';
import { ServiceFunction } from './service-function.ts';
import { serviceStackOf } from './service-stack.ts';

/** What a request leaves in the access log: no address, no token, no body. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  latency: '$context.responseLatency',
  refusal: '$context.authorizer.error',
  error: '$context.integrationErrorMessage',
};

export type AgentApiProps = Pick<Foundation, 'data' | 'archive' | 'key'>;

/** The HTTP API that agents' screens talk to. Every route demands an access token with the agent scope. */
export class AgentApi extends Construct {
  constructor(scope: Construct, id: string, { data, archive, key }: AgentApiProps) {
    super(scope, id);
    const { config } = serviceStackOf(this);
    const signIn = config.signIn ?? new AgentSignIn(this, 'SignIn');
    const failureMeans =
      'Agents cannot see or answer their cases: customers wait although somebody is there.';
    const answering = new ServiceFunction(this, 'Answer', {
      name: 'agent-api',
      failureMeans,
      memorySize: 1024,
      environment: {
        TABLE_NAME: data.table.tableName,
        ARCHIVE_BUCKET: archive.bucketName,
        GROUPS_CLAIM: signIn.groupsClaim,
      },
    });
    // An agent's action is one transaction on the table; nothing here may wait for a bus, topic or workflow.
    data.allow(answering.function, [
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:ConditionCheckItem',
    ]);
    data.allowDueList(answering.function);
    // Not called by the function: its signature on a link lets the agent's browser read what came with a mail.
    allowInside(
      answering.function,
      ['s3:GetObject'],
      archive.bucketArn,
      '/inbound/email/*',
      'Objects are named by interaction; agents may open what customers sent with their mail.',
    );
    allow(answering.function, ['kms:Decrypt'], [key.keyArn]);

    const api = new HttpApi(this, 'Api', {
      description: 'Throughline: work of agents',
      createDefaultStage: false,
      defaultAuthorizer: new HttpJwtAuthorizer('Agents', signIn.issuer, { jwtAudience: [signIn.audience] }),
      // ID tokens carry no scopes, so demanding one refuses them.
      defaultAuthorizationScopes: [`${AGENT_SCOPE.resourceServer}/${AGENT_SCOPE.name}`],
    });
    const integration = new HttpLambdaIntegration('Answer', answering.function, {
      scopePermissionToRoute: false,
      timeout: Duration.seconds(10),
    });
    for (const route of AGENT_ROUTES) {
      const [method, path] = route.split(' ');
      api.addRoutes({
        path: path ?? '/',
        methods: [method === 'GET' ? HttpMethod.GET : HttpMethod.POST],
        integration,
      });
    }
    const stage = new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: 200, burstLimit: 400 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, 'AccessLog', {
            retention: config.retention.logDays as RetentionDays,
            removalPolicy:
              config.environment.removalPolicy === 'destroy' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
          }),
        ),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
    new ServiceAlarm(this, 'FailuresAlarm', {
      metric: api.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 5,
      means: failureMeans,
      runbook: 'agentApi',
    });
    new CfnOutput(serviceStackOf(this), 'AgentApiUrl', {
      value: stage.url,
      description: 'Base address of the agent API',
    });
  }
}
