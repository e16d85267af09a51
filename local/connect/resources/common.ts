import * as z from 'zod';
import type { ResourceRequest, ResourceResult } from '../../core/service.ts';
import { type Instance, uuidFor } from '../instance.ts';

export const flag = z.union([z.boolean(), z.stringbool()]);

export const tags = z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]);

export const instanceArn = z.string().startsWith('arn:aws:connect:');

/** What nearly every part of an instance has. */
export const named = { InstanceArn: instanceArn, Name: z.string().min(1).max(127), Tags: tags };

/** Parts of an instance are named by ARN, which is also what `Ref` gives. */
export function arnResult(
  request: ResourceRequest,
  { arn }: Instance,
  kind: string,
  attribute: string,
): ResourceResult {
  const ref = `${arn}/${kind}/${uuidFor(request)}`;
  return { ref, attributes: { [attribute]: ref } };
}

export const mistake = (type: string, { stackName, logicalId }: ResourceRequest, what: string): Error =>
  new Error(`${type} ${stackName}/${logicalId}: ${what}.`);
