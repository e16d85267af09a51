import type { CompiledConfig } from '../../shared/config/config.ts';
import type { PromiseTable } from '../../shared/domain/promise.ts';
import { compilePattern } from '../../shared/event-pattern/index.ts';

/**
 * The table of targets with its patterns compiled and its calendars at hand.
 *
 * @throws Error for hours that are not there; InvalidEventPattern for a pattern that is none.
 */
export function promiseTable({
  promises,
  calendars,
}: Pick<CompiledConfig, 'promises' | 'calendars'>): PromiseTable {
  return promises.map(({ name, when, withinMs, hours }) => {
    const calendar = hours === undefined ? undefined : calendars[hours];
    if (hours !== undefined && !calendar)
      throw new Error(`The promise "${name}" counts hours that are not there.`);
    return { name, withinMs, ...(when && { pattern: compilePattern(when) }), ...(calendar && { calendar }) };
  });
}
