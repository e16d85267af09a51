import { domainOf, withoutLabel } from './addresses.ts';
import type { Fate, Store } from './store.ts';

const DOMAIN = 'simulator.amazonses.com';

/**
 * AWS's own mailbox simulator (Developer Guide, "Using the mailbox simulator"); labels behind a plus sign are allowed.
 * Its addresses never come onto the suppression list.
 */
const SIMULATED: Readonly<Record<string, Fate | 'suppressed'>> = {
  success: 'deliver',
  bounce: 'bounce',
  complaint: 'complain',
  suppressionlist: 'suppressed',
  ooto: 'reply',
};

export const isSimulator = (address: string): boolean => domainOf(address) === DOMAIN;

/** What becomes of mail to an address: the simulator's word, else what somebody asked for, else it arrives. */
export function fateOf(store: Store, address: string): Fate | 'suppressed' {
  if (isSimulator(address)) return SIMULATED[withoutLabel(address).split('@')[0] ?? ''] ?? 'bounce';
  return store.fates.get(address) ?? 'deliver';
}
