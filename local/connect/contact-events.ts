import type { Cloud } from '../core/cloud.ts';
import type { Contact } from './contact.ts';
import { criteriaInEvent } from './routing-criteria.ts';

export type EventType =
  | 'INITIATED'
  | 'CONNECTED_TO_SYSTEM'
  | 'CONTACT_DATA_UPDATED'
  | 'QUEUED'
  | 'CONNECTED_TO_AGENT'
  | 'DISCONNECTED'
  | 'COMPLETED';

/**
 * Puts an `Amazon Connect Contact Event` on the default bus: best effort, as AWS has it, so a bus that refuses loses it. The
 * faults `duplicate` and `reorder` strike at `connect`, operation `ContactEvent`.
 * Source: Amazon Connect Administrator Guide, "Contact events"; user-defined attributes are not part of it.
 */
export function reportContact(
  cloud: Cloud,
  contact: Contact,
  eventType: EventType,
  updatedProperties?: readonly string[],
): void {
  const { instance } = contact;
  const seen = { contactId: contact.id, queue: contact.queue?.name };
  cloud.trace({ service: 'connect', what: eventType.toLowerCase(), resource: instance.id, detail: seen });
  if (!cloud.services.has('events')) return;
  const Entry = {
    Source: 'aws.connect',
    DetailType: 'Amazon Connect Contact Event',
    Time: cloud.clock.now() / 1000,
    Resources: [instance.arn, contact.arn, ...(contact.agent ? [contact.agent.user.arn] : [])],
    Detail: JSON.stringify(detailOf(contact, eventType, updatedProperties)),
  };
  const put = async () => {
    try {
      await cloud.call(
        'events',
        'PutEvents',
        { Entries: [Entry] },
        { kind: 'service', principal: 'connect.amazonaws.com', sourceArn: instance.arn },
      );
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const lost = { contactId: contact.id, eventType, reason };
      cloud.trace({ service: 'connect', what: 'event-lost', resource: instance.id, detail: lost });
    }
  };
  const place = { service: 'connect', operation: 'ContactEvent', resource: instance.id };
  const late = cloud.fault('reorder', place)?.delayMs ?? 0;
  const times = cloud.fault('duplicate', place) ? 2 : 1;
  for (let time = 0; time < times; time++) cloud.scheduler.after(late, `connect event ${eventType}`, put);
}

const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());

function detailOf(contact: Contact, eventType: EventType, updatedProperties?: readonly string[]) {
  const { queue, customer } = contact;
  return {
    eventType,
    contactId: contact.id,
    initialContactId: contact.initialContactId,
    previousContactId: contact.previousContactId,
    relatedContactId: contact.relatedContactId,
    channel: contact.channel,
    instanceArn: contact.instance.arn,
    initiationMethod: contact.initiationMethod,
    initiationTimestamp: iso(contact.initiatedAt),
    connectedToSystemTimestamp: iso(contact.connectedToSystemAt),
    disconnectTimestamp: iso(contact.endedAt),
    queueInfo:
      queue && contact.initiationMethod !== 'OUTBOUND'
        ? { queueType: 'STANDARD', queueArn: queue.arn, enqueueTimestamp: iso(contact.queuedAt) }
        : undefined,
    agentInfo: contact.connectedToAgentAt === undefined ? undefined : agentInfo(contact),
    updatedProperties,
    routingCriteria: contact.criteria && criteriaInEvent(contact.criteria),
    tags: {
      'aws:connect:instanceId': contact.instance.id,
      ...(contact.system && customer && { 'aws:connect:systemEndpoint': contact.system.address }),
      ...contact.tags,
    },
  };
}

function agentInfo({ agent, connectedToAgentAt, afterWorkFrom, afterWorkTill }: Contact) {
  return {
    agentArn: agent?.user.arn,
    connectedToAgentTimestamp: iso(connectedToAgentAt),
    afterContactWorkStartTimestamp: iso(afterWorkFrom),
    afterContactWorkEndTimestamp: iso(afterWorkTill),
    afterContactWorkDuration:
      afterWorkFrom === undefined || afterWorkTill === undefined
        ? undefined
        : Math.floor((afterWorkTill - afterWorkFrom) / 1_000),
  };
}
