import type { Cloud } from '../core/cloud.ts';
import { AwsError, type Caller } from '../core/service.ts';
import { answerKeyword } from './carrier.ts';
import { E164, keywordIn, type PhoneNumber } from './phone-number.ts';
import { optOutListOf, type Store } from './store.ts';

/** An SMS as somebody sends it to one of our numbers. */
export interface InboundText {
  /** E.164, theirs. */
  readonly from: string;
  /** E.164, ours; by default the first number of the template. */
  readonly to?: string | undefined;
  readonly text: string;
  /**
   * Id of our message that this one answers. By default the newest one sent between the two numbers, which is what the
   * provider assumes; null for none.
   */
  readonly inReplyTo?: string | null | undefined;
  /** Id the provider gives it, to send one message several times; by default a new one. */
  readonly inboundMessageId?: string | undefined;
}

/** The provider tries this long to hand a message to the topic (ms). */
const PATIENCE_MS = 72 * 3_600_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Takes an SMS in as a carrier delivers it: keywords are answered and opt-outs kept, unless the number manages them
 * itself, and the message goes to the number's topic either way.
 *
 * @returns the inbound message id; the message is published by a task of the scheduler
 * @throws Error with a sentence when the numbers are wrong
 */
export function receiveText(cloud: Cloud, store: Store, message: InboundText): string {
  const number = numberAt(store, message.to);
  if (!E164.test(message.from) || !message.from.startsWith('+')) {
    throw new Error(`"${message.from}" is no phone number in E.164, such as +12065550123.`);
  }
  if (!number.twoWay) throw new Error(`${number.phoneNumber} only sends: its TwoWay is not enabled.`);
  const keyword = keywordIn(number, message.text);
  if (keyword && !number.selfManagedOptOuts) obey(cloud, store, number, message.from, keyword);

  const inboundMessageId = message.inboundMessageId ?? cloud.random.uuid();
  const previous =
    message.inReplyTo === undefined
      ? store.lastSent.get(`${number.phoneNumber}\0${message.from}`)
      : (message.inReplyTo ?? undefined);
  const payload = {
    originationNumber: message.from,
    destinationNumber: number.phoneNumber,
    // What stands here for a text that is no keyword is unverified.
    messageKeyword: keyword?.keyword ?? `KEYWORD_${cloud.accountId}`,
    messageBody: message.text,
    inboundMessageId,
    ...(previous !== undefined && { previousPublishedMessageId: previous }),
  };
  cloud.trace({ service: 'sms-voice', what: 'received', resource: number.id, detail: { inboundMessageId } });
  publish(cloud, store, number, inboundMessageId, jsonOf(payload), 0);
  return inboundMessageId;
}

/**
 * How End User Messaging spells U+FFFE and U+FFFF is not documented; here escaped, for SQS refuses them as they are and the
 * message would be lost on its way.
 */
function jsonOf(payload: object): string {
  return JSON.stringify(payload).replace(
    /[\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
}

function obey(
  cloud: Cloud,
  store: Store,
  number: PhoneNumber,
  from: string,
  { action, message }: { readonly action: string; readonly message: string },
): void {
  const { numbers } = optOutListOf(store, number.optOutListName);
  const isOptedOut = numbers.has(from);
  if (action === 'OPT_OUT') numbers.set(from, { number: from, at: cloud.clock.now(), byEndUser: true });
  if (action === 'OPT_IN') numbers.delete(from);
  // Who is opted out already is not written to again.
  if (isOptedOut && action !== 'OPT_IN') return;
  answerKeyword(cloud, number, from, message);
}

function publish(
  cloud: Cloud,
  store: Store,
  number: PhoneNumber,
  inboundMessageId: string,
  Message: string,
  waitedMs: number,
  pauseMs = 0,
): void {
  const { generation } = store;
  cloud.scheduler.after(pauseMs, `sms-voice publish ${number.id}`, async () => {
    if (store.generation !== generation) return;
    const detail = { inboundMessageId };
    try {
      await cloud.call('sns', 'Publish', { TopicArn: number.twoWay?.channelArn, Message }, publisher(number));
      cloud.trace({ service: 'sms-voice', what: 'published', resource: number.id, detail });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const waited = waitedMs + pauseMs;
      const mayPass = error.status >= 500 || error.status === 429;
      if (mayPass && waited < PATIENCE_MS) {
        const next = Math.min(LONGEST_PAUSE_MS, Math.max(1_000, pauseMs * 2));
        publish(cloud, store, number, inboundMessageId, Message, waited, next);
        return;
      }
      const reason = `${error.code}: ${error.message}`;
      cloud.trace({
        service: 'sms-voice',
        what: 'refused',
        resource: number.id,
        detail: { ...detail, reason },
      });
    }
  });
}

function publisher({ arn, twoWay }: PhoneNumber): Caller {
  if (twoWay?.channelRole !== undefined) {
    return { kind: 'role', roleArn: twoWay.channelRole, functionName: 'sms-voice' };
  }
  return { kind: 'service', principal: 'sms-voice.amazonaws.com', sourceArn: arn };
}

function numberAt(store: Store, to: string | undefined): PhoneNumber {
  const numbers = [...store.numbers.values()];
  const number = to === undefined ? numbers[0] : numbers.find(({ phoneNumber }) => phoneNumber === to);
  if (number) return number;
  const known = numbers.map(({ phoneNumber }) => phoneNumber).join(', ') || 'none';
  throw new Error(`No number ${to ?? ''} receives SMS here; numbers of the template: ${known}.`);
}
