import * as z from 'zod';
import type { Operation } from '../../core/service.ts';
import type { Centre } from '../centre.ts';
import { type AgentQueue, failure, type Instance, idIn, instanceAt, notFound } from '../instance.ts';
import { parse } from '../parse.ts';
import { countAgents, expectedWaitSeconds, positionOf } from '../queue-metrics.ts';
import type { RequestRate } from '../request-rate.ts';
import { type Api, contactAt, onContact } from './api.ts';

const instanceId = z.string().min(1).max(100);

/** Where a contact stands in its queue. */
export function getContactMetrics(api: Api, rate: RequestRate): Operation {
  const inputSchema = z.strictObject({
    InstanceId: instanceId,
    ContactId: z.string().min(1).max(256),
    Metrics: z.array(z.strictObject({ Name: z.enum(['ESTIMATED_WAIT_TIME', 'POSITION_IN_QUEUE']) })).min(1),
  });
  return {
    permissions: (input) => {
      const { InstanceId, ContactId } = parse(inputSchema, input);
      return onContact('GetContactMetrics', api, InstanceId, ContactId);
    },
    run(input, { cloud }) {
      rate.take(cloud.clock.now());
      const { InstanceId, ContactId, Metrics } = parse(inputSchema, input);
      const contact = contactAt(api, cloud, InstanceId, ContactId);
      const centre = api.centreOf(cloud);
      const position = positionOf(centre, contact);
      const { queue } = contact;
      if (position === undefined || !queue)
        throw failure('InvalidRequestException', `Contact ${ContactId} is not in a queue`);
      const values = {
        POSITION_IN_QUEUE: position,
        ESTIMATED_WAIT_TIME: expectedWaitSeconds(centre, queue, position),
      };
      return {
        Id: contact.id,
        Arn: contact.arn,
        MetricResults: Metrics.map(({ Name }) => ({
          Name,
          ...(values[Name] !== undefined && { Value: { Number: values[Name] } }),
        })),
      };
    },
  };
}

const METRICS = [
  'AGENTS_ONLINE',
  'AGENTS_AVAILABLE',
  'AGENTS_STAFFED',
  'AGENTS_ON_CONTACT',
  'AGENTS_AFTER_CONTACT_WORK',
  'AGENTS_NON_PRODUCTIVE',
  'CONTACTS_IN_QUEUE',
  'OLDEST_CONTACT_AGE',
  'ESTIMATED_WAIT_TIME',
] as const;

const metric = z.strictObject({
  Name: z.enum(METRICS),
  Unit: z.enum(['SECONDS', 'COUNT']).optional(),
});

const currentMetricsInput = z.strictObject({
  InstanceId: instanceId,
  Filters: z.strictObject({
    Queues: z.array(z.string()).min(1).max(100),
    Channels: z.array(z.enum(['VOICE', 'TASK'])).optional(),
  }),
  Groupings: z.array(z.literal('QUEUE')).max(1).optional(),
  CurrentMetrics: z.array(metric).min(1),
  MaxResults: z.number().int().min(1).max(100).optional(),
});

/** Numbers of queues as they are now, of each or of all together. The service's lag behind is not simulated. */
export function getCurrentMetricData(api: Api, rate: RequestRate): Operation {
  return {
    permissions: (input) => {
      const { InstanceId, Filters } = parse(currentMetricsInput, input);
      const { arn } = instanceAt(api.instances, InstanceId);
      const action = 'connect:GetCurrentMetricData';
      return Filters.Queues.map((queue) => ({ action, resource: `${arn}/queue/${idIn(queue)}` }));
    },
    run(input, { cloud }) {
      const now = cloud.clock.now();
      rate.take(now);
      const { InstanceId, Filters, Groupings, CurrentMetrics } = parse(currentMetricsInput, input);
      const instance = instanceAt(api.instances, InstanceId);
      const centre = api.centreOf(cloud);
      const asked = Filters.Queues.map((id) => queueAt(instance, id));
      const groups = Groupings?.length ? asked.map((queue) => [queue]) : [asked];
      const isGrouped = Boolean(Groupings?.length);
      return {
        DataSnapshotTime: now / 1000,
        MetricResults: groups.map((queues) => ({
          ...(isGrouped && { Dimensions: { Queue: { Id: queues[0]?.id, Arn: queues[0]?.arn } } }),
          Collections: CurrentMetrics.map((one) => ({
            Metric: one,
            Value: metricOf(one.Name, centre, queues, Filters.Channels, isGrouped),
          })),
        })),
        ApproximateTotalCount: groups.length,
      };
    },
  };
}

function queueAt(instance: Instance, id: string): AgentQueue {
  const queue = instance.queues.get(idIn(id));
  if (!queue) throw notFound(`Queue ${id} does not exist`);
  return queue;
}

function metricOf(
  name: (typeof METRICS)[number],
  centre: Centre,
  queues: readonly AgentQueue[],
  channels: readonly string[] | undefined,
  isGrouped: boolean,
): number | undefined {
  const waiting = queues.flatMap((queue) =>
    centre.queues.inOrder(queue).filter(({ channel }) => !channels || channels.includes(channel)),
  );
  const now = centre.cloud.clock.now();
  switch (name) {
    case 'CONTACTS_IN_QUEUE':
      return waiting.length;
    case 'OLDEST_CONTACT_AGE': {
      const oldest = Math.max(0, ...waiting.map(({ queuedAt }) => now - (queuedAt ?? now)));
      // Without groupings the service answers milliseconds.
      return isGrouped ? Math.floor(oldest / 1_000) : oldest;
    }
    case 'ESTIMATED_WAIT_TIME': {
      const waits = queues.map((queue) => expectedWaitSeconds(centre, queue, centre.queues.size(queue) + 1));
      const known = waits.filter((wait) => wait !== undefined);
      return known.length > 0 ? Math.max(...known) : undefined;
    }
    default: {
      const ids = new Set(queues.map(({ id }) => id));
      const agents = centre.agents
        .all()
        .filter(({ user }) => user.profile.queues.some(({ queueId }) => ids.has(queueId)));
      return countAgents(agents)[AGENT_COUNTS[name]];
    }
  }
}

const AGENT_COUNTS = {
  AGENTS_ONLINE: 'online',
  AGENTS_AVAILABLE: 'available',
  AGENTS_STAFFED: 'staffed',
  AGENTS_ON_CONTACT: 'busy',
  AGENTS_AFTER_CONTACT_WORK: 'afterWork',
  AGENTS_NON_PRODUCTIVE: 'nonProductive',
} as const;
