import { TransientFailure } from '../../shared/runtime/failure.ts';

/** Each further round means that the customer or an agent has done something in this very moment. */
const ROUNDS = 5;

/**
 * Decides and writes until nobody has changed meanwhile what it was decided on.
 *
 * @throws TransientFailure when others kept changing it: the state machine tries again.
 */
export async function inRounds(once: () => Promise<'done' | 'again'>): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    if ((await once()) === 'done') return;
  }
  throw new TransientFailure('The customer or the case changes all the time.');
}
