import type { Centre } from './centre.ts';
import type { Contact } from './contact.ts';
import type { FlowEnd } from './flow/action-kind.ts';
import type { Flow } from './flow/flow.ts';
import { FlowRun } from './flow/flow-run.ts';
import type { Instance } from './instance.ts';

/** A task nobody ends expires. Source: Amazon Connect Administrator Guide, "Tasks"; can be set to up to 90 days there. */
const LIFE_MS = 7 * 24 * 3_600_000;

/** The contacts of all instances, and the flows that run for them. */
export class Contacts {
  readonly #centre: Centre;
  readonly #contacts = new Map<string, Contact>();
  readonly #runs = new Map<Contact, FlowRun>();

  constructor(centre: Centre) {
    this.#centre = centre;
  }

  /** Takes a new contact in; its flow runs as a task of the scheduler. */
  add(contact: Contact): void {
    const { scheduler } = this.#centre.cloud;
    this.#contacts.set(contact.id, contact);
    if (contact.channel === 'TASK' || contact.callback) {
      const label = `connect expiry ${contact.name ?? contact.id}`;
      contact.timers.add(scheduler.after(LIFE_MS, label, () => this.end(contact, 'EXPIRED')));
    }
    this.#centre.report(contact, 'INITIATED');
    const { flowId } = contact;
    if (flowId === undefined) return;
    scheduler.after(0, `connect flow ${flowId}`, () => this.#begin(contact));
  }

  get(id: string): Contact | undefined {
    return this.#contacts.get(id);
  }

  /** All contacts, oldest first, ended ones too. */
  all(): readonly Contact[] {
    return [...this.#contacts.values()];
  }

  /** Tasks of an instance that have not ended. */
  openTasks(instance: Instance): number {
    return this.#count(instance, ({ channel, endedAt }) => channel === 'TASK' && endedAt === undefined);
  }

  /** Calls of an instance with a customer on the line. */
  calls(instance: Instance): number {
    return this.#count(instance, ({ onLine }) => onLine);
  }

  /** The flow that runs for a contact. */
  runOf(contact: Contact): FlowRun | undefined {
    return this.#runs.get(contact);
  }

  /** Runs a flow for a contact; one that runs already ends without a word. */
  run(contact: Contact, flow: Flow, ended: (how: FlowEnd) => void): void {
    this.stopRun(contact);
    const run = new FlowRun(this.#centre, contact, flow, (how) => {
      this.#runs.delete(contact);
      ended(how);
    });
    this.#runs.set(contact, run);
    run.start();
  }

  stopRun(contact: Contact): void {
    this.#runs.get(contact)?.stop();
    this.#runs.delete(contact);
  }

  /** Ends a contact, wherever it stands. An agent who was connected has after-contact work. */
  end(contact: Contact, reason: string): void {
    if (contact.endedAt !== undefined) return;
    const { cloud, queues, conversations } = this.#centre;
    this.stopRun(contact);
    for (const timer of contact.timers) timer.cancel();
    contact.timers.clear();
    queues.leave(contact);
    const wasConnected = contact.state === 'connected';
    contact.state = 'ended';
    contact.onLine = false;
    contact.endedAt = cloud.clock.now();
    contact.endReason = reason;
    this.#bill(contact, contact.endedAt);
    this.#centre.report(contact, 'DISCONNECTED');
    conversations.afterEnd(contact, wasConnected);
  }

  clear(): void {
    for (const run of this.#runs.values()) run.stop();
    for (const { timers } of this.#contacts.values()) for (const timer of timers) timer.cancel();
    this.#runs.clear();
    this.#contacts.clear();
  }

  #begin(contact: Contact): void {
    // Stopped, or forgotten at a reset, in the meantime.
    if (contact.endedAt !== undefined || this.#contacts.get(contact.id) !== contact) return;
    if (contact.channel === 'TASK') {
      contact.connectedToSystemAt = this.#centre.cloud.clock.now();
      this.#centre.report(contact, 'CONNECTED_TO_SYSTEM');
    }
    this.runMain(contact);
  }

  /** Runs the flow that a contact starts in. */
  runMain(contact: Contact, flowId = contact.flowId): void {
    const flow = contact.instance.flows.get(flowId ?? '');
    if (!flow) return this.end(contact, 'CONTACT_FLOW_DISCONNECT');
    this.run(contact, flow, (how) => {
      if (how === 'queued') this.#centre.queues.enter(contact);
      else this.end(contact, 'CONTACT_FLOW_DISCONNECT');
    });
  }

  /** Calls are billed by the second, of which there are at least ten. */
  #bill({ channel, connectedToSystemAt, instance }: Contact, endedAt: number): void {
    if (channel !== 'VOICE' || connectedToSystemAt === undefined) return;
    const seconds = Math.max(10, Math.ceil((endedAt - connectedToSystemAt) / 1_000));
    this.#centre.cloud.meter({
      service: 'connect',
      operation: 'Call',
      resource: instance.id,
      usage: { 'connect.voice-minute': seconds / 60 },
    });
  }

  #count(instance: Instance, counts: (contact: Contact) => boolean): number {
    let count = 0;
    for (const contact of this.#contacts.values())
      if (contact.instance === instance && counts(contact)) count += 1;
    return count;
  }
}
