import * as z from 'zod';
import { ATTRIBUTE_BYTES, attributeBytes, attributeName } from '../attributes.ts';
import type { Contacts } from '../contacts.ts';
import { type Instance, idIn, invalidParameter, notFound } from '../instance.ts';

const reference = z.strictObject({
  Type: z.enum(['URL', 'NUMBER', 'STRING', 'DATE', 'EMAIL']),
  Value: z.string().max(4096),
});

export const attributes = z.record(attributeName, z.string().max(32_767));

/** What every start of a contact may say. */
export const starting = {
  InstanceId: z.string().min(1).max(100),
  Description: z.string().max(4096).optional(),
  Attributes: attributes.default({}),
  References: z.record(z.string().min(1).max(4096), reference).default({}),
  ClientToken: z.string().max(500).optional(),
  RelatedContactId: z.string().max(256).optional(),
};

/** @throws AwsError ResourceNotFoundException */
export function checkFlow(instance: Instance, flow: string): string {
  const flowId = idIn(flow);
  if (!instance.flows.has(flowId)) throw notFound(`Contact flow ${flow} does not exist`);
  return flowId;
}

/** @throws AwsError ResourceNotFoundException for a contact that is none of the instance */
export function checkEarlier(
  contacts: Contacts,
  instance: Instance,
  ...ids: readonly (string | undefined)[]
): void {
  for (const id of ids) {
    if (id !== undefined && contacts.get(id)?.instance !== instance)
      throw notFound(`Contact ${id} does not exist`);
  }
}

/** @throws AwsError InvalidParameterException */
export function checkGivenAttributes(given: Readonly<Record<string, string>>): void {
  const bytes = attributeBytes(given);
  if (bytes > ATTRIBUTE_BYTES) {
    throw invalidParameter(`Attributes are ${bytes} bytes long; all together may be ${ATTRIBUTE_BYTES}`);
  }
}
