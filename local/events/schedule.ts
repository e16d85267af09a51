import type { Cloud } from '../core/cloud.ts';
import type { BusRule } from './buses.ts';
import type { Delivery } from './delivery.ts';
import { eventTime } from './event.ts';

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Milliseconds between two runs of `rate(5 minutes)`.
 * @throws Error with a sentence for anything else; `cron(…)` is not implemented
 */
export function ratePeriod(expression: string): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const period = Number(count) * (UNIT_MS[unit ?? ''] ?? 0);
  if (!(period > 0)) {
    throw new Error(
      `${expression} is not implemented by the local cloud, which knows rate(n minutes|hours|days)`,
    );
  }
  return period;
}

/** Fires a scheduled rule for ever, as background work: it never keeps the cloud from being quiet. */
export function runSchedule(cloud: Cloud, rule: BusRule, periodMs: number, delivery: Delivery): void {
  const { clock, random, scheduler } = cloud;
  const next = (time: number): void => {
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
      next(time + periodMs);
    });
  };
  next(clock.now() + periodMs);
}
