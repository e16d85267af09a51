import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { allow } from './grants.ts';
import { ServiceAlarm, sentence } from './service-alarm.ts';
import { serviceStackOf } from './service-stack.ts';
import type { WorkQueue } from './work-queue.ts';

export interface ServiceFunctionProps {
  /** Folder under `functions`. */
  readonly name: string;
  /** What its failure means to a customer, in one sentence; the text of its alarms. */
  readonly failureMeans: string;
  /**
   * Longest run.
   * @default the consumerTimeout of the queue it consumes, else 10 seconds
   */
  readonly timeout?: Duration;
  /**
   * Megabytes; processor time grows with it.
   * @default 512
   */
  readonly memorySize?: number;
  /**
   * Variables beside those every function has.
   * @default {}
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Queue it works off; adds mapping, permissions, DEAD_LETTER_QUEUE_URL and MAX_RECEIVES.
   * @default none
   */
  readonly consumes?: ConsumerProps;
}

export interface ConsumerProps {
  readonly from: WorkQueue;
  /**
   * Messages handed over at once, at most 10.
   * @default 10
   */
  readonly batchSize?: number;
  /**
   * Copies that run at the same time, at least 2.
   * @default as many as the account allows
   */
  readonly maxConcurrency?: number;
  /**
   * How long messages are gathered before they are handed over.
   * @default not at all
   */
  readonly batchWindow?: Duration;
}

/** One Lambda function with its own role, log group and alarms. */
export class ServiceFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const stack = serviceStackOf(this);
    const { retention, environment } = stack.config;
    const means = sentence(props.failureMeans);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: retention.logDays as RetentionDays,
      removalPolicy: environment.removalPolicy === 'destroy' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${props.name} may do`,
    });
    this.function = new LambdaFunction(this, 'Function', {
      functionName: stack.functionName(props.name),
      description: `Its failure means: ${means}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(stack.bundles.folderOf(props.name)),
      handler: 'index.handler',
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Lambda's own start and report of runs that went well would be most of the log; time and number are metrics anyway.
      systemLogLevelV2: SystemLogLevel.WARN,
      memorySize: props.memorySize ?? 512,
      timeout: props.timeout ?? props.consumes?.from.consumerTimeout ?? Duration.seconds(10),
      environment: { POWERTOOLS_SERVICE_NAME: props.name, ...props.environment },
    });
    logGroup.grantWrite(role);
    if (props.consumes) this.consume(props.consumes);
    new ServiceAlarm(this, 'ErrorsAlarm', {
      metric: this.function.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 1,
      periods: 2,
      means,
      runbook: 'functionErrors',
    });
  }

  private consume({ from, batchSize = 10, maxConcurrency, batchWindow }: ConsumerProps): void {
    this.function.addEventSource(
      new SqsEventSource(from.queue, {
        batchSize,
        reportBatchItemFailures: true,
        ...(maxConcurrency && { maxConcurrency }),
        ...(batchWindow && { maxBatchingWindow: batchWindow }),
      }),
    );
    // A message that can never succeed goes there at once, with its reason.
    this.function.addEnvironment('DEAD_LETTER_QUEUE_URL', from.deadLetters.queueUrl);
    // SQS gives up without a word; so the function does it at the last delivery, with the reason.
    this.function.addEnvironment('MAX_RECEIVES', String(from.maxReceiveCount));
    allow(this.function, ['sqs:SendMessage'], [from.deadLetters.queueArn]);
  }
}
