import { createHash } from 'node:crypto';
import { AwsError, type ResourceRequest } from '../core/service.ts';
import type { RoutingProfile, User } from './agent.ts';
import type { Flow } from './flow/flow.ts';
import type { Hours } from './hours.ts';

/** A queue of agents. */
export interface AgentQueue {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly hours: Hours | undefined;
  /** Contacts it takes; more leave the flow by `QueueAtCapacity`. */
  readonly maxContacts: number | undefined;
  /** The number that callbacks and outbound calls show. */
  readonly callerNumberId: string | undefined;
  /** What the customer hears before an agent, on calls that we make. */
  readonly outboundWhisperFlow: string | undefined;
}

/** A phone number of an instance. */
export interface ClaimedNumber {
  readonly id: string;
  readonly arn: string;
  /** E.164. */
  readonly number: string;
  /** What runs for who calls it. */
  flowId: string | undefined;
}

/** An Amazon Connect instance, of the template or one that it names by ARN. */
export interface Instance {
  readonly id: string;
  readonly arn: string;
  readonly queues: Map<string, AgentQueue>;
  readonly flows: Map<string, Flow>;
  readonly hours: Map<string, Hours>;
  readonly profiles: Map<string, RoutingProfile>;
  readonly users: Map<string, User>;
  /** Names of agent statuses that the template adds. */
  readonly statuses: Set<string>;
  readonly securityProfiles: Set<string>;
  readonly numbers: Map<string, ClaimedNumber>;
  /** ARNs of the functions that flows may invoke. */
  readonly functions: Set<string>;
  /** Values by predefined attribute. */
  readonly predefined: Map<string, readonly string[]>;
}

/** The instances of one cloud, by id. */
export type Instances = Map<string, Instance>;

/** The id that ends an ARN; an id is itself. */
export const idIn = (idOrArn: string): string => idOrArn.slice(idOrArn.lastIndexOf('/') + 1);

/** @throws AwsError ResourceNotFoundException */
export function instanceAt(instances: Instances, id: string): Instance {
  const instance = instances.get(idIn(id));
  if (!instance) throw notFound(`Instance ${id} does not exist`);
  return instance;
}

/** The instance that a resource belongs to; one outside the template comes into being when first named. */
export function instanceNamed(instances: Instances, arn: string): Instance {
  const id = idIn(arn);
  const known = instances.get(id);
  if (known) return known;
  const instance: Instance = {
    id,
    arn,
    queues: new Map(),
    flows: new Map(),
    hours: new Map(),
    profiles: new Map(),
    users: new Map(),
    statuses: new Set(),
    securityProfiles: new Set(),
    numbers: new Map(),
    functions: new Set(),
    predefined: new Map(),
  };
  instances.set(id, instance);
  return instance;
}

/** A UUID that is the same at every start. */
export function uuidFor({ stackName, logicalId }: ResourceRequest): string {
  const digits = createHash('sha256').update(`connect ${stackName}/${logicalId}`).digest('hex');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}

export const notFound = (message: string): AwsError => failure('ResourceNotFoundException', message, 404);

export const invalidParameter = (message: string): AwsError => failure('InvalidParameterException', message);

export function failure(code: string, Message: string, status = 400): AwsError {
  return new AwsError(code, Message, status, { Message });
}
