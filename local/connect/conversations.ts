import type { Agent } from './agent.ts';
import type { Centre } from './centre.ts';
import { type Contact, newContact } from './contact.ts';
import { FlowRun } from './flow/flow-run.ts';

/** From an agent's acceptance to the end of the work after a contact. */
export class Conversations {
  readonly #centre: Centre;
  readonly #whispers = new Map<Contact, FlowRun>();

  constructor(centre: Centre) {
    this.#centre = centre;
  }

  /** The agent takes what is offered: a callback is dialled first, then whispers are heard, then both are connected. */
  accept(contact: Contact): void {
    const agent = contact.offer?.agent;
    if (!agent) return;
    this.#centre.queues.leave(contact);
    agent.contacts.add(contact);
    contact.agent = agent;
    contact.state = 'joining';
    this.#centre.contacts.stopRun(contact);
    if (!contact.callback) return this.#whisper(contact, agent);
    this.#centre.callbacks.dial(contact, {
      answered: () => this.#whisper(contact, agent),
      silent: () => this.#release(contact),
    });
  }

  /** The agent ends the conversation. The customer stays on the line where a flow for that is set. */
  hangUp(contact: Contact): void {
    const { contacts, cloud } = this.#centre;
    const flowId = contact.channel === 'VOICE' && contact.hooks.get('CustomerRemaining');
    const isHeard = contact.onLine;
    contacts.end(contact, contact.channel === 'TASK' ? 'AGENT_COMPLETED' : 'AGENT_DISCONNECT');
    if (!flowId || !isHeard) return;
    contacts.add(
      newContact({
        id: cloud.random.uuid(),
        instance: contact.instance,
        channel: 'VOICE',
        initiationMethod: 'DISCONNECT',
        flowId,
        initiatedAt: cloud.clock.now(),
        initialContactId: contact.initialContactId,
        previousContactId: contact.id,
        attributes: contact.attributes,
        tags: contact.tags,
        customer: contact.customer,
        system: contact.system,
        connectedToSystemAt: cloud.clock.now(),
        onLine: true,
      }),
    );
  }

  /** The agent left while a callback's customer was being dialled: it waits again, in its place. */
  giveBack(contact: Contact): void {
    this.#release(contact);
    this.#centre.queues.enter(contact);
  }

  /** Puts the customer on hold, or back into the conversation. */
  hold(contact: Contact, isOn: boolean): void {
    const { contacts } = this.#centre;
    contact.onHold = isOn;
    const flow = contact.instance.flows.get(contact.hooks.get('CustomerHold') ?? '');
    if (isOn && flow) contacts.run(contact, flow, () => undefined);
    else contacts.stopRun(contact);
  }

  /** A contact ended: its agent is free, or has work to do after it. */
  afterEnd(contact: Contact, wasConnected: boolean): void {
    const { agent } = contact;
    this.#whispers.get(contact)?.stop();
    this.#whispers.delete(contact);
    if (!agent || !wasConnected) {
      if (agent) this.#free(contact, agent);
      return this.#centre.report(contact, 'COMPLETED');
    }
    contact.afterWorkFrom = this.#centre.cloud.clock.now();
    const limit = agent.user.afterWorkLimitMs;
    if (limit === undefined) return;
    const label = `connect after-contact work ${agent.user.username}`;
    contact.timers.add(this.#centre.cloud.scheduler.after(limit, label, () => this.complete(contact)));
  }

  /** The work after a contact is done. */
  complete(contact: Contact): void {
    const { agent, queue } = contact;
    if (!agent?.contacts.has(contact) || contact.afterWorkFrom === undefined) return;
    const now = this.#centre.cloud.clock.now();
    for (const timer of contact.timers) timer.cancel();
    contact.afterWorkTill = now;
    if (queue) this.#centre.queues.handled(queue, now - (contact.connectedToAgentAt ?? now));
    this.#centre.report(contact, 'COMPLETED');
    this.#free(contact, agent);
  }

  clear(): void {
    for (const whisper of this.#whispers.values()) whisper.stop();
    this.#whispers.clear();
  }

  #free(contact: Contact, agent: Agent): void {
    agent.contacts.delete(contact);
    agent.idleSince = this.#centre.cloud.clock.now();
    this.#centre.distribution.wake();
  }

  /** Whispers run side by side; the conversation begins when both are over. */
  #whisper(contact: Contact, agent: Agent): void {
    const { contacts } = this.#centre;
    const flowNamed = (id: string | undefined) => contact.instance.flows.get(id ?? '');
    const toAgent = flowNamed(contact.hooks.get('AgentWhisper'));
    const toCustomer = flowNamed(
      contact.callback ? contact.queue?.outboundWhisperFlow : contact.hooks.get('CustomerWhisper'),
    );
    let running = Number(toAgent !== undefined) + Number(toCustomer !== undefined);
    const over = () => {
      running -= 1;
      if (running === 0) this.#connect(contact, agent);
    };
    if (running === 0) return this.#connect(contact, agent);
    if (toCustomer) contacts.run(contact, toCustomer, over);
    if (!toAgent) return;
    const run = new FlowRun(this.#centre, contact, toAgent, over, 'agent');
    this.#whispers.set(contact, run);
    run.start();
  }

  #connect(contact: Contact, agent: Agent): void {
    if (contact.state !== 'joining') return;
    const now = this.#centre.cloud.clock.now();
    this.#whispers.delete(contact);
    contact.state = 'connected';
    contact.connectedToAgentAt = now;
    agent.idleSince = now;
    this.#centre.report(contact, 'CONNECTED_TO_AGENT');
  }

  /** The customer of a callback did not answer: the agent is free again. */
  #release(contact: Contact): void {
    const { agent } = contact;
    contact.agent = undefined;
    if (agent) this.#free(contact, agent);
  }
}
