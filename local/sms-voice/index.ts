import type { Cloud } from '../core/cloud.ts';
import { jsonProtocol } from '../core/protocols.ts';
import type { AwsService } from '../core/service.ts';
import { describePhoneNumbers } from './describe-numbers.ts';
import { deleteOptedOutNumber, describeOptedOutNumbers, putOptedOutNumber } from './opt-outs.ts';
import type { PhoneNumber } from './phone-number.ts';
import { type InboundText, receiveText } from './receive-text.ts';
import {
  configurationSetKind,
  makeOptOutList,
  optOutListKind,
  phoneNumberKind,
  poolKind,
} from './resources.ts';
import { sendTextMessage } from './send-text-message.ts';
import { DEFAULT_LIST, type Store } from './store.ts';

export type { InboundText } from './receive-text.ts';
export { segmentsOf } from './segments.ts';

/** End User Messaging of a local cloud, with the side that faces the phones. */
export interface SmsVoice extends AwsService {
  /**
   * Somebody sends an SMS to one of our numbers.
   * @returns the provider's id of the message
   * @throws Error with a sentence when the numbers are wrong
   */
  receive(cloud: Cloud, message: InboundText): string;
  /** The numbers of the template. */
  numbers(): readonly PhoneNumber[];
}

/** End User Messaging of `cloud`; throws when it has none. */
export function smsVoiceOf(cloud: Cloud): SmsVoice {
  const service = cloud.services.get('sms-voice');
  if (!service || !isSmsVoice(service)) throw new Error('this local cloud has no sms-voice');
  return service;
}

const isSmsVoice = (service: AwsService): service is SmsVoice => 'receive' in service && 'numbers' in service;

/**
 * AWS End User Messaging for SMS: sending into the cloud's outbox, opt-out lists, keywords, two-way numbers, delivery
 * events to SNS. Phones are always on and carriers never refuse, but for the failure numbers of AWS's simulator.
 */
export function createSmsVoice(): SmsVoice {
  const store: Store = {
    numbers: new Map(),
    pools: new Map(),
    configurationSets: new Map(),
    optOutLists: new Map(),
    lastSent: new Map(),
    generation: 0,
  };
  return {
    name: 'sms-voice',
    protocol: jsonProtocol({ version: '1.0' }),
    operations: {
      SendTextMessage: sendTextMessage(store),
      PutOptedOutNumber: putOptedOutNumber(store),
      DeleteOptedOutNumber: deleteOptedOutNumber(store),
      DescribeOptedOutNumbers: describeOptedOutNumbers(store),
      DescribePhoneNumbers: describePhoneNumbers(store),
    },
    resources: {
      'AWS::SMSVOICE::PhoneNumber': phoneNumberKind(store),
      'AWS::SMSVOICE::Pool': poolKind(store),
      'AWS::SMSVOICE::OptOutList': optOutListKind(store),
      'AWS::SMSVOICE::ConfigurationSet': configurationSetKind(store),
    },
    start(cloud) {
      store.optOutLists.set(DEFAULT_LIST, makeOptOutList(cloud, DEFAULT_LIST));
    },
    reset() {
      store.generation += 1;
      store.lastSent.clear();
      for (const list of store.optOutLists.values()) {
        list.numbers.clear();
        list.takenOff.clear();
      }
    },
    receive: (cloud, message) => receiveText(cloud, store, message),
    numbers: () => [...store.numbers.values()],
  };
}
