import * as z from 'zod';
import type { Operation } from '../../core/service.ts';
import type { Contact } from '../contact.ts';
import { failure, instanceAt } from '../instance.ts';
import { parse } from '../parse.ts';
import type { RequestRate } from '../request-rate.ts';
import { type Api, contactAt, onContact } from './api.ts';

const contact = { InstanceId: z.string().min(1).max(100), ContactId: z.string().min(1).max(256) };

export function stopContact(api: Api, rate: RequestRate): Operation {
  const inputSchema = z.strictObject({
    ...contact,
    DisconnectReason: z.strictObject({ Code: z.string() }).optional(),
  });
  return {
    permissions: (input) => {
      const { InstanceId, ContactId } = parse(inputSchema, input);
      return onContact('StopContact', api, InstanceId, ContactId);
    },
    run(input, { cloud }) {
      rate.take(cloud.clock.now());
      const { InstanceId, ContactId } = parse(inputSchema, input);
      const { contacts } = api.centreOf(cloud);
      const found = contacts.get(ContactId);
      if (found?.instance !== instanceAt(api.instances, InstanceId) || found.endedAt !== undefined) {
        throw failure(
          'ContactNotFoundException',
          'The contact with the specified ID is not active or does not exist.',
          410,
        );
      }
      contacts.end(found, 'API');
      return {};
    },
  };
}

export function describeContact(api: Api, rate: RequestRate): Operation {
  const inputSchema = z.strictObject(contact);
  return {
    permissions: (input) => {
      const { InstanceId, ContactId } = parse(inputSchema, input);
      return onContact('DescribeContact', api, InstanceId, ContactId);
    },
    run(input, { cloud }) {
      rate.take(cloud.clock.now());
      const { InstanceId, ContactId } = parse(inputSchema, input);
      return { Contact: described(contactAt(api, cloud, InstanceId, ContactId)) };
    },
  };
}

const seconds = (at: number | undefined) => (at === undefined ? undefined : at / 1000);

const endpoint = (end: Contact['customer']) => end && { Type: 'TELEPHONE_NUMBER', Address: end.address };

function described(one: Contact) {
  const times = [one.initiatedAt, one.connectedToSystemAt, one.queuedAt, one.connectedToAgentAt, one.endedAt];
  return {
    Arn: one.arn,
    Id: one.id,
    InitialContactId: one.initialContactId,
    PreviousContactId: one.previousContactId,
    RelatedContactId: one.relatedContactId,
    InitiationMethod: one.initiationMethod,
    Name: one.name,
    Description: one.description,
    Channel: one.channel,
    QueueInfo: one.queue && { Id: one.queue.id, EnqueueTimestamp: seconds(one.queuedAt) },
    QueuePriority: one.priority,
    QueueTimeAdjustmentSeconds: one.ageAdjustmentMs === 0 ? undefined : one.ageAdjustmentMs / 1_000,
    AgentInfo: agentInfo(one),
    CustomerEndpoint: endpoint(one.customer),
    SystemEndpoint: endpoint(one.system),
    Attributes: one.attributes,
    Tags: { 'aws:connect:instanceId': one.instance.id, ...one.tags },
    InitiationTimestamp: seconds(one.initiatedAt),
    ConnectedToSystemTimestamp: seconds(one.connectedToSystemAt),
    DisconnectTimestamp: seconds(one.endedAt),
    DisconnectReason: one.endReason,
    LastUpdateTimestamp: seconds(Math.max(...times.map((at) => at ?? 0))),
  };
}

const agentInfo = ({ agent, connectedToAgentAt, afterWorkFrom, afterWorkTill }: Contact) =>
  agent && {
    Id: agent.user.id,
    ConnectedToAgentTimestamp: seconds(connectedToAgentAt),
    AfterContactWorkStartTimestamp: seconds(afterWorkFrom),
    AfterContactWorkEndTimestamp: seconds(afterWorkTill),
  };
