import * as z from 'zod';
import type { Operation } from '../../core/service.ts';
import { ATTRIBUTE_BYTES, attributeBytes } from '../attributes.ts';
import { failure, idIn, instanceAt, invalidParameter, notFound } from '../instance.ts';
import { parse } from '../parse.ts';
import type { RequestRate } from '../request-rate.ts';
import { readCriteria, routingCriteria } from '../routing-criteria.ts';
import { type Api, contactAt, onContact } from './api.ts';
import { attributes } from './starting.ts';

const instanceId = z.string().min(1).max(100);
const contactId = z.string().min(1).max(256);

/** Of running and of ended contacts. */
export function updateContactAttributes(api: Api, rate: RequestRate): Operation {
  const inputSchema = z.strictObject({
    InstanceId: instanceId,
    InitialContactId: contactId,
    Attributes: attributes,
  });
  return {
    permissions: (input) => {
      const { InstanceId, InitialContactId } = parse(inputSchema, input);
      return onContact('UpdateContactAttributes', api, InstanceId, InitialContactId);
    },
    run(input, { cloud }) {
      rate.take(cloud.clock.now());
      const { InstanceId, InitialContactId, Attributes } = parse(inputSchema, input);
      const contact = contactAt(api, cloud, InstanceId, InitialContactId);
      const updated = { ...contact.attributes, ...Attributes };
      const bytes = attributeBytes(updated);
      if (bytes > ATTRIBUTE_BYTES)
        throw invalidParameter(`Attributes are ${bytes} bytes long; all together may be ${ATTRIBUTE_BYTES}`);
      contact.attributes = updated;
      api.centreOf(cloud).report(contact, 'CONTACT_DATA_UPDATED', ['UserDefinedAttributes']);
      return {};
    },
  };
}

export function getContactAttributes(api: Api, rate: RequestRate): Operation {
  const inputSchema = z.strictObject({ InstanceId: instanceId, InitialContactId: contactId });
  return {
    permissions: (input) => {
      const { InstanceId, InitialContactId } = parse(inputSchema, input);
      return onContact('GetContactAttributes', api, InstanceId, InitialContactId);
    },
    run(input, { cloud }) {
      rate.take(cloud.clock.now());
      const { InstanceId, InitialContactId } = parse(inputSchema, input);
      return { Attributes: contactAt(api, cloud, InstanceId, InitialContactId).attributes };
    },
  };
}

/** Priority or age of a contact, or which agents it is offered to. */
export function updateContactRoutingData(api: Api, rate: RequestRate): Operation {
  const inputSchema = z
    .strictObject({
      InstanceId: instanceId,
      ContactId: contactId,
      QueuePriority: z.number().int().min(1).optional(),
      QueueTimeAdjustmentSeconds: z.number().int().optional(),
      RoutingCriteria: routingCriteria.optional(),
    })
    .refine(
      ({ QueuePriority, QueueTimeAdjustmentSeconds, RoutingCriteria }) =>
        (QueuePriority === undefined || QueueTimeAdjustmentSeconds === undefined) &&
        (QueuePriority ?? QueueTimeAdjustmentSeconds ?? RoutingCriteria) !== undefined,
      'either QueuePriority or QueueTimeAdjustmentSeconds, or RoutingCriteria, is needed',
    );
  return {
    permissions: (input) => {
      const { InstanceId, ContactId } = parse(inputSchema, input);
      return onContact('UpdateContactRoutingData', api, InstanceId, ContactId);
    },
    run(input, { cloud }) {
      rate.take(cloud.clock.now());
      const { InstanceId, ContactId, ...to } = parse(inputSchema, input);
      const contact = contactAt(api, cloud, InstanceId, ContactId);
      if (contact.endedAt !== undefined)
        throw failure('InvalidRequestException', `Contact ${ContactId} has ended`);
      const { queues } = api.centreOf(cloud);
      if (to.RoutingCriteria) queues.want(contact, readCriteria(to.RoutingCriteria));
      const adjustment = to.QueueTimeAdjustmentSeconds;
      if (to.QueuePriority !== undefined || adjustment !== undefined)
        queues.reorder(contact, {
          priority: to.QueuePriority,
          ageAdjustmentMs: adjustment && adjustment * 1_000,
        });
      return {};
    },
  };
}

/** Lets a flow run for who calls a number; CloudFormation has no resource for it. */
export function associatePhoneNumberContactFlow(api: Api, rate: RequestRate): Operation {
  const inputSchema = z.strictObject({
    PhoneNumberId: z.string().min(1),
    InstanceId: instanceId,
    ContactFlowId: z.string().min(1),
  });
  const numberAt = (input: z.infer<typeof inputSchema>) => {
    const instance = instanceAt(api.instances, input.InstanceId);
    const claimed = instance.numbers.get(idIn(input.PhoneNumberId));
    const flow = instance.flows.get(idIn(input.ContactFlowId));
    if (!claimed) throw notFound(`Phone number ${input.PhoneNumberId} does not exist`);
    if (!flow) throw notFound(`Contact flow ${input.ContactFlowId} does not exist`);
    return { claimed, flow };
  };
  return {
    permissions: (input) => {
      const { claimed, flow } = numberAt(parse(inputSchema, input));
      const action = 'connect:AssociatePhoneNumberContactFlow';
      return [claimed, flow].map(({ arn }) => ({ action, resource: arn }));
    },
    run(input, { cloud }) {
      rate.take(cloud.clock.now());
      const { claimed, flow } = numberAt(parse(inputSchema, input));
      claimed.flowId = flow.id;
      return {};
    },
  };
}
