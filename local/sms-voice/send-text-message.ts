import * as z from 'zod';
import type { CallContext, Operation } from '../core/service.ts';
import { handToPhone } from './carrier.ts';
import { reportDelivery } from './delivery-events.ts';
import { conflict, notFound, parse } from './errors.ts';
import { E164, withPlus } from './phone-number.ts';
import { segmentsOf } from './segments.ts';
import { isReachable } from './simulator-phones.ts';
import { idIn, optOutListOf, originOf, type Store } from './store.ts';

const sendTextMessageInput = z.strictObject({
  DestinationPhoneNumber: z.string().max(20).regex(E164, 'is no phone number in E.164'),
  OriginationIdentity: z.string().min(1).max(256).optional(),
  MessageBody: z.string().max(1600).regex(/\S/, 'is empty'),
  MessageType: z.enum(['TRANSACTIONAL', 'PROMOTIONAL']).default('TRANSACTIONAL'),
  ConfigurationSetName: z.string().min(1).max(256).optional(),
  MaxPrice: z
    .string()
    .regex(/^[0-9]{0,2}\.[0-9]{1,5}$/)
    .optional(),
  TimeToLive: z.number().int().min(5).max(259_200).default(259_200),
  Context: z
    .record(
      z.string().regex(/^\S{1,100}$/),
      z
        .string()
        .min(1)
        .max(800)
        .regex(/^\S([\s\S]*\S)?$/),
    )
    .refine((context) => Object.keys(context).length <= 5, 'has more than five entries')
    .default({}),
  DryRun: z.boolean().default(false),
  MessageFeedbackEnabled: z.boolean().default(false),
});

type Input = z.infer<typeof sendTextMessageInput>;

/**
 * Sends to the outbox. Not modelled: the sandbox, spending limits, protect configurations, throughput per number, the
 * price ceiling, and carriers that fail, but for the simulator's own phones.
 */
export function sendTextMessage(store: Store): Operation {
  return {
    permissions(input) {
      const { OriginationIdentity } = parse(sendTextMessageInput, input);
      const resource = OriginationIdentity === undefined ? '*' : arnOf(store, OriginationIdentity);
      return [{ action: 'sms-voice:SendTextMessage', resource }];
    },
    run: (input, context) => ({ MessageId: send(store, parse(sendTextMessageInput, input), context) }),
    usage(input) {
      const { MessageBody, DryRun } = parse(sendTextMessageInput, input);
      return {
        'sms-voice.request': 1,
        ...(!DryRun && { 'sms-voice.segment': segmentsOf(MessageBody).parts }),
      };
    },
  };
}

function send(store: Store, input: Input, { cloud }: CallContext): string {
  const from =
    input.OriginationIdentity === undefined ? anyNumber(store) : originOf(store, input.OriginationIdentity);
  const to = withPlus(input.DestinationPhoneNumber);
  const set = input.ConfigurationSetName === undefined ? undefined : setOf(store, input.ConfigurationSetName);
  if (optOutListOf(store, from.optOutListName).numbers.has(to)) {
    throw conflict('DESTINATION_PHONE_NUMBER_OPTED_OUT', 'opted-out-number', to);
  }
  const messageId = cloud.random.uuid();
  if (input.DryRun) return messageId;
  const message = { from, to, text: input.MessageBody, messageId, configurationSet: set?.name };
  if (isReachable(to)) handToPhone(cloud, message);
  store.lastSent.set(`${from.phoneNumber}\0${to}`, messageId);
  const detail = { messageId, context: input.Context };
  cloud.trace({ service: 'sms-voice', what: 'sent', resource: from.id, detail });
  if (set) {
    reportDelivery(cloud, store, set, {
      messageId,
      from,
      to,
      messageType: input.MessageType,
      context: input.Context,
      segments: segmentsOf(input.MessageBody),
      requestedAt: cloud.clock.now(),
    });
  }
  return messageId;
}

function arnOf(store: Store, identity: string): string {
  return store.pools.get(idIn(identity))?.arn ?? originOf(store, identity).arn;
}

function anyNumber(store: Store) {
  const [number] = store.numbers.values();
  if (!number) throw conflict('NO_ORIGINATION_IDENTITIES_FOUND', 'account', 'account');
  return number;
}

function setOf(store: Store, name: string) {
  const set = store.configurationSets.get(idIn(name));
  if (!set) throw notFound('configuration-set', name);
  return set;
}
