import type { Cloud } from '../core/cloud.ts';
import { jsonProtocol } from '../core/protocols.ts';
import type { AwsService } from '../core/service.ts';
import { Bus, type Buses, busArn, busNameOf } from './buses.ts';
import { Delivery } from './delivery.ts';
import { describeOperations } from './describe.ts';
import { putEvents } from './put-events.ts';
import { eventsResources } from './resources.ts';
import { readSchedule, runSchedule } from './schedule.ts';

/**
 * Amazon EventBridge (classic buses): rules by pattern, rate or cron, targets SQS, SNS, Lambda and other buses.
 *
 * Not simulated: archives and replay, pipes, API destinations, schema discovery, other accounts and
 * regions, and making rules by API.
 */
export function createEvents(): AwsService {
  const buses: Buses = new Map();
  let running: Delivery | undefined;
  const delivery = (): Delivery => {
    if (running === undefined) throw new Error('EventBridge was called before the local cloud started');
    return running;
  };
  return {
    name: 'events',
    protocol: jsonProtocol({ version: '1.1' }),
    operations: { PutEvents: putEvents(buses, delivery), ...describeOperations(buses) },
    resources: eventsResources(buses),
    resourcePolicy: (arn) => buses.get(busNameOf(arn))?.policy(),
    start(cloud: Cloud) {
      running = new Delivery(cloud);
      buses.set('default', new Bus('default', busArn(cloud, 'default')));
    },
    begin(cloud: Cloud) {
      for (const rule of buses.get('default')?.rules.values() ?? []) {
        const { ScheduleExpression, State } = rule.properties;
        if (ScheduleExpression !== undefined && State === 'ENABLED') {
          runSchedule(cloud, rule, readSchedule(ScheduleExpression), delivery());
        }
      }
    },
    reset: () => running?.reset(),
  };
}
