import * as z from 'zod';
import type { Environment } from './cold-start.ts';

/** Variables that every function has. */
export const commonEnvironment = {
  /** The function's folder name; the `service` of its log lines and metrics. */
  POWERTOOLS_SERVICE_NAME: z.string().min(1),
};

/** Variables of a function that works off a queue. */
export const consumerEnvironment = {
  ...commonEnvironment,
  DEAD_LETTER_QUEUE_URL: z.url(),
  /** Deliveries after which SQS gives a message of that queue up. */
  MAX_RECEIVES: z.coerce.number().int().min(1).optional(),
};

/**
 * A function's environment, read once when it is built.
 *
 * @throws Error with one sentence that names every variable missing or wrong, never a value.
 */
export function readEnvironment<Shape extends z.ZodRawShape>(
  environment: Environment,
  shape: Shape,
): z.output<z.ZodObject<Shape>> {
  const parsed = z.object(shape).safeParse(environment);
  if (parsed.success) return parsed.data;
  const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))];
  const missing = names.filter((name) => environment[name] === undefined || environment[name] === '');
  const wrong = names.filter((name) => !missing.includes(name));
  const parts = [
    ...(missing.length > 0 ? [`${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing`] : []),
    ...(wrong.length > 0 ? [`${wrong.join(', ')} cannot be read`] : []),
  ];
  throw new Error(`The environment of this function is incomplete: ${parts.join(' and ')}.`);
}
