import type * as z from 'zod';
import type { HttpRequest, HttpResponse } from '../core/service.ts';

/** A mistake of whoever calls; the message is the answer. */
export class BadRequest extends Error {
  readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}

export const json = (value: unknown, status = 200): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body: `${JSON.stringify(value, null, 2)}\n`,
});

/** @throws BadRequest that says where the body is wrong */
export function readBody<Schema extends z.ZodType>(request: HttpRequest, schema: Schema): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(request.body));
  } catch {
    throw new BadRequest('The body is not valid JSON.');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.');
  throw new BadRequest(`The body is wrong${path ? ` at ${path}` : ''}: ${issue?.message ?? 'unknown'}.`);
}

export const iso = (time: number) => new Date(time).toISOString();
