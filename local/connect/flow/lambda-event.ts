import type { Contact, Endpoint } from '../contact.ts';

const endpoint = (end: Endpoint | undefined) =>
  end ? { Address: end.address, Type: 'TELEPHONE_NUMBER' } : null;

/**
 * What a function gets from a flow. Source: Amazon Connect Administrator Guide, "Invoke AWS Lambda functions"; what
 * tasks have for endpoints is not documented.
 */
export function lambdaEvent(contact: Contact, parameters: unknown): object {
  const queue = contact.targetQueue ?? contact.queue;
  return {
    Details: {
      ContactData: {
        Attributes: contact.attributes,
        Channel: contact.channel,
        ContactId: contact.id,
        CustomerEndpoint: endpoint(contact.customer),
        CustomerId: null,
        Description: contact.description ?? null,
        InitialContactId: contact.initialContactId,
        InitiationMethod: contact.initiationMethod,
        InstanceARN: contact.instance.arn,
        LanguageCode: contact.language ?? 'en-US',
        MediaStreams: { Customer: { Audio: null } },
        Name: contact.name ?? null,
        PreviousContactId: contact.previousContactId ?? contact.id,
        Queue: queue ? { ARN: queue.arn, Name: queue.name, OutboundCallerId: null } : null,
        References: references(contact),
        SystemEndpoint: endpoint(contact.system),
      },
      Parameters: parameters,
    },
    Name: 'ContactFlowEvent',
  };
}

const references = (contact: Contact) =>
  Object.fromEntries(
    Object.entries(contact.references).map(([name, { Type, Value }]) => [
      name,
      { Type: Type.toLowerCase(), Value },
    ]),
  );
