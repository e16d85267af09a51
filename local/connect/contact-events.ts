import type { Cloud } from '../core/cloud.ts';
import type { TaskContact } from './contacts.ts';

type EventType = 'INITIATED' | 'CONNECTED_TO_SYSTEM' | 'QUEUED' | 'DISCONNECTED' | 'COMPLETED';

/**
 * Puts an `Amazon Connect Contact Event` on the default bus: best effort, as AWS has it, so a bus that refuses loses it.
 * Source: Amazon Connect Administrator Guide, "Contact events"; user-defined attributes are not part of it.
 */
export function reportContact(cloud: Cloud, contact: TaskContact, eventType: EventType): void {
  const detail = { contactId: contact.id, queue: contact.queue?.name };
  cloud.trace({ service: 'connect', what: eventType.toLowerCase(), resource: contact.instance.id, detail });
  if (!cloud.services.has('events')) return;
  const Detail = JSON.stringify(detailOf(contact, eventType));
  const Entry = {
    Source: 'aws.connect',
    DetailType: 'Amazon Connect Contact Event',
    Time: cloud.clock.now() / 1000,
    Resources: [contact.instance.arn, contact.arn],
    Detail,
  };
  cloud.scheduler.after(0, `connect event ${eventType}`, async () => {
    try {
      await cloud.call(
        'events',
        'PutEvents',
        { Entries: [Entry] },
        { kind: 'service', principal: 'connect.amazonaws.com', sourceArn: contact.instance.arn },
      );
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const lost = { contactId: contact.id, eventType, reason };
      cloud.trace({ service: 'connect', what: 'event-lost', resource: contact.instance.id, detail: lost });
    }
  });
}

function detailOf(contact: TaskContact, eventType: EventType) {
  const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());
  return {
    eventType,
    contactId: contact.id,
    initialContactId: contact.id,
    previousContactId: contact.previousContactId,
    relatedContactId: contact.relatedContactId,
    channel: 'TASK',
    instanceArn: contact.instance.arn,
    initiationMethod: 'API',
    initiationTimestamp: iso(contact.initiatedAt),
    connectedToSystemTimestamp: iso(contact.connectedToSystemAt),
    disconnectTimestamp: iso(contact.endedAt),
    queueInfo: contact.queue && {
      queueType: 'STANDARD',
      queueArn: contact.queue.arn,
      enqueueTimestamp: iso(contact.queuedAt),
    },
    tags: { 'aws:connect:instanceId': contact.instance.id },
  };
}
