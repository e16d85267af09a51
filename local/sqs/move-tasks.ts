import * as z from 'zod';
import type { Cloud } from '../core/cloud.ts';
import { AwsError, type Operation, type Permission } from '../core/service.ts';
import type { Instant, Timer } from '../core/time.ts';
import { invalidParameter } from './limits.ts';
import type { Queue } from './queue.ts';
import { parse, type Queues, requestsFor } from './service.ts';

interface MoveTask {
  readonly handle: string;
  readonly source: Queue;
  readonly destination: Queue | undefined;
  readonly perSecond: number | undefined;
  readonly startedAt: Instant;
  readonly toMove: number;
  moved: number;
  status: 'RUNNING' | 'COMPLETED' | 'FAILED';
  failure: string | undefined;
  timer: Timer | undefined;
}

/** Most tasks that `ListMessageMoveTasks` shows of one queue. */
const MAX_LISTED = 10;
/** Messages a second when the caller leaves the pace to SQS, which then decides by itself. */
const DEFAULT_PER_SECOND = 500;

const startInput = z.strictObject({
  SourceArn: z.string(),
  DestinationArn: z.string().optional(),
  MaxNumberOfMessagesPerSecond: z.number().int().min(1).max(500).optional(),
});

const listInput = z.strictObject({
  SourceArn: z.string(),
  MaxResults: z.number().int().min(1).max(MAX_LISTED).default(1),
});

/**
 * Brings dead letters back, standard or FIFO: to `DestinationArn`, else each to the queue that dead-lettered it. As at AWS
 * a message that a program sent to the dead-letter queue itself has no such queue, and without a `DestinationArn` the task
 * then fails with `CouldNotDetermineMessageSource`. Moved messages are new ones: new id, receive count 0.
 */
export class MoveTasks {
  readonly #queues: Queues;
  #tasks: MoveTask[] = [];

  constructor(queues: Queues) {
    this.#queues = queues;
  }

  clear(): void {
    for (const { timer } of this.#tasks) timer?.cancel();
    this.#tasks = [];
  }

  readonly start: Operation = {
    permissions: (input) => {
      const { SourceArn, DestinationArn } = parse(startInput, input);
      const onSource = ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
      const targets =
        DestinationArn === undefined ? this.#sourcesOf(SourceArn).map(({ arn }) => arn) : [DestinationArn];
      return [
        ...onSource.map((action): Permission => ({ action: `sqs:${action}`, resource: SourceArn })),
        ...targets.map((resource): Permission => ({ action: 'sqs:SendMessage', resource })),
      ];
    },
    run: (input, { cloud }) => {
      const { SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond } = parse(startInput, input);
      const source = this.#find(SourceArn, 'SourceArn');
      const destination =
        DestinationArn === undefined ? undefined : this.#find(DestinationArn, 'DestinationArn');
      if (this.#sourcesOf(SourceArn).length === 0) {
        throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
      }
      if (destination && destination.isFifo !== source.isFifo) {
        throw invalidParameter('Destination queue must be of the same type as the source queue.');
      }
      if (this.#tasks.some((task) => task.source === source && task.status === 'RUNNING')) {
        throw new AwsError(
          'UnsupportedOperation',
          'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
        );
      }
      const task: MoveTask = {
        handle: Buffer.from(JSON.stringify({ taskId: cloud.random.uuid(), sourceArn: SourceArn })).toString(
          'base64',
        ),
        source,
        destination,
        perSecond: MaxNumberOfMessagesPerSecond,
        startedAt: cloud.clock.now(),
        toMove: source.counts().visible,
        moved: 0,
        status: 'RUNNING',
        failure: undefined,
        timer: undefined,
      };
      this.#tasks.unshift(task);
      this.#plan(cloud, task, 0);
      return { TaskHandle: task.handle };
    },
    usage: () => requestsFor('', 0),
  };

  readonly list: Operation = {
    permissions: (input) => [
      { action: 'sqs:ListMessageMoveTasks', resource: parse(listInput, input).SourceArn },
    ],
    run: (input) => {
      const { SourceArn, MaxResults } = parse(listInput, input);
      const source = this.#find(SourceArn, 'SourceArn');
      const tasks = this.#tasks.filter((task) => task.source === source).slice(0, MaxResults);
      return {
        Results: tasks.map((task) => ({
          ...(task.status === 'RUNNING' && { TaskHandle: task.handle }),
          Status: task.status,
          SourceArn,
          DestinationArn: task.destination?.arn,
          MaxNumberOfMessagesPerSecond: task.perSecond,
          ApproximateNumberOfMessagesMoved: task.moved,
          ApproximateNumberOfMessagesToMove: task.toMove,
          FailureReason: task.failure,
          StartedTimestamp: task.startedAt,
        })),
      };
    },
    usage: () => requestsFor('', 0),
  };

  #plan(cloud: Cloud, task: MoveTask, delayMs: number): void {
    task.timer = cloud.scheduler.after(delayMs, `sqs move ${task.source.name}`, () =>
      this.#moveSome(cloud, task),
    );
  }

  #moveSome(cloud: Cloud, task: MoveTask): void {
    const now = cloud.clock.now();
    for (let left = task.perSecond ?? DEFAULT_PER_SECOND; left > 0 && task.moved < task.toMove; left -= 1) {
      const next = task.source.nextVisible();
      if (!next) break;
      const target = task.destination ?? this.#queues.get(next.deadLetteredFrom ?? '');
      if (!target) {
        task.status = 'FAILED';
        task.failure = 'CouldNotDetermineMessageSource';
        return;
      }
      const message = task.source.remove(next);
      task.moved += 1;
      target.accept({
        ...message,
        messageId: cloud.random.uuid(),
        sentAt: now,
        keptFrom: now,
        firstReceivedAt: undefined,
        receiveCount: 0,
        deadLetteredFrom: undefined,
      });
      const detail = { messageId: message.messageId, to: target.name };
      cloud.trace({ service: 'sqs', what: 'redriven', resource: task.source.name, detail });
    }
    if (task.moved < task.toMove && task.source.nextVisible()) this.#plan(cloud, task, 1000);
    else task.status = 'COMPLETED';
  }

  #find(arn: string, parameter: string): Queue {
    const queue = this.#queues.get(arn);
    if (queue) return queue;
    throw new AwsError(
      'ResourceNotFoundException',
      `The resource that you specified for the ${parameter} parameter doesn't exist.`,
      404,
    );
  }

  /** The queues that dead-letter to this one. */
  #sourcesOf(arn: string): Queue[] {
    return [...this.#queues.values()].filter(
      ({ attributes }) => attributes.redrivePolicy?.deadLetterTargetArn === arn,
    );
  }
}
