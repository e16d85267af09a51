import * as z from 'zod';
import type { Cloud } from '../core/cloud.ts';
import { physicalName } from '../core/names.ts';
import { parseProperties } from '../core/properties.ts';
import type { ResourceKind } from '../core/service.ts';
import type { Store } from './store.ts';

/** Event types as templates write them. Nobody opens, clicks or unsubscribes here, and nothing is rendered. */
const EVENT_TYPES = [
  'send',
  'reject',
  'bounce',
  'complaint',
  'delivery',
  'open',
  'click',
  'renderingFailure',
  'deliveryDelay',
  'subscription',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Asks for events on the default bus. */
interface EventDestination {
  readonly name: string;
  readonly enabled: boolean;
  readonly types: readonly EventType[];
}

export interface ConfigurationSet {
  readonly name: string;
  readonly sending: boolean;
  /** Which addresses of the account's suppression list get nothing. */
  readonly suppresses: readonly ('BOUNCE' | 'COMPLAINT')[];
  readonly destinations: EventDestination[];
}

const flag = z.union([z.boolean(), z.stringbool()]);
const name = z.string().regex(/^[\w-]{1,64}$/);

const setProperties = z.strictObject({
  Name: name.optional(),
  // Delivery always succeeds over TLS, from one pool of addresses.
  DeliveryOptions: z
    .strictObject({
      TlsPolicy: z.enum(['REQUIRE', 'OPTIONAL']).optional(),
      SendingPoolName: z.string().optional(),
      MaxDeliverySeconds: z.number().optional(),
    })
    .optional(),
  ReputationOptions: z.strictObject({ ReputationMetricsEnabled: flag.optional() }).optional(),
  SendingOptions: z.strictObject({ SendingEnabled: flag.default(true) }).default({ SendingEnabled: true }),
  SuppressionOptions: z
    .strictObject({ SuppressedReasons: z.array(z.enum(['BOUNCE', 'COMPLAINT'])).optional() })
    .optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]),
});

export const configurationSetArn = ({ region, accountId }: Cloud, set: string): string =>
  `arn:aws:ses:${region}:${accountId}:configuration-set/${set}`;

export function configurationSetKind(store: Store): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::SES::ConfigurationSet';
      const properties = parseProperties(type, request, setProperties);
      const set = properties.Name ?? physicalName(request, 64);
      if (store.configurationSets.has(set)) {
        throw new Error(`${type} ${request.stackName}/${request.logicalId}: ${set} exists already.`);
      }
      store.configurationSets.set(set, {
        name: set,
        sending: properties.SendingOptions.SendingEnabled,
        suppresses: properties.SuppressionOptions?.SuppressedReasons ?? ['BOUNCE', 'COMPLAINT'],
        destinations: [],
      });
      return { ref: set, attributes: {} };
    },
  };
}

const destinationProperties = z.strictObject({
  ConfigurationSetName: z.string(),
  EventDestination: z.strictObject({
    Name: name.optional(),
    Enabled: flag.default(false),
    MatchingEventTypes: z.array(z.enum(EVENT_TYPES)).min(1),
    EventBridgeDestination: z.strictObject({
      EventBusArn: z.string().regex(/:event-bus\/default$/, 'SES puts events on the default bus only'),
    }),
  }),
});

export function eventDestinationKind(store: Store): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::SES::ConfigurationSetEventDestination';
      const properties = parseProperties(type, request, destinationProperties);
      const { Name = physicalName(request, 64), Enabled, MatchingEventTypes } = properties.EventDestination;
      const set = store.configurationSets.get(properties.ConfigurationSetName);
      const where = `${type} ${request.stackName}/${request.logicalId}`;
      if (!set)
        throw new Error(`${where}: there is no configuration set ${properties.ConfigurationSetName}.`);
      if (set.destinations.some((destination) => destination.name === Name)) {
        throw new Error(`${where}: ${set.name} has a destination ${Name} already.`);
      }
      set.destinations.push({ name: Name, enabled: Enabled, types: MatchingEventTypes });
      const id = `${set.name}|${Name}`;
      return { ref: id, attributes: { Id: id } };
    },
  };
}
