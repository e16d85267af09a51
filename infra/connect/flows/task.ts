import type { Flow } from './flow.ts';
import { type FlowQueue, queueByAttribute, urgency } from './queueing.ts';

/**
 * The flow that every task starts in: it takes over the priority of the route and puts the task into the queue that
 * the attribute `queue` names.
 *
 * @param fallback queue of a task whose queue is not known any more: rather there than lost
 */
export const taskFlow = (queues: readonly FlowQueue[], fallback: FlowQueue): Flow => ({
  ...urgency('read-queue'),
  ...queueByAttribute(queues, { fallback, then: 'transfer', onError: 'end' }),
  transfer: { type: 'TransferContactToQueue', onFull: 'end', onError: 'end' },
  end: { type: 'DisconnectParticipant' },
});
