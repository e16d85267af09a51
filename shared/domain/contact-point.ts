import type { Channel } from './channel.ts';

/** An address on a channel, e.g. a phone number on `sms`, in the channel's canonical form (E.164 for phones). */
export interface Address {
  readonly channel: Channel;
  readonly address: string;
  /** The address as somebody wrote from it without proof: a contact point of its own, so nobody lands on another's thread. */
  readonly proof?: 'unproven' | undefined;
}

/** A known address and the customer behind it. The address itself is kept here and nowhere else. */
export interface ContactPoint extends Address {
  /** SHA-256 hex of channel and address; what every other item and event refers to. */
  readonly contactPointId: string;
  /** The customer who brought it. */
  readonly owner: string;
  /** The customer to read: the owner, or the one the owner was linked to. */
  readonly head: string;
  readonly firstSeenAt: string;
  /** ISO time since when nothing may be sent to it (STOP, or the provider said so). */
  readonly optedOutAt?: string;
  /** Provider's ISO time of the newest STOP or START: an older one that comes late changes nothing. */
  readonly keywordAt?: string;
  /** ISO time of the last automatic receipt sent to it. */
  readonly receiptAt?: string;
  /** ISO time since when the provider says that nothing arrives there. */
  readonly unreachableAt?: string;
}
