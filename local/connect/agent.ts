import type { Channel, Contact } from './contact.ts';
import type { Instance } from './instance.ts';

/** A queue that a profile takes contacts of one channel from. */
export interface ProfileQueue {
  readonly queueId: string;
  readonly channel: Channel;
  /** 1 is served first. */
  readonly priority: number;
  /** A contact waits so long before agents of this profile are asked. */
  readonly delayMs: number;
}

/** How many contacts of a channel an agent has at once. */
export interface ProfileChannel {
  readonly concurrency: number;
  /** While at such a contact, the agent is offered contacts of other channels, too. */
  readonly besidesOthers: boolean;
}

/** A routing profile. */
export interface RoutingProfile {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly channels: ReadonlyMap<Channel, ProfileChannel>;
  readonly queues: readonly ProfileQueue[];
}

/** A user of an instance, by whom contacts are answered. */
export interface User {
  readonly id: string;
  readonly arn: string;
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly instance: Instance;
  readonly profile: RoutingProfile;
  /** Takes what is offered without being asked. */
  readonly autoAccept: boolean;
  /** After-contact work ends by itself; undefined: when the agent says so. */
  readonly afterWorkLimitMs: number | undefined;
  /** Levels 1 to 5 by attribute and value. */
  readonly proficiencies: readonly Proficiency[];
}

export interface Proficiency {
  readonly attribute: string;
  readonly value: string;
  readonly level: number;
}

/** The two statuses that every instance has; others are of the template and take no contacts. */
export const AVAILABLE = 'Available';
export const OFFLINE = 'Offline';

/** A user who is or was logged in. */
export interface Agent {
  readonly user: User;
  status: string;
  /** Since when nothing was asked of the agent: who is idle longest is asked first. */
  idleSince: number;
  /** Offered, in conversation, and in after-contact work. */
  readonly contacts: Set<Contact>;
  /** A contact was missed or rejected: no more are offered until the agent is set available again. */
  missed: boolean;
}
