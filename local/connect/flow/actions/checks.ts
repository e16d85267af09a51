import * as z from 'zod';
import { isOpen } from '../../hours.ts';
import { idIn } from '../../instance.ts';
import { agentsOf, oldestAgeMs } from '../../queue-metrics.ts';
import { actionKind, FAILED, LEADING, NEXT } from '../action-kind.ts';
import { OPERATORS } from '../flow.ts';
import type { FlowRun } from '../flow-run.ts';
import { queueNamed } from './queues.ts';

/** The queue that is asked about: the one named, else the contact's. */
const askedQueue = (run: FlowRun, id: string | undefined) =>
  id === undefined ? (run.contact.targetQueue ?? run.contact.queue) : queueNamed(run, id);

const checkHoursOfOperation = actionKind({
  type: 'CheckHoursOfOperation',
  parameters: z.strictObject({ HoursOfOperationId: z.string().min(1).optional() }),
  legalIn: LEADING,
  transitions: {
    next: 'required',
    required: ['NoMatchingError'],
    conditions: { operators: ['Equals'], operands: ['True', 'False'], all: true },
  },
  run({ HoursOfOperationId }, run) {
    const { instance } = run.contact;
    const hours =
      HoursOfOperationId === undefined
        ? askedQueue(run, undefined)?.hours
        : instance.hours.get(idIn(run.text(HoursOfOperationId)));
    if (!hours) return FAILED;
    return { to: 'condition', value: isOpen(hours, run.centre.cloud.clock.now()) ? 'True' : 'False' };
  },
});

const ABOUT_AGENTS = ['NumberOfAgentsAvailable', 'NumberOfAgentsStaffed', 'NumberOfAgentsOnline'] as const;
const ABOUT_CONTACTS = ['OldestContactInQueueAgeSeconds', 'NumberOfContactsInQueue'] as const;

const checkMetricData = actionKind({
  type: 'CheckMetricData',
  parameters: z.strictObject({
    MetricType: z.enum([...ABOUT_AGENTS, ...ABOUT_CONTACTS]),
    QueueId: z.string().min(1).optional(),
  }),
  legalIn: LEADING,
  transitions: ({ MetricType }) => ({
    next: 'required',
    required: ['NoMatchingError', 'NoMatchingCondition'],
    conditions: MetricType.startsWith('NumberOfAgents')
      ? { operators: ['NumberGreaterThan'], operands: ['0'], atLeast: 1 }
      : { operators: OPERATORS.filter((one) => one.startsWith('Number')), atLeast: 1 },
  }),
  run({ MetricType, QueueId }, run) {
    const queue = askedQueue(run, QueueId);
    if (!queue) return FAILED;
    const { centre } = run;
    const agents = agentsOf(centre, queue);
    const values: Readonly<Record<typeof MetricType, number>> = {
      NumberOfAgentsAvailable: agents.available,
      NumberOfAgentsStaffed: agents.staffed,
      NumberOfAgentsOnline: agents.online,
      OldestContactInQueueAgeSeconds: Math.floor(oldestAgeMs(centre, queue) / 1_000),
      NumberOfContactsInQueue: centre.queues.size(queue),
    };
    return { to: 'condition', value: String(values[MetricType]) };
  },
});

/** Loads `$.Metrics`; where nobody works and nobody waits, there is nothing to load. */
const getMetricData = actionKind({
  type: 'GetMetricData',
  parameters: z.strictObject({
    QueueId: z.string().min(1).optional(),
    QueueChannel: z.enum(['Voice', 'Chat']).optional(),
  }),
  transitions: { next: 'required', required: ['NoMatchingError'] },
  run({ QueueId }, run) {
    const queue = askedQueue(run, QueueId);
    if (!queue) return FAILED;
    const { centre } = run;
    const agents = agentsOf(centre, queue);
    const size = centre.queues.size(queue);
    if (agents.online === 0 && size === 0) return FAILED;
    const count = (Count: number) => ({ Count });
    run.metrics = {
      Queue: {
        Name: queue.name,
        ARN: queue.arn,
        Size: size,
        OldestContactAge: Math.floor(oldestAgeMs(centre, queue) / 1_000),
      },
      Agents: {
        Online: count(agents.online),
        Available: count(agents.available),
        Staffed: count(agents.staffed),
        AfterContactWork: count(agents.afterWork),
        Busy: count(agents.busy),
        Missed: count(agents.missed),
        NonProductive: count(agents.nonProductive),
      },
    };
    return NEXT;
  },
});

export const checkActions = [checkHoursOfOperation, checkMetricData, getMetricData];
