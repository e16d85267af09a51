import type * as z from 'zod';
import { AwsError } from '../core/service.ts';

/** An error of this service; its message stands in `Message`, and `Reason` says more. */
function failure(code: string, Message: string, members: Readonly<Record<string, unknown>>): AwsError {
  return new AwsError(code, Message, 400, { Message, ...members });
}

export const notFound = (ResourceType: string, ResourceId: string): AwsError =>
  failure('ResourceNotFoundException', `The ${ResourceType} ${ResourceId} does not exist.`, {
    ResourceType,
    ResourceId,
  });

export const conflict = (Reason: string, ResourceType: string, ResourceId: string): AwsError =>
  failure('ConflictException', `Conflict: ${Reason}`, { Reason, ResourceType, ResourceId });

export function invalid(Reason: string, fields: readonly { Name: string; Message: string }[] = []): AwsError {
  const said = fields.map(({ Name, Message }) => `${Name}: ${Message}`).join('; ');
  return failure('ValidationException', `Validation failed: ${Reason}${said && ` (${said})`}`, {
    Reason,
    Fields: fields,
  });
}

/** Reads an input. @throws AwsError ValidationException naming the fields */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  const isMissing = parsed.error.issues.every(
    ({ code, input: value }) => code === 'invalid_type' && value === undefined,
  );
  throw invalid(
    isMissing ? 'MISSING_PARAMETER' : 'FIELD_VALIDATION_FAILED',
    parsed.error.issues.map(({ path, message }) => ({ Name: path.join('.') || 'request', Message: message })),
  );
}
