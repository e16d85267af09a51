import type { Flow } from './flow.ts';

/** A queue of the configuration and its ARN in Connect. */
export interface TaskQueue {
  readonly id: string;
  readonly arn: string;
}

const PRIORITIES = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/**
 * The flow that every task starts in: it takes over the priority of the route and puts the task into the queue that
 * the attribute `queue` names.
 *
 * @param fallback queue of a task whose queue is not known any more: rather there than lost
 */
export const taskFlow = (queues: readonly TaskQueue[], fallback: TaskQueue): Flow => ({
  'read-priority': {
    type: 'Compare',
    value: '$.Attributes.priority',
    cases: PRIORITIES.map((priority) => ({ equals: String(priority), then: `priority-${priority}` })),
    otherwise: 'read-queue',
  },
  ...Object.fromEntries(
    PRIORITIES.map((priority) => [
      `priority-${priority}`,
      { type: 'UpdateContactRoutingBehavior', queuePriority: priority, then: 'read-queue' } as const,
    ]),
  ),
  'read-queue': {
    type: 'Compare',
    value: '$.Attributes.queue',
    cases: queues.map(({ id }) => ({ equals: id, then: `queue-${id}` })),
    otherwise: `queue-${fallback.id}`,
  },
  ...Object.fromEntries(
    queues.map(({ id, arn }) => [
      `queue-${id}`,
      {
        type: 'UpdateContactTargetQueue',
        queueArn: arn,
        then: 'transfer',
        onError: id === fallback.id ? 'end' : `queue-${fallback.id}`,
      } as const,
    ]),
  ),
  transfer: { type: 'TransferContactToQueue', onFull: 'end', onError: 'end' },
  end: { type: 'DisconnectParticipant' },
});
