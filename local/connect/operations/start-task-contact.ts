import * as z from 'zod';
import type { CallContext, Operation } from '../../core/service.ts';
import { newContact } from '../contact.ts';
import { failure, idIn, instanceAt } from '../instance.ts';
import { parse } from '../parse.ts';
import { RequestRate } from '../request-rate.ts';
import type { Api } from './api.ts';
import { ClientTokens } from './client-tokens.ts';
import { checkEarlier, checkFlow, checkGivenAttributes, starting } from './starting.ts';

const startTaskContactInput = z.strictObject({
  ...starting,
  Name: z.string().min(1).max(512),
  ContactFlowId: z.string().min(1).max(500),
  PreviousContactId: z.string().max(256).optional(),
});

type Input = z.infer<typeof startTaskContactInput>;

/**
 * Starts tasks. Not simulated: templates, quick connects, scheduled tasks, attachments and segment attributes, which are
 * refused as invalid parameters.
 */
export class TaskStarter {
  readonly #api: Api;
  readonly #rate = new RequestRate({ perSecond: 2, burst: 5 });
  readonly #tokens = new ClientTokens();

  constructor(api: Api) {
    this.#api = api;
  }

  reset(): void {
    this.#rate.reset();
    this.#tokens.reset();
  }

  readonly operation: Operation = {
    permissions: (input) => {
      const { InstanceId, ContactFlowId } = parse(startTaskContactInput, input);
      const { arn } = instanceAt(this.#api.instances, InstanceId);
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
    const instance = instanceAt(this.#api.instances, input.InstanceId);
    const { contacts, quotas } = this.#api.centreOf(cloud);
    const flowId = checkFlow(instance, input.ContactFlowId);
    checkGivenAttributes(input.Attributes);
    checkEarlier(contacts, instance, input.PreviousContactId, input.RelatedContactId);
    const known = this.#tokens.contactOf(instance, input.ClientToken, now);
    if (known !== undefined) return known;
    if (contacts.openTasks(instance) >= quotas.openTasks) {
      throw failure(
        'ServiceQuotaExceededException',
        `The instance has ${quotas.openTasks} open tasks already.`,
        402,
      );
    }
    const contact = newContact({
      id: cloud.random.uuid(),
      instance,
      channel: 'TASK',
      initiationMethod: 'API',
      flowId,
      name: input.Name,
      description: input.Description,
      attributes: input.Attributes,
      references: input.References,
      relatedContactId: input.RelatedContactId,
      previousContactId: input.PreviousContactId,
      initiatedAt: now,
    });
    this.#tokens.remember(instance, input.ClientToken, contact.id, now);
    contacts.add(contact);
    cloud.meter({
      service: 'connect',
      operation: 'Task',
      resource: instance.id,
      usage: { 'connect.task': 1 },
    });
    return contact.id;
  }
}
