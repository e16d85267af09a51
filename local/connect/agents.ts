import { type Agent, AVAILABLE, OFFLINE, type User } from './agent.ts';
import type { Centre } from './centre.ts';
import type { Contact } from './contact.ts';
import { takesContacts } from './distribution.ts';

/** Users at work, by their names: what an agent does in the contact control panel. */
export class Agents {
  readonly #centre: Centre;
  readonly #agents = new Map<string, Agent>();

  constructor(centre: Centre) {
    this.#centre = centre;
  }

  /** Adds a user whom the template does not have; a reset does not take them away. */
  hire(user: User): void {
    user.instance.users.set(user.id, user);
  }

  /** Logs a user in, ready for contacts unless another status is given. */
  login(username: string, status = AVAILABLE): Agent {
    const user = this.#user(username);
    const agent: Agent = this.#agents.get(username) ?? {
      user,
      status: OFFLINE,
      idleSince: 0,
      contacts: new Set(),
      missed: false,
    };
    this.#agents.set(username, agent);
    this.setStatus(username, status);
    return agent;
  }

  /**
   * Sets a status: `Available`, `Offline` or one of the template. Setting available again is also how contacts are taken
   * again after a missed one.
   */
  setStatus(username: string, status: string): void {
    const agent = this.of(username);
    const { statuses } = agent.user.instance;
    if (![AVAILABLE, OFFLINE].includes(status) && !statuses.has(status))
      throw new Error(`There is no agent status "${status}".`);
    const isFresh = agent.status !== AVAILABLE || agent.missed;
    agent.status = status;
    if (status === AVAILABLE) {
      agent.missed = false;
      if (isFresh) agent.idleSince = this.#centre.cloud.clock.now();
    }
    this.#centre.cloud.trace({
      service: 'connect',
      what: 'agent-status',
      resource: agent.user.instance.id,
      detail: { agent: username, status },
    });
    this.#centre.distribution.wake();
  }

  /**
   * Leaves: what rings is missed, a callback whose customer is not on the line yet waits again, a call is cut and needs no
   * more work, tasks stay with the agent.
   */
  logout(username: string): void {
    const agent = this.of(username);
    this.setStatus(username, OFFLINE);
    for (const contact of agent.contacts) {
      if (contact.offer) this.#centre.distribution.miss(contact, 'missed');
      else if (contact.callback && !contact.onLine && contact.state === 'joining')
        this.#centre.conversations.giveBack(contact);
      else if (contact.channel === 'VOICE') {
        this.#centre.contacts.end(contact, 'AGENT_DISCONNECT');
        this.#centre.conversations.complete(contact);
      }
    }
  }

  /** @param contactId needed only where several contacts are offered */
  accept(username: string, contactId?: string): Contact {
    const contact = this.#find(username, contactId, 'is offered', ({ offer }) => offer !== undefined);
    this.#centre.conversations.accept(contact);
    return contact;
  }

  reject(username: string, contactId?: string): Contact {
    const contact = this.#find(username, contactId, 'is offered', ({ offer }) => offer !== undefined);
    this.#centre.distribution.miss(contact, 'rejected');
    return contact;
  }

  /** Ends the conversation, or the task; after-contact work begins. */
  end(username: string, contactId?: string): Contact {
    const contact = this.#connected(username, contactId);
    this.#centre.conversations.hangUp(contact);
    return contact;
  }

  hold(username: string, contactId?: string): Contact {
    const contact = this.#connected(username, contactId);
    this.#centre.conversations.hold(contact, true);
    return contact;
  }

  resume(username: string, contactId?: string): Contact {
    const contact = this.#connected(username, contactId);
    this.#centre.conversations.hold(contact, false);
    return contact;
  }

  /** The work after a contact is done. */
  complete(username: string, contactId?: string): Contact {
    const isAfterWork = ({ afterWorkFrom }: Contact) => afterWorkFrom !== undefined;
    const contact = this.#find(username, contactId, 'is in after-contact work', isAfterWork);
    this.#centre.conversations.complete(contact);
    return contact;
  }

  /** @throws Error for a user who never logged in */
  of(username: string): Agent {
    const agent = this.#agents.get(username);
    if (!agent) throw new Error(`${username} is not logged in.`);
    return agent;
  }

  all(): readonly Agent[] {
    return [...this.#agents.values()];
  }

  /** Those who take contacts now, by the order of their first login. */
  free(): readonly Agent[] {
    return this.all().filter(takesContacts);
  }

  clear(): void {
    this.#agents.clear();
  }

  #connected(username: string, contactId: string | undefined): Contact {
    return this.#find(username, contactId, 'is connected', ({ state }) => state === 'connected');
  }

  #find(
    username: string,
    contactId: string | undefined,
    what: string,
    matches: (contact: Contact) => boolean,
  ): Contact {
    const found = [...this.of(username).contacts].filter(
      (contact) => matches(contact) && (contactId === undefined || contact.id === contactId),
    );
    const [contact, another] = found;
    if (contact && !another) return contact;
    throw new Error(
      another ? `${username}: several contacts, say which.` : `${username}: no such contact ${what}.`,
    );
  }

  #user(username: string): User {
    for (const { users } of this.#centre.instances.values()) {
      for (const user of users.values()) if (user.username === username) return user;
    }
    throw new Error(`There is no user "${username}".`);
  }
}
