import type { CompiledConfig } from '../../shared/config/config.ts';
import type { RoutingTable } from '../../shared/domain/route-case.ts';
import { compilePattern } from '../../shared/event-pattern/index.ts';

/**
 * The configured routing table with its patterns compiled. A case that no line takes goes to the first queue: the
 * configuration demands a last line that takes every case, and this is for the day it does not.
 *
 * @throws Error when there is no queue; InvalidEventPattern for a pattern that is none.
 */
export function routingTable({ routing, queues }: Pick<CompiledConfig, 'routing' | 'queues'>): RoutingTable {
  const first = queues[0];
  if (!first) throw new Error('The configuration names no queue.');
  return {
    rules: routing.map(({ when, ...rule }) => ({ ...rule, ...(when && { pattern: compilePattern(when) }) })),
    fallback: { queue: first.id, priority: 5, skills: [], destination: 'connect-task' },
  };
}
