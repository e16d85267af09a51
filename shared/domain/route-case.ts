import type { EventPattern } from '../event-pattern/index.ts';
import type { Case, Route } from './case.ts';
import type { Customer } from './customer.ts';
import { type CaseOutcome, changed, step } from './lifecycle.ts';

/** What a routing rule can look at. */
export interface CaseFacts {
  readonly channel: string;
  /** Our address the customer wrote to, e.g. the phone number. */
  readonly account: string;
  /** 1 for a new case, more after each reopening. */
  readonly opening: number;
  /** What it is about, by the mailbox or the form it came through. */
  readonly topic?: string;
  /** BCP 47 tag, when known. */
  readonly language?: string;
  readonly segment?: string;
  readonly contract?: string;
  readonly preferred?: boolean;
}

/** Where a rule sends a case. */
export type RouteTarget = Pick<Route, 'queue' | 'priority' | 'skills' | 'destination'>;

/** One line of the routing table. */
export interface RouteRule extends RouteTarget {
  readonly name: string;
  /** Absent: matches every case. */
  readonly pattern?: EventPattern;
}

/** The routing table, in order, and what becomes of a case that no line takes. */
export interface RoutingTable {
  readonly rules: readonly RouteRule[];
  readonly fallback: RouteTarget;
}

/** Name of the rule on a route that came from no line of the table. */
const FALLBACK_RULE = 'fallback';

export function factsOf(
  subject: Pick<Case, 'channel' | 'account' | 'opening' | 'topic'>,
  customer: Customer | undefined,
): CaseFacts {
  const { channel, account, opening, topic } = subject;
  const { language, segment, contract, preferred } = customer ?? {};
  return {
    channel,
    account,
    opening,
    ...(topic !== undefined && { topic }),
    ...(language !== undefined && { language }),
    ...(segment !== undefined && { segment }),
    ...(contract !== undefined && { contract }),
    ...(preferred !== undefined && { preferred }),
  };
}

/** The first line of the table that takes the case, else the fallback: there always is a route. */
export function chooseRoute(
  facts: CaseFacts,
  { rules, fallback }: RoutingTable,
): RouteTarget & Pick<Route, 'rule' | 'reason'> {
  const found = rules.find(({ pattern }) => pattern === undefined || pattern.matches(facts));
  const { queue, priority, skills, destination } = found ?? fallback;
  const rule = found?.name ?? FALLBACK_RULE;
  return { queue, priority, skills, destination, rule, reason: routeReason(rule) };
}

/** Why a case got its route, from the name of the rule alone: so it need not be stored with every case. */
export function routeReason(rule: string): string {
  return rule === FALLBACK_RULE
    ? 'No routing rule matched.'
    : `“${rule}” is the first routing rule that matched.`;
}

/** What routing an opening of a case came to; a value for each way in which there is nothing to do. */
export type RoutingOutcome =
  | Extract<CaseOutcome, { kind: 'changed' }>
  | {
      readonly kind: 'skipped';
      readonly because: 'routed-before' | 'resolved-meanwhile' | 'opened-again-meanwhile';
    };

/**
 * Routes a case for one of its openings. An event that comes again, or late, finds nothing to do: the opening has
 * its route, or the case has moved on and a later event routes it.
 */
export function routeCase(
  {
    case: subject,
    customer,
    opening,
    now,
  }: {
    readonly case: Case;
    readonly customer: Customer | undefined;
    /** The opening the event tells of. */
    readonly opening: number;
    /** ISO time. */
    readonly now: string;
  },
  table: RoutingTable,
): RoutingOutcome {
  if ((subject.route?.opening ?? 0) >= opening) return { kind: 'skipped', because: 'routed-before' };
  if (subject.opening > opening) return { kind: 'skipped', because: 'opened-again-meanwhile' };
  if (subject.state === 'resolved') return { kind: 'skipped', because: 'resolved-meanwhile' };
  const route = {
    ...chooseRoute(factsOf(subject, customer), table),
    sequence: (subject.route?.sequence ?? 0) + 1,
    opening,
    at: now,
  };
  return changed(step('route', subject, { route }), [{ type: 'CaseRouted' }]);
}
