import type { Channel } from './channel.ts';
import type { InteractionRef } from './outbox.ts';
import type { CasePromise } from './promise.ts';
import type { CaseSurvey } from './survey.ts';

export type CaseState = 'open' | 'resolved';

/** Where a case goes, and why. */
export interface Route {
  /** Raised by every routing of the case. */
  readonly sequence: number;
  /** The opening of the case this route was decided for. */
  readonly opening: number;
  readonly queue: string;
  /** 1 (most urgent) to 9. */
  readonly priority: number;
  readonly skills: readonly string[];
  /** What is done with the case, e.g. `connect-task`. */
  readonly destination: string;
  /** Name of the routing rule that matched. */
  readonly rule: string;
  /** One sentence for people. */
  readonly reason: string;
  readonly at: string;
}

/** The right of one agent to answer a case until a moment. */
export interface Claim {
  readonly agent: string;
  /** ISO time at which it lapses when the agent stays silent. */
  readonly until: string;
}

/** The newest arrival a reply was given for, and by whom. While it stands, no other agent answers that arrival. */
export interface Replied {
  readonly arrival: number;
  readonly agent: string;
  /** How many such replies have neither left nor failed. */
  readonly pending: number;
  /** How many such replies have left and are not known to be lost; absent when none. */
  readonly sent?: number;
  /** ISO time of the first arrival after it, while that reply is still on its way. */
  readonly nextAt?: string;
  /** The promise of the arrivals after it: what stands once that reply has left. */
  readonly nextPromise?: CasePromise;
  /** The promise that reply met when it left; it stands again should the reply be lost. */
  readonly met?: CasePromise;
  /** Arrivals answered before it left; so many are answered should it be lost. */
  readonly answeredBefore?: number;
  /** The reply before, to an older arrival, that was on its way too when this one was given. */
  readonly earlier?: EarlierReply;
}

/** What is known of a reply that a newer one took the place of. */
export type EarlierReply = Pick<Replied, 'arrival' | 'agent' | 'pending' | 'nextAt' | 'nextPromise'>;

/** How many replies that agents wrote in one opening of a case have left and are not known to be lost. */
export interface SentReplies {
  readonly opening: number;
  readonly replies: number;
}

/** One problem of a customer. */
export interface Case {
  /** `<customerId>-<number>`: contains its partition, so no index is needed to find it. */
  readonly caseId: string;
  readonly customerId: string;
  readonly state: CaseState;
  /** Raised by every write. */
  readonly version: number;
  /** 1 when it opens, one more for every reopening. */
  readonly opening: number;
  readonly openedAt: string;
  readonly resolvedAt?: string;
  readonly resolvedBy?: string;
  /** ISO time of the newest interaction in either direction, by our clock. */
  readonly lastActiveAt: string;
  /** Number of the newest inbound interaction. */
  readonly arrivals: number;
  /** Newest arrival that a sent reply, or a resolution, has answered. */
  readonly answered: number;
  /**
   * ISO time of the earliest arrival not answered, or of the only reply to it when that one was lost on its way; absent
   * when the customer is not waiting.
   */
  readonly waitingSince?: string;
  /** The earliest answer that was promised and has not left; absent when none was. */
  readonly promise?: CasePromise;
  /** ISO time at which the newest answer left, or the case was resolved, by our clock. */
  readonly answeredAt?: string;
  /** Where a reply goes: channel, contact point and our address of the newest arrival. */
  readonly channel: Channel;
  readonly contactPointId: string;
  readonly account: string;
  /** The newest arrival by the provider's time. */
  readonly newest?: InteractionRef;
  /** What it is about, by the mailbox or the form it came through. */
  readonly topic?: string;
  readonly route?: Route;
  readonly claim?: Claim;
  readonly replied?: Replied;
  /** Absent while none has left. */
  readonly sent?: SentReplies;
  readonly survey?: CaseSurvey;
  /** Who resolved it to the customer's displeasure: another agent is to take it, until it is resolved again. */
  readonly avoidAgent?: string;
}

/** A route counts for the opening it was decided for; a reopened case waits for its own. */
export function isRouted(subject: Case): subject is Case & { readonly route: Route } {
  return subject.route?.opening === subject.opening;
}
