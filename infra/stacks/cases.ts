import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  MetricType,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { AgentApi } from '../constructs/agent-api.ts';
import { EventSubscription } from '../constructs/event-subscription.ts';
import { allow, allowInside } from '../constructs/grants.ts';
import { PromiseCheck } from '../constructs/promise-check.ts';
import { ServiceAlarm } from '../constructs/service-alarm.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ServiceStack, type ServiceStackProps } from '../constructs/service-stack.ts';
import type { Channels } from './channels.ts';
import type { Foundation } from './foundation.ts';

export interface CasesProps extends ServiceStackProps {
  readonly foundation: Foundation;
  readonly channels: Channels;
}

/** From the inbox to a routed case, the watch over its promise, and the agents' way to it. */
export class Cases extends ServiceStack {
  constructor(scope: Construct, props: CasesProps) {
    super(scope, 'cases', 'Throughline: recording, publishing, routing, and the agent API', props);
    const { foundation, channels } = props;
    this.addRecorder(foundation, channels);
    this.addPublisher(foundation);
    this.addRouter(foundation);
    new PromiseCheck(this, 'PromiseCheck', { data: foundation.data });
    new AgentApi(this, 'AgentApi', foundation);
  }

  private addRecorder({ data, archive, key }: Foundation, { inbox }: Channels): void {
    const recorder = new ServiceFunction(this, 'RecordInteraction', {
      name: 'record-interaction',
      failureMeans: 'Messages of customers are accepted but stand on no thread: nobody will answer them.',
      consumes: { from: inbox },
      environment: { TABLE_NAME: data.table.tableName, ARCHIVE_BUCKET: archive.bucketName },
    });
    data.allow(recorder.function, ['dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:PutItem']);
    allowInside(
      recorder.function,
      ['s3:PutObject'],
      archive.bucketArn,
      '/*',
      'Objects are named by interaction; the recorder may add any and read none.',
    );
    allow(recorder.function, ['kms:GenerateDataKey', 'kms:Decrypt'], [key.keyArn]);
  }

  private addPublisher({ data, bus, unpublished, key }: Foundation): void {
    const failureMeans = 'Cases change but nobody hears of it: they are not routed and replies do not leave.';
    const publisher = new ServiceFunction(this, 'PublishEvents', {
      name: 'publish-events',
      failureMeans,
      timeout: Duration.seconds(30),
      environment: { BUS_NAME: bus.eventBusName },
    });
    const stream = new EventSourceMapping(publisher, 'Stream', {
      target: publisher.function,
      eventSourceArn: data.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      bisectBatchOnError: true,
      // Thirty tries; the batch then waits in S3 instead of holding up all that come after it.
      retryAttempts: 30,
      onFailure: { bind: () => ({ destination: unpublished.bucketArn }) },
      // Off by default; without them nobody hears of a batch that fell into the bucket.
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.or('INSERT', 'MODIFY'),
          dynamodb: { NewImage: { outbox: { M: { commit: { S: FilterRule.exists() } } } } },
        }),
      ],
    });
    data.allowStream(publisher.function);
    // Lambda itself writes the batches there, with the function's role.
    allowInside(
      publisher.function,
      ['s3:PutObject'],
      unpublished.bucketArn,
      '/*',
      'Lambda makes the names of the objects it writes.',
    );
    allow(publisher.function, ['s3:ListBucket'], [unpublished.bucketArn]);
    allow(publisher.function, ['kms:GenerateDataKey', 'kms:Decrypt'], [key.keyArn]);
    allow(publisher.function, ['events:PutEvents'], [bus.eventBusArn]);
    new ServiceAlarm(publisher, 'BehindAlarm', {
      metric: publisher.function.metric('IteratorAge', { period: Duration.minutes(1), statistic: 'Maximum' }),
      threshold: Duration.minutes(5).toMilliseconds(),
      periods: 3,
      means: failureMeans,
      runbook: 'unpublishedEvents',
    });
    // The batch stays in the bucket until somebody republishes it; no metric counts what lies there.
    new ServiceAlarm(publisher, 'StoredAlarm', {
      metric: new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'OnFailureDestinationDeliveredEventCount',
        dimensionsMap: { EventSourceMappingUUID: stream.eventSourceMappingId },
        period: Duration.hours(1),
        statistic: 'Sum',
      }),
      threshold: 1,
      ringsOnFor: 24,
      means: failureMeans,
      runbook: 'unpublishedEvents',
    });
    new ServiceAlarm(publisher, 'UnpublishedAlarm', {
      metric: new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'DestinationDeliveryFailures',
        dimensionsMap: { FunctionName: publisher.function.functionName },
        period: Duration.minutes(5),
        statistic: 'Sum',
      }),
      threshold: 1,
      means: failureMeans,
      runbook: 'unpublishedEvents',
    });
  }

  private addRouter({ data, bus }: Foundation): void {
    const failureMeans = 'New cases reach no queue: agents do not see them and customers wait.';
    const opened = new EventSubscription(this, 'OpenedCases', {
      bus,
      route: 'route-case',
      consumerTimeout: Duration.seconds(10),
      failureMeans,
    });
    const router = new ServiceFunction(this, 'RouteCase', {
      name: 'route-case',
      failureMeans,
      consumes: { from: opened.work },
      environment: { TABLE_NAME: data.table.tableName },
    });
    data.allow(router.function, ['dynamodb:BatchGetItem', 'dynamodb:PutItem']);
  }
}
