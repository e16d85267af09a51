import { compilePattern } from '../../shared/event-pattern/index.ts';

/** Whether a record passes a mapping's filter criteria. */
export type EventFilter = (record: Readonly<Record<string, unknown>>) => boolean;

/**
 * Compiles filter criteria: a record passes when any pattern matches. A pattern that looks into `body` sees it as JSON;
 * a body that is not valid JSON then does not pass. A pattern that compares `body` itself sees the text.
 * Source: AWS Lambda Developer Guide, "Control which events Lambda sends to your function".
 *
 * @throws Error naming a pattern that is not valid
 */
export function compileFilter(patterns: readonly string[]): EventFilter {
  if (patterns.length === 0) return () => true;
  const tests = patterns.map((text) => {
    let pattern: unknown;
    try {
      pattern = JSON.parse(text);
    } catch {
      throw new Error(`The filter pattern is not valid JSON: ${text}`);
    }
    const compiled = compilePattern(pattern);
    const readsJson = isObject(pattern) && isObject(pattern['body']);
    return (record: Readonly<Record<string, unknown>>) => {
      if (!readsJson) return compiled.matches(record);
      const body = asJson(record['body']);
      return body !== undefined && compiled.matches({ ...record, body });
    };
  });
  return (record) => tests.some((test) => test(record));
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function asJson(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    const parsed: unknown = JSON.parse(body);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
