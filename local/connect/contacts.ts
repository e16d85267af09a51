import type { Cloud } from '../core/cloud.ts';
import type { Timer } from '../core/time.ts';
import { reportContact } from './contact-events.ts';
import { runFlow } from './flow.ts';
import type { AgentQueue, Instance } from './instance.ts';

/** A reference on a task, as agents see it. */
export interface Reference {
  readonly Type: 'URL' | 'NUMBER' | 'STRING' | 'DATE' | 'EMAIL';
  readonly Value: string;
}

/** A task. Times in epoch ms. */
export interface TaskContact {
  readonly id: string;
  readonly arn: string;
  readonly instance: Instance;
  readonly flowId: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  readonly references: Readonly<Record<string, Reference>>;
  readonly relatedContactId: string | undefined;
  readonly previousContactId: string | undefined;
  readonly initiatedAt: number;
  connectedToSystemAt: number | undefined;
  queue: AgentQueue | undefined;
  queuedAt: number | undefined;
  /** Of its queue: 1 is served first. */
  priority: number;
  endedAt: number | undefined;
  /** Why it ended: `API`, `EXPIRED`, `CONTACT_FLOW_DISCONNECT`. */
  endReason: string | undefined;
  expiry: Timer | undefined;
}

/** A task nobody ends expires. Source: Amazon Connect Administrator Guide, "Tasks"; can be set to up to 90 days there. */
const TASK_LIFE_MS = 7 * 24 * 3_600_000;

/** The tasks of all instances. */
export class Contacts {
  readonly #contacts = new Map<string, TaskContact>();

  /** Takes a new task in; its flow runs as a task of the scheduler. */
  add(cloud: Cloud, contact: TaskContact): void {
    this.#contacts.set(contact.id, contact);
    contact.expiry = cloud.scheduler.after(TASK_LIFE_MS, `connect expiry ${contact.name}`, () =>
      this.end(cloud, contact, 'EXPIRED'),
    );
    reportContact(cloud, contact, 'INITIATED');
    cloud.scheduler.after(0, `connect flow ${contact.flowId}`, () => this.#route(cloud, contact));
  }

  get(id: string): TaskContact | undefined {
    return this.#contacts.get(id);
  }

  /** All tasks, oldest first, ended ones too. */
  all(): readonly TaskContact[] {
    return [...this.#contacts.values()];
  }

  /** Tasks of an instance that have not ended. */
  openIn(instance: Instance): number {
    let open = 0;
    for (const contact of this.#contacts.values()) {
      if (contact.instance === instance && contact.endedAt === undefined) open += 1;
    }
    return open;
  }

  end(cloud: Cloud, contact: TaskContact, reason: string): void {
    if (contact.endedAt !== undefined) return;
    contact.expiry?.cancel();
    contact.endedAt = cloud.clock.now();
    contact.endReason = reason;
    reportContact(cloud, contact, 'DISCONNECTED');
    // Without after-contact work it follows at once, with the same data.
    reportContact(cloud, contact, 'COMPLETED');
  }

  clear(): void {
    for (const { expiry } of this.#contacts.values()) expiry?.cancel();
    this.#contacts.clear();
  }

  #route(cloud: Cloud, contact: TaskContact): void {
    // Stopped, or forgotten at a reset, in the meantime.
    if (contact.endedAt !== undefined || this.#contacts.get(contact.id) !== contact) return;
    contact.connectedToSystemAt = cloud.clock.now();
    reportContact(cloud, contact, 'CONNECTED_TO_SYSTEM');
    const waiting = (queue: AgentQueue) =>
      this.all().filter((other) => other.queue === queue && other.endedAt === undefined).length;
    const { queue, priority } = runFlow(contact.instance, contact.flowId, contact.attributes, waiting);
    contact.priority = priority;
    if (!queue) {
      this.end(cloud, contact, 'CONTACT_FLOW_DISCONNECT');
      return;
    }
    contact.queue = queue;
    contact.queuedAt = cloud.clock.now();
    reportContact(cloud, contact, 'QUEUED');
  }
}
