import type { Cloud } from '../core/cloud.ts';
import { restJsonProtocol } from '../core/protocols.ts';
import type { AwsService } from '../core/service.ts';
import { Contacts, type TaskContact } from './contacts.ts';
import { describeContact, stopContact } from './existing-contact.ts';
import type { Instances } from './instance.ts';
import { RequestRate } from './request-rate.ts';
import { contactFlowKind, hoursKind, instanceKind, queueKind, routingProfileKind } from './resources.ts';
import { TaskStarter } from './start-task-contact.ts';

export type { TaskContact } from './contacts.ts';

/** The Connect of a local cloud, with what tests and the console read beside the API. */
export interface ConnectService extends AwsService {
  /** All tasks, oldest first, ended ones too. */
  tasks(): readonly TaskContact[];
}

/** The Connect of `cloud`; throws when it has none. */
export function connectOf(cloud: Cloud): ConnectService {
  const service = cloud.services.get('connect');
  if (!service || !isConnect(service)) throw new Error('this local cloud has no connect');
  return service;
}

const isConnect = (service: AwsService): service is ConnectService => 'tasks' in service;

/** Open tasks of an instance, by default quota. */
const OPEN_TASKS = 2_500;

/**
 * Amazon Connect as far as tasks go: starting them at the account's real pace, the flow that puts them into queues, stopping
 * and describing them, contact events. There are no agents: a task waits until it is stopped or expires.
 */
export function createConnect({ maxOpenTasks = OPEN_TASKS } = {}): ConnectService {
  const instances: Instances = new Map();
  const contacts = new Contacts();
  const starter = new TaskStarter(instances, contacts, maxOpenTasks);
  const rates = {
    stop: new RequestRate({ perSecond: 10, burst: 15 }),
    describe: new RequestRate({ perSecond: 10, burst: 15 }),
  };
  return {
    name: 'connect',
    protocol: restJsonProtocol([
      { operation: 'StartTaskContact', method: 'PUT', path: '/contact/task' },
      { operation: 'StopContact', method: 'POST', path: '/contact/stop' },
      { operation: 'DescribeContact', method: 'GET', path: '/contacts/{InstanceId}/{ContactId}' },
    ]),
    operations: {
      StartTaskContact: starter.operation,
      StopContact: stopContact(instances, contacts, rates.stop),
      DescribeContact: describeContact(instances, contacts, rates.describe),
    },
    resources: {
      'AWS::Connect::Instance': instanceKind(instances),
      'AWS::Connect::HoursOfOperation': hoursKind(instances),
      'AWS::Connect::Queue': queueKind(instances),
      'AWS::Connect::RoutingProfile': routingProfileKind(instances),
      'AWS::Connect::ContactFlow': contactFlowKind(instances),
    },
    reset() {
      contacts.clear();
      starter.reset();
      rates.stop.reset();
      rates.describe.reset();
    },
    tasks: () => contacts.all(),
  };
}
