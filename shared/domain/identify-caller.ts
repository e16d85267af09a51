import { type Case, isRouted } from './case.ts';
import type { Customer } from './customer.ts';
import { isPhoneNumber } from './phone-number.ts';
import { chooseRoute, factsOf, type RoutingTable } from './route-case.ts';

/**
 * What networks send in place of a number that is withheld: these words as they are dialled, which makes phone numbers
 * of them. +266696687 is "anonymous".
 */
const WITHHELD = new Set(
  ['anonymous', 'blocked', 'private', 'restricted', 'unavailable', 'unknown', 'withheld'].map(dialled),
);

/** The number a caller can be known by; undefined for one that is withheld, or that many people call from. */
export function callerNumber(address: string | undefined, shared: readonly string[]): string | undefined {
  if (address === undefined || !isPhoneNumber(address)) return undefined;
  return WITHHELD.has(address.slice(1)) || shared.includes(address) ? undefined : address;
}

/** Letters as they stand on the keys of a phone. */
function dialled(word: string): string {
  return [...word]
    .map((letter) => '22233344455566677778889999'['abcdefghijklmnopqrstuvwxyz'.indexOf(letter)])
    .join('');
}

/** How things stand with a caller: what an agent is told first. */
export type CallerStanding = 'unknown' | 'known' | 'waiting' | 'late' | 'open';

/** Who calls, and where the call goes unless the caller chooses otherwise. */
export interface IdentifiedCaller {
  readonly standing: CallerStanding;
  readonly customerId?: string;
  readonly queue: string;
  /** 1 (most urgent) to 9. */
  readonly priority: number;
  /** The open case they most likely call about, and where a call about it goes. */
  readonly openCase?: Pick<IdentifiedCaller, 'queue' | 'priority'> & { readonly caseId: string };
}

/**
 * Who calls, from what is known behind their number. A call is routed by the same table as any other case; one about
 * an open case goes where that case is, as urgently as the more urgent of both.
 */
export function identifyCaller(
  caller: {
    /** Our number they called. */
    readonly account: string;
    readonly customer: Customer | undefined;
    /** Cases of theirs, newest first. */
    readonly cases: readonly Case[];
    /** ISO time. */
    readonly now: string;
  },
  table: RoutingTable,
): IdentifiedCaller {
  const { account, customer, cases, now } = caller;
  const { queue, priority } = chooseRoute(
    factsOf({ channel: 'voice', account, opening: 1 }, customer),
    table,
  );
  if (!customer) return { standing: 'unknown', queue, priority };
  const known = { customerId: customer.customerId, queue, priority };
  const open = cases.filter(({ state }) => state === 'open');
  const pressing = open.toSorted((one, other) => pressure(other, now) - pressure(one, now))[0];
  if (!pressing) {
    // An open case older than the newest ones is not read: that it is there is known all the same.
    const caseId = customer.openCases.filter((id) => cases.every((one) => one.caseId !== id)).at(-1);
    if (caseId === undefined) return { ...known, standing: 'known' };
    return { ...known, standing: 'open', openCase: { caseId, queue, priority } };
  }
  return {
    ...known,
    standing: standingOf(pressing, now),
    openCase: {
      caseId: pressing.caseId,
      queue: isRouted(pressing) ? pressing.route.queue : queue,
      priority: isRouted(pressing) ? Math.min(pressing.route.priority, priority) : priority,
    },
  };
}

function standingOf({ promise, waitingSince }: Case, now: string): 'late' | 'waiting' | 'open' {
  if (promise && (promise.state === 'broken' || promise.due < now)) return 'late';
  return waitingSince === undefined ? 'open' : 'waiting';
}

function pressure(subject: Case, now: string): number {
  return ['open', 'waiting', 'late'].indexOf(standingOf(subject, now));
}
