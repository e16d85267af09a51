import { notFound } from './errors.ts';
import type { ConfigurationSet, PhoneNumber, Pool } from './phone-number.ts';

export interface OptedOut {
  /** E.164. */
  readonly number: string;
  readonly at: number;
  /** True when the person sent a keyword, false when a program put the number here. */
  readonly byEndUser: boolean;
}

export interface OptOutList {
  readonly name: string;
  readonly arn: string;
  readonly numbers: Map<string, OptedOut>;
  /** When a number was last taken off by a program, which AWS lets happen once in 30 days. */
  readonly takenOff: Map<string, number>;
}

/** What the service of one cloud holds. */
export interface Store {
  readonly numbers: Map<string, PhoneNumber>;
  readonly pools: Map<string, Pool>;
  readonly configurationSets: Map<string, ConfigurationSet>;
  readonly optOutLists: Map<string, OptOutList>;
  /** Newest message id sent, by `our number` NUL `their number`. */
  readonly lastSent: Map<string, string>;
  /** Counts resets: what was under way before one goes no further. */
  generation: number;
}

/** The list that every account has. */
export const DEFAULT_LIST = 'Default';

/** The last part of an ARN, or the id or name itself. */
export const idIn = (idOrArn: string): string => idOrArn.slice(idOrArn.lastIndexOf('/') + 1);

/** The number behind an origination identity: a number's id, ARN or digits, or a pool's id or ARN (its first number). */
export function originOf(store: Store, identity: string): PhoneNumber {
  const pool = store.pools.get(idIn(identity));
  const number =
    pool?.numbers[0] ??
    store.numbers.get(idIn(identity)) ??
    [...store.numbers.values()].find(({ phoneNumber }) => phoneNumber === identity);
  if (!number) throw notFound(identity.includes('pool') ? 'pool' : 'phone-number', identity);
  return number;
}

export function optOutListOf(store: Store, nameOrArn: string): OptOutList {
  const list = store.optOutLists.get(idIn(nameOrArn));
  if (!list) throw notFound('opt-out-list', nameOrArn);
  return list;
}
