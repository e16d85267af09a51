import type { RoutingProfile } from './agent.ts';
import type { Agents } from './agents.ts';
import type { Centre } from './centre.ts';
import type { Contact, Heard } from './contact.ts';
import { idIn } from './instance.ts';
import type { DialOptions, PhoneBehaviour } from './phones.ts';

/** A colleague whom the template does not have. */
export interface Hire {
  readonly username: string;
  /** Name, id or ARN; @default the first there is */
  readonly profile?: string;
  readonly autoAccept?: boolean;
  /** @default until the agent says so */
  readonly afterWorkLimitMs?: number;
}

/** What customers and agents do, for tests and for the console. Everything happens at once; what follows is scheduled. */
export class ConnectDesk {
  readonly #centre: Centre;
  /** Agents by username: log in, accept, reject, end, and so on. */
  readonly agents: Agents;

  constructor(centre: Centre) {
    this.#centre = centre;
    this.agents = centre.agents;
  }

  /** All contacts, oldest first, ended ones too. */
  contacts(): readonly Contact[] {
    return this.#centre.contacts.all();
  }

  /** Of them the tasks. */
  tasks(): readonly Contact[] {
    return this.contacts().filter(({ channel }) => channel === 'TASK');
  }

  /** Numbers that customers can call. */
  numbers(): readonly string[] {
    return [...this.#centre.instances.values()].flatMap(({ numbers }) =>
      [...numbers.values()].map(({ number }) => number),
    );
  }

  /**
   * A customer calls. Undefined when the line is busy: the instance has as many calls as it may.
   * @throws Error when nobody has the number, or no flow runs for its callers
   */
  dial(number: string, options: DialOptions): Contact | undefined {
    return this.#centre.phones.dial(number, options);
  }

  /** The customer presses keys, one after the other. */
  press(contact: Contact, keys: string): void {
    this.#centre.phones.press(contact, keys);
  }

  hangUp(contact: Contact): void {
    this.#centre.phones.hangUp(contact);
  }

  /** What the customer heard so far, in order. What is still being said counts from its beginning. */
  heard(contact: Contact): readonly Heard[] {
    const now = this.#centre.cloud.clock.now();
    return contact.heard.filter(({ at }) => at <= now);
  }

  /** How a customer's phone behaves when we call it. */
  setPhone(number: string, behaviour: PhoneBehaviour): void {
    this.#centre.phones.set(number, behaviour);
  }

  /**
   * Lets a flow run for who calls a number, as `AssociatePhoneNumberContactFlow` does. A number that nobody has is
   * claimed for the instance of the flow.
   */
  route(number: string, flow: string): void {
    this.#centre.phones.route(number, flow);
  }

  /** Adds a user, as somebody would in the console of AWS. */
  hire({ username, profile, autoAccept = false, afterWorkLimitMs }: Hire): void {
    const found = this.#profile(profile);
    if (!found) throw new Error(`There is no routing profile ${profile ?? 'at all'}.`);
    const { instance, profile: of } = found;
    const id = `hired-${username}`;
    this.agents.hire({
      id,
      arn: `${instance.arn}/agent/${id}`,
      username,
      firstName: username,
      lastName: '',
      instance,
      profile: of,
      autoAccept,
      afterWorkLimitMs,
      proficiencies: [],
    });
  }

  #profile(asked: string | undefined) {
    const isAsked = ({ id, name }: RoutingProfile) =>
      asked === undefined || name === asked || id === idIn(asked);
    for (const instance of this.#centre.instances.values()) {
      const profile = [...instance.profiles.values()].find(isAsked);
      if (profile) return { instance, profile };
    }
    return undefined;
  }
}
