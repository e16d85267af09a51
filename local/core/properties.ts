import type * as z from 'zod';
import type { ResourceRequest } from './service.ts';

/**
 * Reads a resource's properties through its schema.
 *
 * @param type CloudFormation type, for the message: `AWS::SQS::Queue`
 * @throws Error with one sentence per mistake that names type, stack, logical id and property; a property that the
 *   schema does not know is a mistake, because it would silently have no effect here
 */
export function parseProperties<Schema extends z.ZodType>(
  type: string,
  request: Pick<ResourceRequest, 'stackName' | 'logicalId' | 'properties'>,
  schema: Schema,
): z.output<Schema> {
  const parsed = schema.safeParse(request.properties);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.flatMap((issue) => {
    const where = `${type} ${request.stackName}/${request.logicalId}`;
    const path = issue.path.map(String).join('.');
    if (issue.code !== 'unrecognized_keys')
      return [`${where}: property ${path || '(root)'}: ${issue.message}.`];
    return issue.keys.map(
      (key) => `${where}: property ${path ? `${path}.` : ''}${key} is not implemented by the local cloud.`,
    );
  });
  throw new Error(sentences.join('\n'));
}
