import type * as z from 'zod';
import { PermanentFailure } from './failure.ts';

/**
 * The body as JSON of the given shape.
 *
 * @param what names it in the failure: `The body of the delivery report`.
 * @throws PermanentFailure naming the fields that are wrong, never their values.
 */
export function parseJson<Schema extends z.ZodType>(
  body: string,
  schema: Schema,
  what: string,
): z.output<Schema> {
  const parsed = schema.safeParse(toJson(body, what));
  if (parsed.success) return parsed.data;
  const paths = new Set(parsed.error.issues.map((issue) => printable(issue.path)));
  throw new PermanentFailure(`${what} is not as documented: look at ${[...paths].slice(0, 5).join(', ')}.`);
}

function toJson(body: string, what: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new PermanentFailure(`${what} is not JSON.`);
  }
}

/** `detail.caseId`. Keys may come from the body itself, so anything unlike a field name is not repeated. */
export function printable(path: readonly PropertyKey[]): string {
  const names = path.map((key) => (/^[\w-]{1,40}$/.test(String(key)) ? String(key) : '…'));
  return names.length > 0 ? names.join('.') : 'its outermost part';
}
