import type { Cloud } from '../core/cloud.ts';
import { Agents } from './agents.ts';
import { Callbacks } from './callbacks.ts';
import type { Contact } from './contact.ts';
import { type EventType, reportContact } from './contact-events.ts';
import { Contacts } from './contacts.ts';
import { Conversations } from './conversations.ts';
import { Distribution } from './distribution.ts';
import type { Instances } from './instance.ts';
import { Phones } from './phones.ts';
import { Queues } from './queues.ts';

export interface Quotas {
  readonly openTasks: number;
  readonly calls: number;
}

/** The contact centre of a cloud: what its parts know of each other. */
export class Centre {
  readonly cloud: Cloud;
  readonly instances: Instances;
  readonly quotas: Quotas;
  readonly contacts = new Contacts(this);
  readonly queues = new Queues(this);
  readonly distribution = new Distribution(this);
  readonly conversations = new Conversations(this);
  readonly callbacks = new Callbacks(this);
  readonly agents = new Agents(this);
  readonly phones = new Phones(this);

  constructor(cloud: Cloud, instances: Instances, quotas: Quotas) {
    this.cloud = cloud;
    this.instances = instances;
    this.quotas = quotas;
  }

  report(contact: Contact, eventType: EventType, updatedProperties?: readonly string[]): void {
    reportContact(this.cloud, contact, eventType, updatedProperties);
  }

  /** Forgets contacts, agents and phones. */
  clear(): void {
    this.contacts.clear();
    this.conversations.clear();
    this.queues.clear();
    this.distribution.clear();
    this.agents.clear();
    this.phones.clear();
  }
}
