import * as z from 'zod';
import { compilePattern, InvalidEventPattern } from '../../shared/event-pattern/index.ts';
import type { Cloud } from '../core/cloud.ts';
import { AwsError, type Operation } from '../core/service.ts';
import { type Bus, type Buses, type BusRule, busArn, busNameOf } from './buses.ts';

const byBus = z.object({ EventBusName: z.string().default('default'), NamePrefix: z.string().default('') });
const byName = z.object({ EventBusName: z.string().default('default'), Name: z.string() });
const byRule = z.object({ EventBusName: z.string().default('default'), Rule: z.string() });
const named = z.object({ Name: z.string().default('default') });
const filtered = z.object({ NamePrefix: z.string().default('') });
const tested = z.object({ Event: z.string(), EventPattern: z.string() });

/** The reading operations: nothing of them is billed. */
export function describeOperations(buses: Buses): Readonly<Record<string, Operation>> {
  const bus = (nameOrArn: string): Bus => {
    const found = buses.get(busNameOf(nameOrArn));
    if (found === undefined) throw notFound(`Event bus ${busNameOf(nameOrArn)} does not exist.`);
    return found;
  };
  const rule = (busName: string, name: string): BusRule => {
    const found = bus(busName).rules.get(name);
    if (found === undefined) throw notFound(`Rule ${name} does not exist on EventBus ${busNameOf(busName)}.`);
    return found;
  };
  const onRule = (cloud: Cloud, busName: string, name: string): string =>
    rulesOf(cloud, busNameOf(busName)) + name;

  return {
    ListEventBuses: operation(
      filtered,
      (_input, cloud) => [
        'events:ListEventBuses',
        `arn:aws:events:${cloud.region}:${cloud.accountId}:event-bus/*`,
      ],
      ({ NamePrefix }) => ({
        EventBuses: [...buses.values()].filter(({ name }) => name.startsWith(NamePrefix)).map(describeBus),
      }),
    ),
    DescribeEventBus: operation(
      named,
      ({ Name }, cloud) => ['events:DescribeEventBus', busArn(cloud, busNameOf(Name))],
      ({ Name }) => describeBus(bus(Name)),
    ),
    ListRules: operation(
      byBus,
      ({ EventBusName }, cloud) => ['events:ListRules', onRule(cloud, EventBusName, '*')],
      ({ EventBusName, NamePrefix }) => ({
        Rules: [...bus(EventBusName).rules.values()]
          .filter(({ name }) => name.startsWith(NamePrefix))
          .map(describeRule),
      }),
    ),
    DescribeRule: operation(
      byName,
      ({ EventBusName, Name }, cloud) => ['events:DescribeRule', onRule(cloud, EventBusName, Name)],
      ({ EventBusName, Name }) => describeRule(rule(EventBusName, Name)),
    ),
    ListTargetsByRule: operation(
      byRule,
      ({ EventBusName, Rule }, cloud) => ['events:ListTargetsByRule', onRule(cloud, EventBusName, Rule)],
      ({ EventBusName, Rule }) => ({
        Targets: rule(EventBusName, Rule).targets.map(({ properties }) => properties),
      }),
    ),
    TestEventPattern: operation(
      tested,
      () => ['events:TestEventPattern', '*'],
      ({ Event, EventPattern }) => ({ Result: testPattern(EventPattern, Event) }),
    ),
  };
}

/** Where the rules of a bus live: `rule/…`, or `rule/<bus>/…` off the default bus. */
export function rulesOf(cloud: Cloud, bus: string): string {
  return `arn:aws:events:${cloud.region}:${cloud.accountId}:rule/${bus === 'default' ? '' : `${bus}/`}`;
}

function operation<Schema extends z.ZodType>(
  schema: Schema,
  permission: (input: z.output<Schema>, cloud: Cloud) => readonly [action: string, resource: string],
  run: (input: z.output<Schema>) => unknown,
): Operation {
  const parse = (input: unknown): z.output<Schema> => {
    const parsed = schema.safeParse(input ?? {});
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new AwsError(
      'ValidationException',
      `Value at '${issue?.path.join('.')}' is invalid: ${issue?.message}`,
    );
  };
  return {
    permissions(input, { cloud }) {
      const [action, resource] = permission(parse(input), cloud);
      return [{ action, resource }];
    },
    run: (input) => run(parse(input)),
    usage: () => null,
  };
}

function describeBus(bus: Bus): object {
  const policy = bus.policy();
  return {
    Name: bus.name,
    Arn: bus.arn,
    ...(bus.description !== undefined && { Description: bus.description }),
    ...(policy !== undefined && { Policy: JSON.stringify(policy) }),
  };
}

function describeRule({ name, arn, bus, properties }: BusRule): object {
  const { Description, EventPattern, ScheduleExpression, State } = properties;
  return {
    Name: name,
    Arn: arn,
    EventBusName: bus,
    State,
    ...(Description !== undefined && { Description }),
    ...(EventPattern !== undefined && { EventPattern: JSON.stringify(EventPattern) }),
    ...(ScheduleExpression !== undefined && { ScheduleExpression }),
  };
}

function testPattern(pattern: string, event: string): boolean {
  try {
    return compilePattern(
      readJson(pattern, 'InvalidEventPatternException', 'Event pattern is not valid. Reason: '),
    ).matches(readJson(event, 'ValidationException', 'Parameter Event is not valid. Reason: '));
  } catch (error) {
    if (!(error instanceof InvalidEventPattern)) throw error;
    throw new AwsError(
      'InvalidEventPatternException',
      `Event pattern is not valid. Reason: ${error.message}`,
    );
  }
}

function readJson(text: string, code: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsError(code, `${what}it is not JSON.`);
  }
}

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}
