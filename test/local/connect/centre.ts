import { ConnectClient } from '@aws-sdk/client-connect';
import { connectOf, createConnect } from '../../../local/connect/index.ts';
import type { AwsService } from '../../../local/core/service.ts';
import { createSqs } from '../../../local/sqs/index.ts';
import { functionCloud, type Handlers } from '../lambda/function-cloud.ts';

export const SECOND = 1_000;
export const CALLER = '+351912345678';

/** A step of a flow, shorter than the flow language has it. */
export interface Step {
  readonly type: string;
  readonly parameters?: object;
  readonly then?: string;
  readonly errors?: Readonly<Record<string, string>>;
  /** Operator, operand, next action. */
  readonly cases?: readonly (readonly [operator: string, operand: string, then: string])[];
}

/** A flow in the flow language; the first step is where it starts. */
export const flowContent = (steps: Readonly<Record<string, Step>>): string =>
  JSON.stringify({
    Version: '2019-10-30',
    StartAction: Object.keys(steps)[0],
    Actions: Object.entries(steps).map(([Identifier, { type, parameters = {}, then, errors, cases }]) => ({
      Identifier,
      Type: type,
      Parameters: parameters,
      Transitions: {
        ...(then !== undefined && { NextAction: then }),
        Errors: Object.entries(errors ?? {}).map(([ErrorType, NextAction]) => ({ ErrorType, NextAction })),
        Conditions: (cases ?? []).map(([Operator, operand, NextAction]) => ({
          NextAction,
          Condition: { Operator, Operands: [operand] },
        })),
      },
    })),
  });

export const say = (Text: string, then: string): Step => ({
  type: 'MessageParticipant',
  parameters: { Text },
  then,
});

export const end: Step = { type: 'DisconnectParticipant' };

/** Steps that lead into a queue. */
export const intoQueue = (QueueId: string): Record<string, Step> => ({
  queue: {
    type: 'UpdateContactTargetQueue',
    parameters: { QueueId },
    then: 'transfer',
    errors: { NoMatchingError: 'end' },
  },
  transfer: {
    type: 'TransferContactToQueue',
    then: 'end',
    errors: { QueueAtCapacity: 'full', NoMatchingError: 'end' },
  },
  full: say('All lines are busy.', 'end'),
  end,
});

interface PutEvents {
  readonly Entries: readonly { readonly Detail: string; readonly Resources: readonly string[] }[];
}

export interface CentreOptions {
  readonly handlers?: Handlers;
  readonly MaxContacts?: number;
  readonly maxCalls?: number;
  /** Instead of always open. */
  readonly hours?: object;
}

/** An instance with a queue, a routing profile for calls and tasks, and a number; functions run in this process. */
export function centre({ handlers = {}, MaxContacts, maxCalls, hours }: CentreOptions = {}) {
  const events: { readonly Detail: string; readonly Resources: readonly string[] }[] = [];
  const bus: AwsService = {
    name: 'events',
    protocol: createSqs().protocol,
    operations: {
      PutEvents: {
        permissions: () => [],
        run: ({ Entries }: PutEvents) => void events.push(...Entries),
      },
    },
    resources: {},
    reset() {},
  };
  const connect = createConnect({ ...(maxCalls && { maxCalls }) });
  const it = functionCloud(handlers, [connect, bus]);
  const { cloud } = it;
  const instance = cloud.create('AWS::Connect::Instance', 'Instance', {
    IdentityManagementType: 'CONNECT_MANAGED',
    Attributes: { InboundCalls: true, OutboundCalls: true },
  });
  const InstanceArn = instance.ref;
  const make = (kind: string, logicalId: string, properties: object) =>
    cloud.create(`AWS::Connect::${kind}`, logicalId, { InstanceArn, ...properties });
  const always = { Hours: 0, Minutes: 0 };
  const hoursArn = make('HoursOfOperation', 'Hours', {
    Name: 'hours',
    TimeZone: 'Europe/Lisbon',
    Config: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'].map((Day) => ({
      Day,
      StartTime: always,
      EndTime: always,
    })),
    ...hours,
  }).ref;
  const number = cloud.create('AWS::Connect::PhoneNumber', 'Number', {
    TargetArn: InstanceArn,
    CountryCode: 'PT',
    Type: 'DID',
  });
  const addQueue = (Name: string, properties: object = {}) =>
    make('Queue', `Queue-${Name}`, { Name, HoursOfOperationArn: hoursArn, ...properties }).ref;
  const queue = addQueue('general', {
    ...(MaxContacts !== undefined && { MaxContacts }),
    OutboundCallerConfig: { OutboundCallerIdNumberArn: number.ref },
  });
  const addProfile = (Name: string, QueueConfigs: readonly object[], properties: object = {}) =>
    make('RoutingProfile', `Profile-${Name}`, {
      Name,
      Description: Name,
      DefaultOutboundQueueArn: queue,
      MediaConcurrencies: [
        { Channel: 'VOICE', Concurrency: 1 },
        { Channel: 'TASK', Concurrency: 2 },
      ],
      QueueConfigs,
      ...properties,
    }).ref;
  const serves = (QueueArn: string, Priority = 1, Delay = 0, Channel = 'VOICE') => ({
    Delay,
    Priority,
    QueueReference: { Channel, QueueArn },
  });
  addProfile('everything', [serves(queue), serves(queue, 1, 0, 'TASK')]);
  const desk = connectOf(cloud);
  const address = number.attributes.Address ?? '';
  let flows = 0;
  const addFlow = (steps: Readonly<Record<string, Step>>, Type = 'CONTACT_FLOW') => {
    const Name = `flow ${++flows}`;
    return make('ContactFlow', `Flow${flows}`, { Name, Type, Content: flowContent(steps) }).ref;
  };
  return {
    ...it,
    connect,
    desk,
    InstanceArn,
    InstanceId: instance.attributes.Id ?? '',
    client: new ConnectClient(cloud.client),
    number: address,
    numberArn: number.ref,
    queue,
    hoursArn,
    make,
    addQueue,
    addProfile,
    serves,
    addFlow,
    /** A function that the instance may invoke. */
    addAssociated(logicalId: string) {
      const arn = it.addFunction(logicalId, { Timeout: 15 });
      cloud.create('AWS::Connect::IntegrationAssociation', `${logicalId}Association`, {
        InstanceId: InstanceArn,
        IntegrationType: 'LAMBDA_FUNCTION',
        IntegrationArn: arn,
      });
      cloud.create('AWS::Lambda::Permission', `${logicalId}Permission`, {
        Action: 'lambda:InvokeFunction',
        FunctionName: arn,
        Principal: 'connect.amazonaws.com',
        SourceArn: InstanceArn,
        SourceAccount: cloud.accountId,
      });
      return arn;
    },
    /** Somebody calls a flow; its first steps have run. */
    async call(flow: string, from = CALLER) {
      desk.route(address, flow);
      const contact = desk.dial(address, { from });
      if (!contact) throw new Error('busy');
      await cloud.scheduler.quiet();
      return contact;
    },
    /** Somebody calls and hears all of what a flow of these steps says, which takes less than so many seconds. */
    async hear(steps: Readonly<Record<string, Step>>, seconds = 60): Promise<readonly string[]> {
      const contact = await this.call(addFlow(steps));
      await cloud.scheduler.advance(seconds * SECOND);
      return desk.heard(contact).map(({ text }) => text);
    },
    /** Types of the events of a contact, or of all. */
    eventTypes: (contact?: { readonly id: string }) =>
      events
        .map(({ Detail }) => JSON.parse(Detail))
        .filter(({ contactId }) => !contact || contactId === contact.id)
        .map(({ eventType }) => eventType),
    events,
    details: () => events.map(({ Detail }) => JSON.parse(Detail)),
  };
}
