import { Duration } from 'aws-cdk-lib';
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ServiceAlarm } from './service-alarm.ts';

/** Refusals of a store or provider that a message must outlast before it becomes a dead letter. */
const OUTLAST = Duration.hours(4);

export interface WorkQueueProps {
  /** Timeout of the function that consumes it; the visibility timeout is six times as long, as AWS advises. */
  readonly consumerTimeout: Duration;
  /** What a message that stays here or dies means to a customer, in one sentence. */
  readonly failureMeans: string;
  /**
   * Ordered and deduplicated per message group.
   * @default false
   */
  readonly fifo?: boolean;
  /**
   * Age of the oldest message that rings the alarm.
   * @default 15 minutes
   */
  readonly alarmAge?: Duration;
}

/** A queue with its dead-letter queue and the alarms of both. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly consumerTimeout: Duration;
  /** Deliveries after which a message becomes a dead letter. */
  readonly maxReceiveCount: number;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const { consumerTimeout, failureMeans, fifo = false } = props;
    const visibilityTimeout = Duration.seconds(consumerTimeout.toSeconds() * 6);
    const common = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, ...(fifo && { fifo }) };
    this.consumerTimeout = consumerTimeout;
    // One more than fits: the first delivery costs no wait.
    this.maxReceiveCount = Math.ceil(OUTLAST.toSeconds() / visibilityTimeout.toSeconds()) + 1;
    this.deadLetters = new Queue(this, 'DeadLetters', { ...common, retentionPeriod: Duration.days(14) });
    this.queue = new Queue(this, 'Queue', {
      ...common,
      visibilityTimeout,
      retentionPeriod: Duration.days(7),
      deadLetterQueue: {
        queue: this.deadLetters,
        maxReceiveCount: this.maxReceiveCount,
      },
      ...(fifo && {
        // SQS otherwise deduplicates over the whole queue: two customers' messages must never meet there.
        deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
        fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      }),
    });
    new ServiceAlarm(this, 'DeadLettersAlarm', {
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      threshold: 1,
      means: failureMeans,
      runbook: 'deadLetters',
    });
    new ServiceAlarm(this, 'WaitingAlarm', {
      metric: this.queue.metricApproximateAgeOfOldestMessage({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      threshold: (props.alarmAge ?? Duration.minutes(15)).toSeconds(),
      periods: 3,
      means: failureMeans,
      runbook: 'waitingMessages',
    });
  }
}
