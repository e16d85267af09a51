import * as z from 'zod';
import type { CallContext, Operation } from '../core/service.ts';
import type { Contacts, TaskContact } from './contacts.ts';
import {
  failure,
  type Instance,
  type Instances,
  idIn,
  instanceAt,
  invalidParameter,
  notFound,
} from './instance.ts';
import { parse } from './parse.ts';
import { RequestRate } from './request-rate.ts';

/** All attributes of a contact together, in bytes of UTF-8. */
const ATTRIBUTE_BYTES = 32_768;
/** A token is known for seven days, as long as a task lives. */
const TOKEN_LIFE_MS = 7 * 24 * 3_600_000;
const reference = z.strictObject({
  Type: z.enum(['URL', 'NUMBER', 'STRING', 'DATE', 'EMAIL']),
  Value: z.string().max(4096),
});

const startTaskContactInput = z.strictObject({
  InstanceId: z.string().min(1).max(100),
  Name: z.string().min(1).max(512),
  ContactFlowId: z.string().min(1).max(500),
  Description: z.string().max(4096).optional(),
  Attributes: z.record(z.string().regex(/^[\w-]{1,32767}$/), z.string().max(32_767)).default({}),
  References: z.record(z.string().min(1).max(4096), reference).default({}),
  ClientToken: z.string().max(500).optional(),
  PreviousContactId: z.string().max(256).optional(),
  RelatedContactId: z.string().max(256).optional(),
});

type Input = z.infer<typeof startTaskContactInput>;

/**
 * Starts tasks. Not simulated: templates, quick connects, scheduled tasks, attachments and segment attributes, which are
 * refused as invalid parameters.
 */
export class TaskStarter {
  readonly #instances: Instances;
  readonly #contacts: Contacts;
  readonly #maxOpenTasks: number;
  readonly #rate = new RequestRate({ perSecond: 2, burst: 5 });
  readonly #tokens = new Map<string, { readonly contactId: string; readonly until: number }>();

  constructor(instances: Instances, contacts: Contacts, maxOpenTasks: number) {
    this.#instances = instances;
    this.#contacts = contacts;
    this.#maxOpenTasks = maxOpenTasks;
  }

  reset(): void {
    this.#rate.reset();
    this.#tokens.clear();
  }

  readonly operation: Operation = {
    permissions: (input) => {
      const { InstanceId, ContactFlowId } = parse(startTaskContactInput, input);
      const { arn } = instanceAt(this.#instances, InstanceId);
      return [
        // The contact has no id yet; a policy must allow any.
        { action: 'connect:StartTaskContact', resource: `${arn}/contact/*` },
        { action: 'connect:StartTaskContact', resource: `${arn}/contact-flow/${idIn(ContactFlowId)}` },
      ];
    },
    run: (input, context) => ({ ContactId: this.#start(parse(startTaskContactInput, input), context) }),
  };

  #start(input: Input, { cloud }: CallContext): string {
    const now = cloud.clock.now();
    this.#rate.take(now);
    const instance = instanceAt(this.#instances, input.InstanceId);
    const flowId = idIn(input.ContactFlowId);
    if (!instance.flows.has(flowId)) throw notFound(`Contact flow ${input.ContactFlowId} does not exist`);
    checkAttributes(input.Attributes);
    this.#checkEarlier(instance, input.PreviousContactId, input.RelatedContactId);
    const token = input.ClientToken && `${instance.id} ${input.ClientToken}`;
    const known = token === undefined ? undefined : this.#tokens.get(token);
    if (known && known.until > now) return known.contactId;
    if (this.#contacts.openIn(instance) >= this.#maxOpenTasks) {
      throw failure(
        'ServiceQuotaExceededException',
        `The instance has ${this.#maxOpenTasks} open tasks already.`,
        402,
      );
    }
    const contact = newContact(input, instance, flowId, cloud.random.uuid(), now);
    if (token !== undefined) this.#tokens.set(token, { contactId: contact.id, until: now + TOKEN_LIFE_MS });
    this.#contacts.add(cloud, contact);
    cloud.meter({
      service: 'connect',
      operation: 'Task',
      resource: instance.id,
      usage: { 'connect.task': 1 },
    });
    return contact.id;
  }

  #checkEarlier(instance: Instance, ...ids: readonly (string | undefined)[]): void {
    for (const id of ids) {
      if (id !== undefined && this.#contacts.get(id)?.instance !== instance) {
        throw notFound(`Contact ${id} does not exist`);
      }
    }
  }
}

function checkAttributes(attributes: Readonly<Record<string, string>>): void {
  let bytes = 0;
  for (const [name, value] of Object.entries(attributes))
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
  if (bytes > ATTRIBUTE_BYTES) {
    throw invalidParameter(`Attributes are ${bytes} bytes long; all together may be ${ATTRIBUTE_BYTES}`);
  }
}

function newContact(input: Input, instance: Instance, flowId: string, id: string, now: number): TaskContact {
  return {
    id,
    arn: `${instance.arn}/contact/${id}`,
    instance,
    flowId,
    name: input.Name,
    description: input.Description,
    attributes: input.Attributes,
    references: input.References,
    relatedContactId: input.RelatedContactId,
    previousContactId: input.PreviousContactId,
    initiatedAt: now,
    connectedToSystemAt: undefined,
    queue: undefined,
    queuedAt: undefined,
    priority: 5,
    endedAt: undefined,
    endReason: undefined,
    expiry: undefined,
  };
}
