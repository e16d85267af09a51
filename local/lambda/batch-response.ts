import type { InvocationResult } from '../core/cloud.ts';

/**
 * Which items of a batch failed, by a function's answer: all of them after a function error or an answer that names an
 * unknown item; none when it answers nothing or does not report items.
 * Source: AWS Lambda Developer Guide, "Implementing partial batch responses".
 *
 * @param identifiers of the batch's items: message ids, or sequence numbers
 */
export function failedItems(
  result: InvocationResult,
  identifiers: readonly string[],
  reportsItemFailures: boolean,
): ReadonlySet<string> {
  const all = new Set(identifiers);
  if (!result.ok) return all;
  if (!reportsItemFailures) return new Set();
  const reported = member(result.value, 'batchItemFailures');
  if (reported === undefined || reported === null) return new Set();
  if (!Array.isArray(reported)) return all;
  const failed = new Set<string>();
  for (const item of reported) {
    const identifier = member(item, 'itemIdentifier');
    if (typeof identifier !== 'string' || !all.has(identifier)) return all;
    failed.add(identifier);
  }
  return failed;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
