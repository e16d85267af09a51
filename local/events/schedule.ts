import type { Cloud } from '../core/cloud.ts';
import { type Recurrence, readRecurrence } from '../core/recurrence.ts';
import type { BusRule } from './buses.ts';
import type { Delivery } from './delivery.ts';
import { eventTime } from './event.ts';

/**
 * Reads the schedule of a rule: `rate(5 minutes)` or `cron(0 9 ? * MON-FRI *)`, in UTC.
 * @throws Error with a sentence for anything else
 */
export function readSchedule(expression: string): Recurrence {
  const recurrence = readRecurrence(expression);
  if (recurrence.kind !== 'at') return recurrence;
  throw new Error(`${expression} is for EventBridge Scheduler; a rule knows rate(…) and cron(…).`);
}

/** Fires a scheduled rule for ever, as background work: it never keeps the cloud from being quiet. */
export function runSchedule(cloud: Cloud, rule: BusRule, schedule: Recurrence, delivery: Delivery): void {
  const { clock, random, scheduler } = cloud;
  const follow = (after: number): void => {
    const time = schedule.next(after);
    if (time === undefined) return;
    scheduler.background(time, `events schedule ${rule.name}`, () => {
      delivery.accept(rule, {
        version: '0',
        id: random.uuid(),
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        account: cloud.accountId,
        time: eventTime(clock.now()),
        region: cloud.region,
        resources: [rule.arn],
        detail: {},
      });
      follow(time);
    });
  };
  follow(clock.now());
}
