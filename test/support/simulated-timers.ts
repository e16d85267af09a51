import type { OwnedCloud } from '../../local/index.ts';
import { patchGlobals } from '../simulation/patched-globals.ts';

/**
 * Lets `Date` and timers follow the clock of a cloud, for journeys in which the SDK inside the bundles waits and tries
 * again. @returns puts everything back
 */
export function simulateTimers({ clock, scheduler }: OwnedCloud): () => void {
  const after = (delayMs: number, task: () => void) => scheduler.after(delayMs, 'timer', task);
  return patchGlobals({ now: () => clock.now(), after }, 'journey');
}
