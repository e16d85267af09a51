import { Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnConfigurationSet, CfnConfigurationSetEventDestination } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { ServiceAlarm } from './service-alarm.ts';
import { serviceStackOf } from './service-stack.ts';

/** What mail is sent with: SES then tells on the account's default bus what became of it. */
export class MailReports extends Construct {
  readonly configurationSetName: string;
  readonly configurationSetArn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = Stack.of(this);
    this.configurationSetName = `throughline-${serviceStackOf(this).config.environment.name}`;
    this.configurationSetArn = stack.formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: this.configurationSetName,
    });
    const set = new CfnConfigurationSet(this, 'ConfigurationSet', {
      name: this.configurationSetName,
      reputationOptions: { reputationMetricsEnabled: true },
      // SES sends nothing to who complained or whose mailbox is gone.
      suppressionOptions: { suppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    });
    const destination = new CfnConfigurationSetEventDestination(this, 'Events', {
      configurationSetName: set.ref,
      eventDestination: {
        name: 'default-bus',
        enabled: true,
        // Not `send`: whatever is sent is delivered, delayed, bounced or rejected, and each of these says so.
        matchingEventTypes: ['delivery', 'deliveryDelay', 'bounce', 'reject', 'complaint'],
        eventBridgeDestination: {
          eventBusArn: stack.formatArn({
            service: 'events',
            resource: 'event-bus',
            resourceName: 'default',
          }),
        },
      },
    });
    destination.addResourceDependency(set);
    this.alarm('BounceRate', 0.05, 'Mail to customers comes back so often that SES will stop sending any.');
    this.alarm(
      'ComplaintRate',
      0.001,
      'So many customers mark our mail as spam that SES will stop sending any.',
    );
  }

  /** SES reviews an account at 5 % bounces or 0.1 % complaints, and stops it at 10 % and 0.5 %. */
  private alarm(rate: 'BounceRate' | 'ComplaintRate', threshold: number, means: string): void {
    new ServiceAlarm(this, `${rate}Alarm`, {
      metric: new Metric({
        namespace: 'AWS/SES',
        metricName: `Reputation.${rate}`,
        dimensionsMap: { 'ses:configuration-set': this.configurationSetName },
        period: Duration.hours(1),
        statistic: 'Maximum',
      }),
      threshold,
      means,
      runbook: 'mail',
    });
  }
}
