import type * as z from 'zod';
import { AwsError } from '../core/service.ts';
import type { Topic } from './topic.ts';

/** The topics of one cloud, by ARN. */
export type Topics = Map<string, Topic>;

/** @throws AwsError NotFound */
export function findTopic(topics: Topics, arn: string): Topic {
  const topic = topics.get(arn);
  if (topic) return topic;
  if (!/^arn:aws:sns:[a-z0-9-]+:\d{12}:[\w-]+(\.fifo)?$/.test(arn)) {
    throw invalidParameter(
      `TopicArn Reason: An ARN must have at least 6 elements, not ${arn.split(':').length}`,
    );
  }
  throw new AwsError('NotFound', 'Topic does not exist', 404);
}

export const invalidParameter = (what: string): AwsError =>
  new AwsError('InvalidParameter', `Invalid parameter: ${what}`);

/** Reads an input. @throws AwsError InvalidParameter that names the member */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw invalidParameter(`${issue?.path.join('.') || 'request'} Reason: ${issue?.message}`);
}
