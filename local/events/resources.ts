import { compilePattern, type EventPattern, InvalidEventPattern } from '../../shared/event-pattern/index.ts';
import { physicalName } from '../core/names.ts';
import { parseProperties } from '../core/properties.ts';
import type { ResourceKind, ResourceRequest, ResourceResult } from '../core/service.ts';
import { Bus, type Buses, type BusRule, busArn, busNameOf, type Target } from './buses.ts';
import { rulesOf } from './describe.ts';
import {
  archiveProperties,
  busPolicyProperties,
  busProperties,
  type RuleProperties,
  ruleProperties,
  type TargetProperties,
} from './rule-properties.ts';
import { readSchedule } from './schedule.ts';
import { targetRefusal } from './send-to-target.ts';
import { targetInput } from './target-input.ts';

/** AWS's default quota for the text of an event pattern. */
const MAX_PATTERN_CHARACTERS = 2_048;

/** The CloudFormation kinds of EventBridge. Each refuses, with the resource's name, what it cannot simulate. */
export function eventsResources(buses: Buses): Readonly<Record<string, ResourceKind>> {
  return {
    'AWS::Events::EventBus': { create: (request) => createBus(request, buses) },
    'AWS::Events::Rule': { create: (request) => createRule(request, buses) },
    'AWS::Events::EventBusPolicy': { create: (request) => createBusPolicy(request, buses) },
    'AWS::Events::Archive': { create: (request) => createArchive(request, buses) },
  };
}

function createBus(request: ResourceRequest, buses: Buses): ResourceResult {
  const type = 'AWS::Events::EventBus';
  const { Name, Description, Policy } = parseProperties(type, request, busProperties);
  if (buses.has(Name)) throw refusal(type, request, `the bus ${Name} exists already`);
  const bus = new Bus(Name, busArn(request.cloud, Name), Description);
  if (Policy !== undefined) bus.statements.set('Policy', Policy);
  buses.set(Name, bus);
  return { ref: Name, attributes: { Arn: bus.arn, Name, Policy: '' } };
}

function createRule(request: ResourceRequest, buses: Buses): ResourceResult {
  const type = 'AWS::Events::Rule';
  const properties = parseProperties(type, request, ruleProperties);
  const bus = existing(type, request, buses, properties.EventBusName);
  const name = properties.Name ?? physicalName(request, 64);
  if (bus.rules.has(name)) throw refusal(type, request, `the rule ${name} exists already on bus ${bus.name}`);
  if (properties.ScheduleExpression !== undefined) {
    if (bus.name !== 'default') throw refusal(type, request, 'a schedule works on the default bus only');
    orRefuse(type, request, () => readSchedule(properties.ScheduleExpression ?? ''));
  }
  const rule: BusRule = {
    name,
    arn: rulesOf(request.cloud, bus.name) + name,
    bus: bus.name,
    properties,
    pattern: patternOf(type, request, properties),
    targets: properties.Targets.map((target) => readTarget(type, request, target)),
  };
  bus.add(rule);
  return { ref: bus.name === 'default' ? name : `${bus.name}|${name}`, attributes: { Arn: rule.arn } };
}

function createBusPolicy(request: ResourceRequest, buses: Buses): ResourceResult {
  const type = 'AWS::Events::EventBusPolicy';
  const { EventBusName, StatementId, Statement, Action, Principal } = parseProperties(
    type,
    request,
    busPolicyProperties,
  );
  const bus = existing(type, request, buses, EventBusName);
  bus.statements.set(
    StatementId,
    Statement ?? {
      Effect: 'Allow',
      Action,
      Principal: Principal === '*' ? '*' : { AWS: `arn:aws:iam::${Principal}:root` },
      Resource: bus.arn,
    },
  );
  return { ref: `${bus.name}|${StatementId}`, attributes: {} };
}

function createArchive(request: ResourceRequest, buses: Buses): ResourceResult {
  const type = 'AWS::Events::Archive';
  const { ArchiveName, EventPattern, SourceArn } = parseProperties(type, request, archiveProperties);
  existing(type, request, buses, SourceArn);
  if (EventPattern !== undefined) orRefuse(type, request, () => compilePattern(EventPattern));
  const name = ArchiveName ?? physicalName(request, 48);
  const { region, accountId } = request.cloud;
  return { ref: name, attributes: { Arn: `arn:aws:events:${region}:${accountId}:archive/${name}` } };
}

function patternOf(
  type: string,
  request: ResourceRequest,
  { EventPattern }: RuleProperties,
): EventPattern | undefined {
  if (EventPattern === undefined) return undefined;
  const length = JSON.stringify(EventPattern).length;
  if (length > MAX_PATTERN_CHARACTERS) {
    throw refusal(
      type,
      request,
      `EventPattern has ${length} characters; AWS takes ${MAX_PATTERN_CHARACTERS}`,
    );
  }
  return orRefuse(type, request, () => compilePattern(EventPattern));
}

function readTarget(type: string, request: ResourceRequest, properties: TargetProperties): Target {
  const reason = targetRefusal(properties);
  if (reason !== undefined) throw refusal(type, request, reason);
  return { properties, input: orRefuse(type, request, () => targetInput(properties)) };
}

function existing(type: string, request: ResourceRequest, buses: Buses, nameOrArn: string): Bus {
  const bus = buses.get(busNameOf(nameOrArn));
  if (bus === undefined) throw refusal(type, request, `there is no event bus ${nameOrArn}`);
  return bus;
}

function orRefuse<T>(type: string, request: ResourceRequest, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const where = error instanceof InvalidEventPattern ? 'EventPattern: ' : '';
    throw refusal(type, request, where + (error instanceof Error ? error.message : String(error)));
  }
}

function refusal(type: string, request: ResourceRequest, reason: string): Error {
  const sentence = reason.endsWith('.') ? reason : `${reason}.`;
  return new Error(`${type} ${request.stackName}/${request.logicalId}: ${sentence}`);
}
