import * as z from 'zod';
import { parseProperties } from '../../core/properties.ts';
import type { ResourceKind } from '../../core/service.ts';
import type { ProfileChannel } from '../agent.ts';
import type { Channel } from '../contact.ts';
import { type Instances, idIn, instanceNamed } from '../instance.ts';
import { arnResult, mistake, named } from './common.ts';

const channel = z.enum(['VOICE', 'CHAT', 'TASK', 'EMAIL']);

/** Agents are offered calls and tasks only, as there are no other contacts. */
const isSimulated = (of: z.output<typeof channel>): of is Channel => of === 'VOICE' || of === 'TASK';

const routingProfileProperties = z.strictObject({
  ...named,
  Description: z.string().min(1).max(250),
  DefaultOutboundQueueArn: z.string(),
  MediaConcurrencies: z
    .array(
      z
        .strictObject({
          Channel: channel,
          Concurrency: z.number().int().min(1).max(10),
          CrossChannelBehavior: z
            .strictObject({ BehaviorType: z.enum(['ROUTE_CURRENT_CHANNEL_ONLY', 'ROUTE_ANY_CHANNEL']) })
            .default({ BehaviorType: 'ROUTE_CURRENT_CHANNEL_ONLY' }),
        })
        .refine(({ Channel, Concurrency }) => Channel !== 'VOICE' || Concurrency === 1, {
          message: 'an agent has one call at a time',
        }),
    )
    .min(1),
  QueueConfigs: z
    .array(
      z.strictObject({
        Delay: z.number().int().min(0).max(9999),
        Priority: z.number().int().min(1).max(99),
        QueueReference: z.strictObject({ Channel: channel, QueueArn: z.string() }),
      }),
    )
    .default([]),
});

export function routingProfileKind(instances: Instances): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::Connect::RoutingProfile';
      const properties = parseProperties(type, request, routingProfileProperties);
      const instance = instanceNamed(instances, properties.InstanceArn);
      const arns = properties.QueueConfigs.map(({ QueueReference }) => QueueReference.QueueArn);
      for (const arn of [properties.DefaultOutboundQueueArn, ...arns]) {
        if (!instance.queues.has(idIn(arn))) throw mistake(type, request, `there is no queue ${arn}`);
      }
      const result = arnResult(request, instance, 'routing-profile', 'RoutingProfileArn');
      const id = idIn(result.ref);
      const channels = properties.MediaConcurrencies.flatMap(
        ({ Channel: of, Concurrency, CrossChannelBehavior }): [Channel, ProfileChannel][] =>
          isSimulated(of)
            ? [
                [
                  of,
                  {
                    concurrency: Concurrency,
                    besidesOthers: CrossChannelBehavior.BehaviorType === 'ROUTE_ANY_CHANNEL',
                  },
                ],
              ]
            : [],
      );
      const queues = properties.QueueConfigs.flatMap(({ Delay, Priority, QueueReference }) => {
        const { Channel: of, QueueArn } = QueueReference;
        if (!isSimulated(of)) return [];
        return [{ queueId: idIn(QueueArn), channel: of, priority: Priority, delayMs: Delay * 1_000 }];
      });
      const name = properties.Name;
      instance.profiles.set(id, { id, arn: result.ref, name, channels: new Map(channels), queues });
      return result;
    },
  };
}
