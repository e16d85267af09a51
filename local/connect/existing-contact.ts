import * as z from 'zod';
import type { Operation } from '../core/service.ts';
import type { Contacts, TaskContact } from './contacts.ts';
import { failure, type Instances, instanceAt, notFound } from './instance.ts';
import { parse } from './parse.ts';
import type { RequestRate } from './request-rate.ts';

const contact = { InstanceId: z.string().min(1).max(100), ContactId: z.string().min(1).max(256) };

export function stopContact(instances: Instances, contacts: Contacts, rate: RequestRate): Operation {
  const inputSchema = z.strictObject({
    ...contact,
    DisconnectReason: z.strictObject({ Code: z.string() }).optional(),
  });
  return {
    permissions: (input) => [permission('StopContact', instances, parse(inputSchema, input))],
    run(input, { cloud }) {
      rate.take(cloud.clock.now());
      const { InstanceId, ContactId } = parse(inputSchema, input);
      const found = contacts.get(ContactId);
      if (found?.instance !== instanceAt(instances, InstanceId) || found.endedAt !== undefined) {
        throw failure(
          'ContactNotFoundException',
          'The contact with the specified ID is not active or does not exist.',
          410,
        );
      }
      contacts.end(cloud, found, 'API');
      return {};
    },
  };
}

export function describeContact(instances: Instances, contacts: Contacts, rate: RequestRate): Operation {
  const inputSchema = z.strictObject(contact);
  return {
    permissions: (input) => [permission('DescribeContact', instances, parse(inputSchema, input))],
    run(input, { cloud }) {
      rate.take(cloud.clock.now());
      const { InstanceId, ContactId } = parse(inputSchema, input);
      const found = contacts.get(ContactId);
      if (found?.instance !== instanceAt(instances, InstanceId)) {
        throw notFound(`Contact ${ContactId} does not exist`);
      }
      return { Contact: described(found) };
    },
  };
}

const permission = (
  action: string,
  instances: Instances,
  { InstanceId, ContactId }: { InstanceId: string; ContactId: string },
) => ({
  action: `connect:${action}`,
  resource: `${instanceAt(instances, InstanceId).arn}/contact/${ContactId}`,
});

function described(task: TaskContact) {
  const seconds = (at: number | undefined) => (at === undefined ? undefined : at / 1000);
  const times = [task.initiatedAt, task.connectedToSystemAt, task.queuedAt, task.endedAt];
  return {
    Arn: task.arn,
    Id: task.id,
    InitialContactId: task.id,
    PreviousContactId: task.previousContactId,
    RelatedContactId: task.relatedContactId,
    InitiationMethod: 'API',
    Name: task.name,
    Description: task.description,
    Channel: 'TASK',
    QueueInfo: task.queue && { Id: task.queue.id, EnqueueTimestamp: seconds(task.queuedAt) },
    QueuePriority: task.priority,
    Attributes: task.attributes,
    InitiationTimestamp: seconds(task.initiatedAt),
    ConnectedToSystemTimestamp: seconds(task.connectedToSystemAt),
    DisconnectTimestamp: seconds(task.endedAt),
    DisconnectReason: task.endReason,
    LastUpdateTimestamp: seconds(Math.max(...times.map((at) => at ?? 0))),
  };
}
