import type { Cloud } from '../core/cloud.ts';
import { restJsonProtocol } from '../core/protocols.ts';
import type { AwsService } from '../core/service.ts';
import { Centre } from './centre.ts';
import { ConnectDesk } from './desk.ts';
import type { Instances } from './instance.ts';
import { operationsOf, ROUTES } from './operations/index.ts';
import { checkNeeds, contactFlowKind } from './resources/contact-flow.ts';
import { hoursKind } from './resources/hours.ts';
import { instanceKind, integrationAssociationKind } from './resources/instance.ts';
import {
  agentStatusKind,
  predefinedAttributeKind,
  securityProfileKind,
  userKind,
} from './resources/people.ts';
import { phoneNumberKind } from './resources/phone-number.ts';
import { queueKind } from './resources/queue.ts';
import { routingProfileKind } from './resources/routing-profile.ts';

export type { Contact, Heard } from './contact.ts';
export type { ConnectDesk } from './desk.ts';
export type { PhoneBehaviour } from './phones.ts';

/** The Connect of a local cloud, with what tests and the console do beside the API. */
export interface ConnectService extends AwsService {
  /** Customers who call, agents who answer, and what became of it. */
  deskOf(cloud: Cloud): ConnectDesk;
}

/** Customers and agents of the Connect of `cloud`; throws when it has none. */
export function connectOf(cloud: Cloud): ConnectDesk {
  const service = cloud.services.get('connect');
  if (!service || !isConnect(service)) throw new Error('this local cloud has no connect');
  return service.deskOf(cloud);
}

const isConnect = (service: AwsService): service is ConnectService => 'deskOf' in service;

/** Of an instance, by default quota. */
const OPEN_TASKS = 2_500;
const CALLS = 10;

/**
 * Amazon Connect: calls, callbacks and tasks, the flows that they run through, queues, agents, contact events, at the real
 * quotas of an account.
 */
export function createConnect({ maxOpenTasks = OPEN_TASKS, maxCalls = CALLS } = {}): ConnectService {
  const instances: Instances = new Map();
  let centre: Centre | undefined;
  const centreOf = (cloud: Cloud): Centre => {
    centre ??= new Centre(cloud, instances, { openTasks: maxOpenTasks, calls: maxCalls });
    return centre;
  };
  const { operations, reset } = operationsOf({ instances, centreOf });
  let desk: ConnectDesk | undefined;
  return {
    name: 'connect',
    protocol: restJsonProtocol(ROUTES),
    operations,
    resources: {
      'AWS::Connect::AgentStatus': agentStatusKind(instances),
      'AWS::Connect::ContactFlow': contactFlowKind(instances),
      'AWS::Connect::HoursOfOperation': hoursKind(instances),
      'AWS::Connect::Instance': instanceKind(instances),
      'AWS::Connect::IntegrationAssociation': integrationAssociationKind(instances),
      'AWS::Connect::PhoneNumber': phoneNumberKind(instances),
      'AWS::Connect::PredefinedAttribute': predefinedAttributeKind(instances),
      'AWS::Connect::Queue': queueKind(instances),
      'AWS::Connect::RoutingProfile': routingProfileKind(instances),
      'AWS::Connect::SecurityProfile': securityProfileKind(instances),
      'AWS::Connect::User': userKind(instances),
    },
    ready: () => checkNeeds(instances),
    reset() {
      centre?.clear();
      reset();
    },
    deskOf(cloud) {
      desk ??= new ConnectDesk(centreOf(cloud));
      return desk;
    },
  };
}
