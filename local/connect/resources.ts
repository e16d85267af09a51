import * as z from 'zod';
import { parseProperties } from '../core/properties.ts';
import type { ResourceKind, ResourceRequest, ResourceResult } from '../core/service.ts';
import { readFlow } from './flow.ts';
import { type Instance, type Instances, idIn, instanceNamed, uuidFor } from './instance.ts';

const flag = z.union([z.boolean(), z.stringbool()]);
const tags = z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]);
const named = {
  InstanceArn: z.string().startsWith('arn:aws:connect:'),
  Name: z.string().min(1).max(127),
  Tags: tags,
};

const instanceProperties = z.strictObject({
  InstanceAlias: z
    .string()
    .regex(/^(?!d-)[\da-zA-Z]+([-]*[\da-zA-Z])*$/)
    .max(45)
    .optional(),
  IdentityManagementType: z.enum(['SAML', 'CONNECT_MANAGED', 'EXISTING_DIRECTORY']),
  DirectoryId: z.string().optional(),
  Attributes: z.strictObject({
    InboundCalls: flag,
    OutboundCalls: flag,
    ContactflowLogs: flag.optional(),
    ContactLens: flag.optional(),
    AutoResolveBestVoices: flag.optional(),
    EarlyMedia: flag.optional(),
  }),
  Tags: tags,
});

export function instanceKind(instances: Instances): ResourceKind {
  return {
    create(request) {
      const { InstanceAlias } = parseProperties('AWS::Connect::Instance', request, instanceProperties);
      const { cloud } = request;
      const id = uuidFor(request);
      const arn = `arn:aws:connect:${cloud.region}:${cloud.accountId}:instance/${id}`;
      instanceNamed(instances, arn);
      const ServiceRole = `arn:aws:iam::${cloud.accountId}:role/aws-service-role/connect.amazonaws.com/AWSServiceRoleForAmazonConnect_${InstanceAlias ?? id}`;
      const CreatedTime = new Date(cloud.clock.now()).toISOString();
      return {
        ref: arn,
        attributes: { Arn: arn, Id: id, InstanceStatus: 'ACTIVE', ServiceRole, CreatedTime },
      };
    },
  };
}

const time = z.strictObject({
  Hours: z.number().int().min(0).max(23),
  Minutes: z.number().int().min(0).max(59),
});
const shift = z.strictObject({
  Day: z.enum(['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY']),
  StartTime: time,
  EndTime: time,
});
const isoDate = z.string().regex(/^\d{4}-\d\d-\d\d$/);

const hoursProperties = z.strictObject({
  ...named,
  Description: z.string().max(250).optional(),
  TimeZone: z.string().refine(isTimeZone, 'is no IANA time zone'),
  Config: z.array(shift).max(100),
  HoursOfOperationOverrides: z
    .array(
      z.strictObject({
        OverrideName: z.string().min(1).max(127),
        OverrideDescription: z.string().optional(),
        OverrideType: z.enum(['STANDARD', 'OPEN', 'CLOSED']).optional(),
        EffectiveFrom: isoDate,
        EffectiveTill: isoDate,
        OverrideConfig: z.array(shift),
      }),
    )
    .default([]),
});

/** Hours are checked and kept nowhere: tasks wait in queues at any hour. */
export function hoursKind(instances: Instances): ResourceKind {
  return {
    create(request) {
      const { InstanceArn } = parseProperties('AWS::Connect::HoursOfOperation', request, hoursProperties);
      return arnResult(
        request,
        instanceNamed(instances, InstanceArn),
        'operating-hours',
        'HoursOfOperationArn',
      );
    },
  };
}

const queueProperties = z.strictObject({
  ...named,
  Description: z.string().max(250).optional(),
  HoursOfOperationArn: z.string().includes('/operating-hours/'),
  MaxContacts: z.number().int().min(0).optional(),
  Status: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
});

export function queueKind(instances: Instances): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::Connect::Queue';
      const { InstanceArn, Name, MaxContacts } = parseProperties(type, request, queueProperties);
      const instance = instanceNamed(instances, InstanceArn);
      if ([...instance.queues.values()].some(({ name }) => name === Name)) {
        throw mistake(type, request, `there is a queue "${Name}" already`);
      }
      const result = arnResult(request, instance, 'queue', 'QueueArn');
      const id = idIn(result.ref);
      instance.queues.set(id, { id, arn: result.ref, name: Name, maxContacts: MaxContacts });
      return { ...result, attributes: { ...result.attributes, Type: 'STANDARD' } };
    },
  };
}

const channel = z.enum(['VOICE', 'CHAT', 'TASK', 'EMAIL']);

const routingProfileProperties = z.strictObject({
  ...named,
  Description: z.string().min(1).max(250),
  DefaultOutboundQueueArn: z.string(),
  MediaConcurrencies: z
    .array(z.strictObject({ Channel: channel, Concurrency: z.number().int().min(1).max(10) }))
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

/** Profiles are for agents, who are not simulated; their queues must exist all the same. */
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
      return arnResult(request, instance, 'routing-profile', 'RoutingProfileArn');
    },
  };
}

const contactFlowProperties = z.strictObject({
  ...named,
  Description: z.string().max(500).optional(),
  Type: z.literal('CONTACT_FLOW'),
  Content: z.string().min(1).max(256_000),
  State: z.enum(['ACTIVE', 'ARCHIVED']).default('ACTIVE'),
});

export function contactFlowKind(instances: Instances): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::Connect::ContactFlow';
      const { InstanceArn, Name, Content, State } = parseProperties(type, request, contactFlowProperties);
      const instance = instanceNamed(instances, InstanceArn);
      const result = arnResult(request, instance, 'contact-flow', 'ContactFlowArn');
      const identity = { id: idIn(result.ref), arn: result.ref, name: Name };
      try {
        const flow = readFlow(identity, Content);
        if (State === 'ACTIVE') instance.flows.set(flow.id, flow);
      } catch (error) {
        throw mistake(type, request, `property Content: ${error instanceof Error ? error.message : error}`);
      }
      return result;
    },
  };
}

/** Parts of an instance are named by ARN, which is also what `Ref` gives. */
function arnResult(
  request: ResourceRequest,
  { arn }: Instance,
  kind: string,
  attribute: string,
): ResourceResult {
  const ref = `${arn}/${kind}/${uuidFor(request)}`;
  return { ref, attributes: { [attribute]: ref } };
}

/** Making a formatter takes long, and every start asks for the same few. */
const timeZones = new Set<string>();

function isTimeZone(name: string): boolean {
  if (timeZones.has(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    timeZones.add(name);
    return true;
  } catch {
    return false;
  }
}

const mistake = (type: string, { stackName, logicalId }: ResourceRequest, what: string): Error =>
  new Error(`${type} ${stackName}/${logicalId}: ${what}.`);
