import type { Cloud } from '../../core/cloud.ts';
import type { Centre } from '../centre.ts';
import type { Contact } from '../contact.ts';
import { type Instances, instanceAt, notFound } from '../instance.ts';

/** What the operations know. */
export interface Api {
  readonly instances: Instances;
  readonly centreOf: (cloud: Cloud) => Centre;
}

/** @throws AwsError ResourceNotFoundException */
export function contactAt(
  { instances, centreOf }: Api,
  cloud: Cloud,
  instanceId: string,
  id: string,
): Contact {
  const contact = centreOf(cloud).contacts.get(id);
  if (contact?.instance !== instanceAt(instances, instanceId)) throw notFound(`Contact ${id} does not exist`);
  return contact;
}

/** The permission that a call on one contact needs. */
export const onContact = (action: string, { instances }: Api, instanceId: string, contactId: string) => [
  { action: `connect:${action}`, resource: `${instanceAt(instances, instanceId).arn}/contact/${contactId}` },
];
