import * as z from 'zod';
import type { Cloud } from '../core/cloud.ts';
import { physicalName } from '../core/names.ts';
import { parseProperties } from '../core/properties.ts';
import { restJsonProtocol } from '../core/protocols.ts';
import { type Recurrence, readRecurrence } from '../core/recurrence.ts';
import { AwsError, type AwsService, type ResourceKind } from '../core/service.ts';
import { Invocations, type Schedule } from './invocation.ts';
import { groupProperties, type ScheduleProperties, scheduleProperties } from './schedule-properties.ts';

const SCHEDULE = 'AWS::Scheduler::Schedule';

const byName = z.object({ Name: z.string(), GroupName: z.string().default('default') });
const filtered = z.object({ GroupName: z.string().optional(), NamePrefix: z.string().default('') });

/**
 * Amazon EventBridge Scheduler: schedules of the template by rate, cron or one time, in any time zone, for functions
 * and queues.
 *
 * Not simulated: flexible windows, other targets, making schedules by API.
 */
export function createScheduler(): AwsService {
  const groups = new Set(['default']);
  const schedules = new Map<string, Schedule>();
  let invocations: Invocations | undefined;

  return {
    name: 'scheduler',
    protocol: restJsonProtocol([
      {
        operation: 'GetSchedule',
        method: 'GET',
        path: '/schedules/{Name}',
        query: { groupName: 'GroupName' },
      },
      {
        operation: 'ListSchedules',
        method: 'GET',
        path: '/schedules',
        query: { ScheduleGroup: 'GroupName', NamePrefix: 'NamePrefix' },
      },
    ]),
    operations: {
      GetSchedule: {
        permissions(input, { cloud }) {
          const { Name, GroupName } = byName.parse(input);
          return [{ action: 'scheduler:GetSchedule', resource: arnOf(cloud, GroupName, Name) }];
        },
        run(input, { cloud }) {
          const { Name, GroupName } = byName.parse(input);
          const found = schedules.get(arnOf(cloud, GroupName, Name));
          if (found !== undefined) return { ...described(found), ...found.properties };
          throw new AwsError('ResourceNotFoundException', `Schedule ${Name} does not exist.`, 404);
        },
        usage: () => null,
      },
      ListSchedules: {
        permissions: (_input, { cloud }) => [
          { action: 'scheduler:ListSchedules', resource: arnOf(cloud, '*', '*') },
        ],
        run(input) {
          const { GroupName, NamePrefix } = filtered.parse(input);
          const found = [...schedules.values()]
            .filter(({ name }) => name.startsWith(NamePrefix))
            .filter(({ properties }) => GroupName === undefined || properties.GroupName === GroupName);
          return { Schedules: found.map(described) };
        },
        usage: () => null,
      },
    },
    resources: {
      [SCHEDULE]: scheduleKind(groups, schedules),
      'AWS::Scheduler::ScheduleGroup': groupKind(groups),
    },
    start(cloud) {
      invocations = new Invocations(cloud);
    },
    begin(cloud) {
      if (invocations === undefined) throw new Error('EventBridge Scheduler begins before it started');
      for (const schedule of schedules.values()) {
        if (schedule.properties.State === 'ENABLED') runSchedule(cloud, schedule, invocations);
      }
    },
    reset: () => invocations?.reset(),
  };
}

function described({ arn, name, properties, createdAt }: Schedule): object {
  const { GroupName, State, Target } = properties;
  const date = new Date(createdAt);
  return { Arn: arn, Name: name, GroupName, State, Target, CreationDate: date, LastModificationDate: date };
}

const arnOf = (cloud: Cloud, group: string, name: string) =>
  `arn:aws:scheduler:${cloud.region}:${cloud.accountId}:schedule/${group}/${name}`;

function groupKind(groups: Set<string>): ResourceKind {
  return {
    create(request) {
      const { Name } = parseProperties('AWS::Scheduler::ScheduleGroup', request, groupProperties);
      const name = Name ?? physicalName(request, 64);
      const { region, accountId } = request.cloud;
      groups.add(name);
      const Arn = `arn:aws:scheduler:${region}:${accountId}:schedule-group/${name}`;
      return { ref: name, attributes: { Arn, State: 'ACTIVE' } };
    },
  };
}

function scheduleKind(groups: ReadonlySet<string>, schedules: Map<string, Schedule>): ResourceKind {
  return {
    create(request) {
      const properties = parseProperties(SCHEDULE, request, scheduleProperties);
      const where = `${SCHEDULE} ${request.stackName}/${request.logicalId}`;
      if (!groups.has(properties.GroupName)) {
        throw new Error(`${where}: there is no schedule group ${properties.GroupName}.`);
      }
      const name = properties.Name ?? physicalName(request, 64);
      const arn = arnOf(request.cloud, properties.GroupName, name);
      const recurrence = readExpression(where, properties);
      schedules.set(arn, { arn, name, properties, recurrence, createdAt: request.cloud.clock.now() });
      return { ref: name, attributes: { Arn: arn } };
    },
  };
}

function readExpression(
  where: string,
  { ScheduleExpression, ScheduleExpressionTimezone }: ScheduleProperties,
): Recurrence {
  try {
    return readRecurrence(ScheduleExpression, ScheduleExpressionTimezone);
  } catch (error) {
    throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Fires a schedule until it ends, as background work: it never keeps the cloud from being quiet. A rate begins at once,
 * as AWS has it. A function that has said it will find nothing is not called.
 */
function runSchedule(cloud: Cloud, schedule: Schedule, invocations: Invocations): void {
  const { clock, random, scheduler } = cloud;
  const { name, recurrence, properties } = schedule;
  const last = properties.EndDate === undefined ? Number.POSITIVE_INFINITY : Date.parse(properties.EndDate);
  const first = Math.max(clock.now(), Date.parse(properties.StartDate ?? '') || 0);
  const plan = (scheduledAt: number | undefined): void => {
    if (scheduledAt === undefined || scheduledAt > last) return;
    scheduler.background(scheduledAt, `scheduler ${name}`, async () => {
      plan(recurrence.next(scheduledAt));
      if (cloud.idle.isIdle(properties.Target.Arn, clock.now())) return;
      cloud.meter({
        service: 'scheduler',
        operation: 'Invocation',
        resource: name,
        usage: { 'scheduler.invocation': 1 },
      });
      await invocations.invoke({ schedule, executionId: random.uuid(), scheduledAt, retries: 0 });
    });
  };
  plan(recurrence.kind === 'rate' ? first : recurrence.next(first - 1));
}
