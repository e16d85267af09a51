import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CfnStage,
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { accept } from './accepted-findings.ts';
import { ServiceAlarm } from './service-alarm.ts';
import { serviceStackOf } from './service-stack.ts';

const METHODS: Readonly<Record<string, HttpMethod>> = {
  GET: HttpMethod.GET,
  HEAD: HttpMethod.HEAD,
  POST: HttpMethod.POST,
};

/** What a request leaves in the access log: no address, no token, no body, no query. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  latency: '$context.responseLatency',
  error: '$context.integrationErrorMessage',
};

export interface PublicRoutes {
  /** Route keys: `POST /webchat/messages`. */
  readonly routes: readonly string[];
  /** The function that answers them. */
  readonly by: LambdaFunction;
  /** How a request is known to be allowed although no authorizer stands before it, in one sentence. */
  readonly because: string;
  /**
   * Requests a second to each of these routes. Only for routes of the API's own stack: a stage that names a route must
   * come after it.
   * @default the limits of the whole API
   */
  readonly limits?: Readonly<Record<string, { readonly perSecond: number; readonly burst: number }>>;
}

/** The HTTP API that customers' browsers talk to. Every route says how it knows them. */
export class ChannelsApi extends Construct {
  readonly api: HttpApi;
  /** Base address, without a slash at its end. */
  readonly url: string;
  private readonly stage: HttpStage;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { config } = serviceStackOf(this);
    this.api = new HttpApi(this, 'Api', {
      // Its name is part of its address on a developer's machine.
      apiName: `throughline-${config.environment.name}-channels`,
      description: 'Throughline: what customers use in a browser',
      createDefaultStage: false,
      ...(config.webchat && {
        corsPreflight: {
          allowOrigins: [...config.webchat.origins],
          allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST],
          allowHeaders: ['authorization', 'content-type'],
          maxAge: Duration.days(1),
        },
      }),
    });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: 500, burstLimit: 1000 },
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
    this.url = this.api.apiEndpoint;
    new ServiceAlarm(this, 'FailuresAlarm', {
      metric: this.api.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 5,
      means: 'Customers cannot write in the chat, or see no answer there, or cannot answer a survey.',
      runbook: 'channelsApi',
    });
    new CfnOutput(serviceStackOf(this), 'ChannelsApiUrl', {
      value: this.url,
      description: 'Base address of what customers use in a browser',
    });
  }

  /**
   * Adds routes that anybody may call. They become part of the stack of `scope`, so that a later stack can add its own.
   */
  addRoutes(scope: Construct, { routes, by, because, limits = {} }: PublicRoutes): void {
    const integration = new HttpLambdaIntegration('Answer', by, {
      scopePermissionToRoute: false,
      timeout: Duration.seconds(10),
    });
    for (const route of routes) {
      const [method = '', path = ''] = route.split(' ');
      const made = new HttpRoute(scope, route.replaceAll(/\W+/g, '-'), {
        httpApi: this.api,
        routeKey: HttpRouteKey.with(path, METHODS[method]),
        integration,
      });
      accept(made, { 'AwsSolutions-APIG4': because });
      const limit = limits[route];
      if (limit) this.limit(route, made, limit);
    }
  }

  private limit(
    route: string,
    made: HttpRoute,
    { perSecond, burst }: { readonly perSecond: number; readonly burst: number },
  ): void {
    const stage = this.stage.node.defaultChild;
    if (!(stage instanceof CfnStage)) throw new Error('The stage is made of something else.');
    // Names as CloudFormation has them: this property is plain JSON.
    stage.addPropertyOverride(`RouteSettings.${route}`, {
      ThrottlingRateLimit: perSecond,
      ThrottlingBurstLimit: burst,
    });
    this.stage.node.addDependency(made);
  }
}
