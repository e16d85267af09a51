import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Cloud } from '../core/cloud.ts';
import { physicalName } from '../core/names.ts';
import { parseProperties } from '../core/properties.ts';
import type { ResourceKind, ResourceRequest } from '../core/service.ts';
import type { Keyword } from './phone-number.ts';
import { DEFAULT_LIST, idIn, type OptOutList, type Store } from './store.ts';

const flag = z.union([z.boolean(), z.stringbool()]);
const tags = z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]);
const message = z.strictObject({ Message: z.string().min(1).max(1600) });

/** What numbers and pools have in common. */
const conversation = {
  MandatoryKeywords: z.strictObject({ HELP: message, STOP: message }),
  OptionalKeywords: z
    .array(
      z.strictObject({
        Keyword: z.string().min(1).max(30),
        Action: z.enum(['AUTOMATIC_RESPONSE', 'OPT_IN', 'OPT_OUT']),
        Message: z.string().min(1).max(1600),
      }),
    )
    .default([]),
  OptOutListName: z.string().default(DEFAULT_LIST),
  SelfManagedOptOutsEnabled: flag.default(false),
  TwoWay: z
    .strictObject({
      Enabled: flag,
      ChannelArn: z.string().startsWith('arn:aws:sns:', 'only SNS topics are implemented').optional(),
      ChannelRole: z.string().optional(),
    })
    .default({ Enabled: false }),
  DeletionProtectionEnabled: flag.default(false),
  Tags: tags,
};

const phoneNumberProperties = z.strictObject({
  ...conversation,
  IsoCountryCode: z.string().regex(/^[A-Z]{2}$/),
  NumberCapabilities: z.array(z.enum(['SMS', 'VOICE', 'MMS'])).min(1),
  NumberType: z.enum(['LONG_CODE', 'TOLL_FREE', 'TEN_DLC', 'SIMULATOR']),
});

type Conversation = Pick<z.infer<typeof phoneNumberProperties>, 'MandatoryKeywords' | 'OptionalKeywords'>;

const keywordsOf = ({ MandatoryKeywords, OptionalKeywords }: Conversation): Keyword[] => [
  { keyword: 'STOP', action: 'OPT_OUT', message: MandatoryKeywords.STOP.Message },
  { keyword: 'HELP', action: 'AUTOMATIC_RESPONSE', message: MandatoryKeywords.HELP.Message },
  ...OptionalKeywords.map(({ Keyword, Action, Message }) => ({
    keyword: Keyword,
    action: Action,
    message: Message,
  })),
];

/**
 * Numbers reserved for fiction, so that no real phone can be meant. The first is `destinationNumber` in AWS's example of a
 * two-way payload: who publishes that example gets an answer from a number that is there.
 */
const fictitious = (index: number): string => `+12125550${101 + (index % 99)}`;

export function phoneNumberKind(store: Store): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::SMSVOICE::PhoneNumber';
      const properties = parseProperties(type, request, phoneNumberProperties);
      if (!store.optOutLists.has(properties.OptOutListName)) {
        throw mistake(type, request, `there is no opt-out list ${properties.OptOutListName}`);
      }
      const { Enabled, ChannelArn, ChannelRole } = properties.TwoWay;
      if (Enabled && ChannelArn === undefined) throw mistake(type, request, 'TwoWay needs a ChannelArn');
      const id = idFor(request, 'phone');
      const arn = arnFor(request.cloud, 'phone-number', id);
      const phoneNumber = fictitious(store.numbers.size);
      store.numbers.set(id, {
        id,
        arn,
        phoneNumber,
        isoCountryCode: properties.IsoCountryCode,
        numberType: properties.NumberType,
        capabilities: properties.NumberCapabilities,
        optOutListName: properties.OptOutListName,
        selfManagedOptOuts: properties.SelfManagedOptOutsEnabled,
        deletionProtection: properties.DeletionProtectionEnabled,
        keywords: keywordsOf(properties),
        twoWay:
          Enabled && ChannelArn !== undefined
            ? { channelArn: ChannelArn, channelRole: ChannelRole }
            : undefined,
        createdAt: request.cloud.clock.now(),
      });
      return { ref: id, attributes: { Arn: arn, PhoneNumber: phoneNumber, PhoneNumberId: id } };
    },
  };
}

const poolProperties = z.strictObject({
  ...conversation,
  OriginationIdentities: z.array(z.string()).min(1),
  SharedRoutesEnabled: flag.pipe(z.literal(false, 'shared routes are not implemented')).optional(),
});

/** A pool sends from its first number; what it says about keywords must be what its numbers say, as AWS demands. */
export function poolKind(store: Store): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::SMSVOICE::Pool';
      const { OriginationIdentities } = parseProperties(type, request, poolProperties);
      const numbers = OriginationIdentities.map((identity) => {
        const number = store.numbers.get(idIn(identity));
        if (!number) throw mistake(type, request, `there is no number ${identity}`);
        return number;
      });
      const id = idFor(request, 'pool');
      const arn = arnFor(request.cloud, 'pool', id);
      store.pools.set(id, { id, arn, numbers });
      return { ref: id, attributes: { Arn: arn, PoolId: id } };
    },
  };
}

const optOutListProperties = z.strictObject({
  OptOutListName: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
  Tags: tags,
});

export function optOutListKind(store: Store): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::SMSVOICE::OptOutList';
      const properties = parseProperties(type, request, optOutListProperties);
      const name = properties.OptOutListName ?? physicalName(request, 64);
      if (store.optOutLists.has(name)) throw mistake(type, request, `${name} exists already`);
      const list = makeOptOutList(request.cloud, name);
      store.optOutLists.set(name, list);
      return { ref: name, attributes: { Arn: list.arn } };
    },
  };
}

export const makeOptOutList = (cloud: Cloud, name: string): OptOutList => ({
  name,
  arn: arnFor(cloud, 'opt-out-list', name),
  numbers: new Map(),
  takenOff: new Map(),
});

/** Of messages; those of calls, MMS and RCS are not implemented. AWS refuses TEXT_SENT although its API lists it. */
const EVENT_TYPES = [
  'ALL',
  'TEXT_ALL',
  'TEXT_PENDING',
  'TEXT_QUEUED',
  'TEXT_SUCCESSFUL',
  'TEXT_DELIVERED',
  'TEXT_INVALID',
  'TEXT_INVALID_MESSAGE',
  'TEXT_UNREACHABLE',
  'TEXT_CARRIER_UNREACHABLE',
  'TEXT_BLOCKED',
  'TEXT_CARRIER_BLOCKED',
  'TEXT_SPAM',
  'TEXT_UNKNOWN',
  'TEXT_TTL_EXPIRED',
  'TEXT_PROTECT_BLOCKED',
] as const;

const configurationSetProperties = z.strictObject({
  ConfigurationSetName: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
  DefaultSenderId: z.string().optional(),
  EventDestinations: z
    .array(
      z.strictObject({
        EventDestinationName: z.string(),
        Enabled: flag,
        MatchingEventTypes: z.array(z.enum(EVENT_TYPES)).min(1),
        SnsDestination: z.strictObject({ TopicArn: z.string() }),
      }),
    )
    .default([]),
  MessageFeedbackEnabled: flag.default(false),
  Tags: tags,
});

export function configurationSetKind(store: Store): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::SMSVOICE::ConfigurationSet';
      const properties = parseProperties(type, request, configurationSetProperties);
      const name = properties.ConfigurationSetName ?? physicalName(request, 64);
      if (store.configurationSets.has(name)) throw mistake(type, request, `${name} exists already`);
      const arn = arnFor(request.cloud, 'configuration-set', name);
      store.configurationSets.set(name, {
        name,
        arn,
        eventDestinations: properties.EventDestinations.map((destination) => ({
          name: destination.EventDestinationName,
          enabled: destination.Enabled,
          matchingEventTypes: destination.MatchingEventTypes,
          topicArn: destination.SnsDestination.TopicArn,
        })),
      });
      return { ref: name, attributes: { Arn: arn } };
    },
  };
}

const arnFor = ({ region, accountId }: Cloud, kind: string, id: string): string =>
  `arn:aws:sms-voice:${region}:${accountId}:${kind}/${id}`;

/** `phone-` and 32 hex digits, the same at every start. */
const idFor = (request: ResourceRequest, prefix: string): string =>
  `${prefix}-${createHash('sha256').update(`${request.stackName}/${request.logicalId}`).digest('hex').slice(0, 32)}`;

const mistake = (type: string, { stackName, logicalId }: ResourceRequest, what: string): Error =>
  new Error(`${type} ${stackName}/${logicalId}: ${what}.`);
