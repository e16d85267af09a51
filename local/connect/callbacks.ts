import type { Centre } from './centre.ts';
import { type CallbackPlan, type Contact, newContact } from './contact.ts';
import type { AgentQueue } from './instance.ts';

interface CallbackRequest {
  readonly number: string;
  readonly queue: AgentQueue;
  /** A flow that the callback runs before it waits; the initial delay does not count then. */
  readonly flowId: string | undefined;
  readonly plan: CallbackPlan;
}

/** Callbacks that keep their caller's place: the agent is asked first, then the customer is dialled. */
export class Callbacks {
  readonly #centre: Centre;

  constructor(centre: Centre) {
    this.#centre = centre;
  }

  create(caller: Contact, { number, queue, flowId, plan }: CallbackRequest): void {
    const { cloud, contacts } = this.#centre;
    const callback = newContact({
      id: cloud.random.uuid(),
      instance: caller.instance,
      channel: 'VOICE',
      initiationMethod: 'CALLBACK',
      flowId,
      initiatedAt: cloud.clock.now(),
      initialContactId: caller.initialContactId,
      previousContactId: caller.id,
      attributes: caller.attributes,
      tags: caller.tags,
      language: caller.language,
      customer: { address: number },
      system: this.#callerId(queue) ?? caller.system,
      callbackNumber: number,
      callback: plan,
      targetQueue: queue,
      priority: caller.priority,
      // Source: Administrator Guide, "Set up queued callback": the original contact's start counts.
      agesFrom: caller.initiatedAt,
      ageAdjustmentMs: caller.ageAdjustmentMs,
    });
    for (const hook of ['AgentWhisper', 'CustomerHold', 'AgentHold', 'CustomerRemaining'] as const) {
      const flow = caller.hooks.get(hook);
      if (flow !== undefined) callback.hooks.set(hook, flow);
    }
    contacts.add(callback);
    if (flowId === undefined) this.#queueAfter(callback, plan.initialDelayMs);
  }

  /** Dials the customer of a callback that an agent took. */
  dial(contact: Contact, then: { readonly answered: () => void; readonly silent: () => void }): void {
    const { cloud, contacts, phones } = this.#centre;
    const plan = contact.callback;
    contact.callbackTries += 1;
    const turn = contact.callbackTries;
    const isDialling = () => contact.state === 'joining' && contact.callbackTries === turn;
    phones.ring(contact, {
      answered: () => {
        if (!isDialling()) return;
        contact.onLine = true;
        contact.connectedToSystemAt = cloud.clock.now();
        this.#centre.report(contact, 'CONNECTED_TO_SYSTEM');
        then.answered();
      },
      silent: () => {
        if (!isDialling()) return;
        then.silent();
        contact.state = 'flow';
        if (plan && contact.callbackTries < plan.attempts) this.#queueAfter(contact, plan.retryDelayMs);
        else contacts.end(contact, 'OUTBOUND_ATTEMPT_FAILED');
      },
    });
  }

  #queueAfter(contact: Contact, delayMs: number): void {
    const { scheduler } = this.#centre.cloud;
    const label = `connect callback ${contact.id}`;
    contact.timers.add(scheduler.after(delayMs, label, () => this.#centre.queues.enter(contact)));
  }

  #callerId({ callerNumberId }: AgentQueue) {
    for (const { numbers } of this.#centre.instances.values()) {
      const found = numbers.get(callerNumberId ?? '');
      if (found) return { address: found.number };
    }
    return undefined;
  }
}
