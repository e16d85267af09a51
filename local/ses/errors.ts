import type * as z from 'zod';
import { AwsError } from '../core/service.ts';

export const badRequest = (message: string): AwsError => new AwsError('BadRequestException', message);

export const rejected = (message: string): AwsError => new AwsError('MessageRejected', message);

export const notFound = (message: string): AwsError => new AwsError('NotFoundException', message, 404);

/** Reads an input. @throws AwsError BadRequestException that names the member */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join('.');
  if (issue?.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => (place ? `${place}.${key}` : key)).join(', ');
    throw badRequest(`The local cloud does not implement ${names}.`);
  }
  throw badRequest(`${place || 'request'}: ${issue?.message ?? 'is wrong'}`);
}
