import * as z from 'zod';
import type { CallContext, Operation } from '../../core/service.ts';
import { newContact } from '../contact.ts';
import { isE164 } from '../flow/phone-numbers.ts';
import { failure, type Instance, idIn, instanceAt, invalidParameter, notFound } from '../instance.ts';
import { parse } from '../parse.ts';
import { RequestRate } from '../request-rate.ts';
import type { Api } from './api.ts';
import { ClientTokens } from './client-tokens.ts';
import { checkEarlier, checkFlow, checkGivenAttributes, starting } from './starting.ts';

const inputSchema = z.strictObject({
  ...starting,
  Name: z.string().max(512).optional(),
  DestinationPhoneNumber: z.string(),
  ContactFlowId: z.string().min(1).max(500),
  SourcePhoneNumber: z.string().optional(),
  QueueId: z.string().optional(),
});

type Input = z.infer<typeof inputSchema>;

/** Calls a customer; the flow runs when somebody answers. Not simulated: answering machines, campaigns. */
export class OutboundCaller {
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
      const { InstanceId } = parse(inputSchema, input);
      const { arn } = instanceAt(this.#api.instances, InstanceId);
      return [{ action: 'connect:StartOutboundVoiceContact', resource: `${arn}/contact/*` }];
    },
    run: (input, context) => ({ ContactId: this.#start(parse(inputSchema, input), context) }),
  };

  #start(input: Input, { cloud }: CallContext): string {
    const now = cloud.clock.now();
    this.#rate.take(now);
    const instance = instanceAt(this.#api.instances, input.InstanceId);
    const centre = this.#api.centreOf(cloud);
    const { contacts, phones, quotas } = centre;
    const flowId = checkFlow(instance, input.ContactFlowId);
    checkGivenAttributes(input.Attributes);
    checkEarlier(contacts, instance, input.RelatedContactId);
    const number = input.DestinationPhoneNumber;
    if (!isE164(number)) throw invalidParameter(`DestinationPhoneNumber: ${number} is no number in E.164`);
    const source = sourceOf(instance, input);
    const known = this.#tokens.contactOf(instance, input.ClientToken, now);
    if (known !== undefined) return known;
    if (!phones.canDial(number))
      throw failure('DestinationNotAllowedException', 'Outbound calls to this number are not allowed.', 403);
    if (contacts.calls(instance) >= quotas.calls)
      throw failure('LimitExceededException', `The instance has ${quotas.calls} calls already.`, 429);
    const contact = newContact({
      id: cloud.random.uuid(),
      instance,
      channel: 'VOICE',
      initiationMethod: 'API',
      flowId: undefined,
      name: input.Name,
      description: input.Description,
      attributes: input.Attributes,
      references: input.References,
      relatedContactId: input.RelatedContactId,
      customer: { address: number },
      system: { address: source.number },
      initiatedAt: now,
      targetQueue: source.queue,
    });
    this.#tokens.remember(instance, input.ClientToken, contact.id, now);
    contacts.add(contact);
    phones.ring(contact, {
      answered: () => {
        contact.onLine = true;
        contact.connectedToSystemAt = cloud.clock.now();
        centre.report(contact, 'CONNECTED_TO_SYSTEM');
        contacts.runMain(contact, flowId);
      },
      silent: () => contacts.end(contact, 'OUTBOUND_ATTEMPT_FAILED'),
    });
    return contact.id;
  }
}

/** The number that the customer sees: the one given, or that of the queue. */
function sourceOf(instance: Instance, { SourcePhoneNumber, QueueId }: Input) {
  const queue = QueueId === undefined ? undefined : instance.queues.get(idIn(QueueId));
  if (QueueId !== undefined && !queue) throw notFound(`Queue ${QueueId} does not exist`);
  const numbers = [...instance.numbers.values()];
  const found = SourcePhoneNumber
    ? numbers.find(({ number }) => number === SourcePhoneNumber)
    : numbers.find(({ id }) => id === queue?.callerNumberId);
  if (found) return { number: found.number, queue };
  throw invalidParameter(
    SourcePhoneNumber
      ? `SourcePhoneNumber: the instance has no number ${SourcePhoneNumber}`
      : 'Either SourcePhoneNumber or a queue with an outbound caller number is needed',
  );
}
