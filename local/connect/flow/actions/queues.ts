import * as z from 'zod';
import { EVENT_HOOKS, type EventHook } from '../../contact.ts';
import { type AgentQueue, idIn } from '../../instance.ts';
import { actionKind, error, FAILED, NEXT } from '../action-kind.ts';
import type { FlowRun } from '../flow-run.ts';
import { isPath } from '../values.ts';

const INBOUND = ['CONTACT_FLOW', 'AGENT_TRANSFER', 'QUEUE_TRANSFER'] as const;
const FULL = ['QueueAtCapacity', 'NoMatchingError'];

export const queueNamed = (run: FlowRun, id: string): AgentQueue | undefined =>
  run.contact.instance.queues.get(idIn(run.text(id)));

const updateContactTargetQueue = actionKind({
  type: 'UpdateContactTargetQueue',
  parameters: z.strictObject({ QueueId: z.string().min(1) }),
  legalIn: INBOUND,
  transitions: { next: 'required', required: ['NoMatchingError'] },
  run({ QueueId }, run) {
    const queue = queueNamed(run, QueueId);
    if (!queue) return FAILED;
    run.contact.targetQueue = queue;
    return NEXT;
  },
});

const transferContactToQueue = actionKind({
  type: 'TransferContactToQueue',
  parameters: z.strictObject({}),
  legalIn: INBOUND,
  transitions: { next: 'required', required: FULL },
  run: (_, run) => {
    const queue = run.contact.targetQueue;
    if (!queue) return FAILED;
    if (run.centre.queues.isFull(queue)) return error('QueueAtCapacity');
    return { to: 'end', how: 'queued' };
  },
});

/** From one queue into another, by the flow of the first. */
const dequeueContactAndTransferToQueue = actionKind({
  type: 'DequeueContactAndTransferToQueue',
  parameters: z.strictObject({ QueueId: z.string().min(1).optional() }),
  legalIn: ['CUSTOMER_QUEUE'],
  transitions: { next: 'required', required: FULL },
  run({ QueueId }, run) {
    const queue = QueueId === undefined ? run.contact.targetQueue : queueNamed(run, QueueId);
    if (!queue) return FAILED;
    if (run.centre.queues.isFull(queue)) return error('QueueAtCapacity');
    run.contact.targetQueue = queue;
    return { to: 'end', how: 'queued' };
  },
});

const updateContactEventHooks = actionKind({
  type: 'UpdateContactEventHooks',
  parameters: z.strictObject({ EventHooks: z.partialRecord(z.enum(EVENT_HOOKS), z.string().min(1)) }),
  transitions: { next: 'required', required: ['NoMatchingError'] },
  mistake: ({ EventHooks }) =>
    Object.keys(EventHooks).length === 1 ? undefined : 'sets exactly one event hook',
  needs({ EventHooks }) {
    const [hook, id] = givenHooks(EventHooks)[0] ?? [];
    return hook && id && !isPath(id) ? { flow: { id: idIn(id), type: HOOK_TYPES[hook] } } : {};
  },
  run({ EventHooks }, run) {
    for (const [hook, given] of givenHooks(EventHooks)) {
      const flow = run.contact.instance.flows.get(idIn(run.text(given)));
      if (flow?.type !== HOOK_TYPES[hook]) return FAILED;
      run.contact.hooks.set(hook, flow.id);
    }
    return NEXT;
  },
});

const givenHooks = (hooks: Readonly<Partial<Record<EventHook, string>>>) =>
  EVENT_HOOKS.flatMap((hook) => (hooks[hook] === undefined ? [] : [[hook, hooks[hook]] as const]));

/** The type of flow that each hook takes. */
const HOOK_TYPES = {
  AgentHold: 'AGENT_HOLD',
  AgentWhisper: 'AGENT_WHISPER',
  CustomerHold: 'CUSTOMER_HOLD',
  CustomerQueue: 'CUSTOMER_QUEUE',
  CustomerRemaining: 'CONTACT_FLOW',
  CustomerWhisper: 'CUSTOMER_WHISPER',
} as const;

const seconds = z.coerce.number().int();

/** The service refuses any error branch here. What waits already moves only after a minute. */
const updateContactRoutingBehavior = actionKind({
  type: 'UpdateContactRoutingBehavior',
  parameters: z.strictObject({
    QueuePriority: z.coerce.number().int().positive().optional(),
    QueueTimeAdjustmentSeconds: seconds.optional(),
  }),
  legalIn: ['CONTACT_FLOW'],
  transitions: { next: 'required' },
  mistake: ({ QueuePriority, QueueTimeAdjustmentSeconds }) =>
    (QueuePriority === undefined) === (QueueTimeAdjustmentSeconds === undefined)
      ? 'needs either QueuePriority or QueueTimeAdjustmentSeconds'
      : undefined,
  run({ QueuePriority, QueueTimeAdjustmentSeconds }, run) {
    run.centre.queues.reorder(run.contact, {
      priority: QueuePriority,
      ageAdjustmentMs: QueueTimeAdjustmentSeconds && QueueTimeAdjustmentSeconds * 1_000,
    });
    return NEXT;
  },
});

export const queueActions = [
  updateContactTargetQueue,
  transferContactToQueue,
  dequeueContactAndTransferToQueue,
  updateContactEventHooks,
  updateContactRoutingBehavior,
];
