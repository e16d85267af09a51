import { Aws, Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { DataTable } from './data-table.ts';
import { allow } from './grants.ts';
import { ServiceAlarm } from './service-alarm.ts';
import { ServiceFunction } from './service-function.ts';

export interface PromiseCheckProps {
  readonly data: DataTable;
}

const FAILURE_MEANS =
  'Customers wait beyond the time they were promised an answer by, and nobody is told: broken promises are not announced.';

/**
 * The watch over promises: one schedule a minute for all cases, so that there is no timer per case to lose. Two runs at
 * once do no harm, so none of the account's concurrency is set aside for it.
 */
export class PromiseCheck extends Construct {
  constructor(scope: Construct, id: string, { data }: PromiseCheckProps) {
    super(scope, id);
    const check = new ServiceFunction(this, 'CheckPromises', {
      name: 'check-promises',
      failureMeans: FAILURE_MEANS,
      // Forty seconds of work, and what is under way then.
      timeout: Duration.seconds(55),
      memorySize: 1_024,
      environment: { TABLE_NAME: data.table.tableName },
    });
    data.allow(check.function, ['dynamodb:GetItem', 'dynamodb:PutItem']);
    data.allowDueList(check.function);
    this.everyMinute(check);
    this.addAlarms(check);
  }

  private everyMinute({ function: target }: ServiceFunction): void {
    const role = new Role(this, 'ScheduleRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
      description: 'Lets the schedule call check-promises',
    });
    allow(role, ['lambda:InvokeFunction'], [target.functionArn]);
    new CfnSchedule(this, 'EveryMinute', {
      description: 'Looks for promises that are at risk or broken',
      scheduleExpression: 'rate(1 minute)',
      flexibleTimeWindow: { mode: 'OFF' },
      // The next run finds what this one would have found: none is worth calling late.
      target: {
        arn: target.functionArn,
        roleArn: role.roleArn,
        retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 2 },
      },
    });
  }

  private addAlarms({ function: check }: ServiceFunction): void {
    new ServiceAlarm(this, 'BehindAlarm', {
      metric: new Metric({
        namespace: 'Throughline',
        metricName: 'PromisesBehind',
        dimensionsMap: { service: 'check-promises' },
        period: Duration.minutes(1),
        statistic: 'Sum',
      }),
      threshold: 1,
      periods: 2,
      means: FAILURE_MEANS,
      runbook: 'promises',
    });
    new ServiceAlarm(this, 'SilentAlarm', {
      metric: check.metricInvocations({ period: Duration.minutes(1), statistic: 'Sum' }),
      threshold: 1,
      ringsBelow: true,
      periods: 5,
      means: FAILURE_MEANS,
      runbook: 'promises',
    });
  }
}
