import type { Flow } from './flow.ts';

const PRIORITIES = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** Takes over the priority in the attribute `priority`; begins with `read-priority`. */
export const urgency = (then: string): Flow => ({
  'read-priority': {
    type: 'Compare',
    value: '$.Attributes.priority',
    cases: PRIORITIES.map((priority) => ({ equals: String(priority), then: `priority-${priority}` })),
    otherwise: then,
  },
  ...Object.fromEntries(
    PRIORITIES.map((priority) => [
      `priority-${priority}`,
      { type: 'UpdateContactRoutingBehavior', queuePriority: priority, then } as const,
    ]),
  ),
});

/** A queue of the configuration and its ARN in Connect. */
export interface FlowQueue {
  readonly id: string;
  readonly arn: string;
}

/**
 * Sets the queue that the attribute `queue` names; begins with `read-queue`. Each queue can be gone to by itself, as
 * `queue-<id>`.
 *
 * @param fallback queue of a contact whose queue is not known any more: rather there than lost
 */
export const queueByAttribute = (
  queues: readonly FlowQueue[],
  {
    fallback,
    then,
    onError,
  }: { readonly fallback: FlowQueue; readonly then: string; readonly onError: string },
): Flow => ({
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
        then,
        onError: id === fallback.id ? onError : `queue-${fallback.id}`,
      } as const,
    ]),
  ),
});
