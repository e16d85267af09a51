import { createHash } from 'node:crypto';
import type { ResourceRequest } from './service.ts';

/**
 * The name that CloudFormation would make up for a resource whose template gives none:
 * `stack-LogicalId-1A2B3C4D5E6F`, cut to what the service allows. Unlike AWS's it is the same at every start.
 */
export function physicalName(
  request: Pick<ResourceRequest, 'stackName' | 'logicalId'>,
  maximum: number,
): string {
  const digest = createHash('sha256').update(`${request.stackName}/${request.logicalId}`).digest('hex');
  const suffix = digest.slice(0, 12).toUpperCase();
  const readable = `${request.stackName}-${request.logicalId}`;
  return `${readable.slice(0, maximum - suffix.length - 1)}-${suffix}`;
}
