import type * as z from 'zod';
import { invalidParameter } from './instance.ts';

/** Reads an input. @throws AwsError InvalidParameterException naming the member */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : '';
  if (unknown) throw invalidParameter(`The local Connect does not implement ${unknown}`);
  throw invalidParameter(`${issue?.path.join('.') || 'request'}: ${issue?.message}`);
}
