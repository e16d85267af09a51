import { Readable } from 'node:stream';
import type { OwnedCloud } from '../../local/index.ts';
import { eventsOf } from '../../shared/events/catalogue.ts';
import { toldBy } from '../../shared/stores/outbox-image.ts';
import { fromAttributes, toAttributes } from '../../shared/stores/table.ts';
import type { Alteration, Transport, WireRequest, WireResponse } from './bundles.ts';

/**
 * Real mistakes, planted by altering what a function asks of AWS, not by switches in the product: the bundles stay as
 * they are. The simulation has to find every one.
 */
export const MISTAKES: Readonly<Record<string, Alteration>> = {
  'no condition on the marker': alterIn('record-interaction', unconditionalMarker),
  'no version check when a case opens': alterIn('record-interaction', unconditionalOpening),
  'publish before commit': alterIn('record-interaction', publishedBeforeCommit),
  'send before the attempt is written': alterIn('send-sms', sentBeforeWritten),
  'resend of an unknown send': alterIn('send-sms', resentWhenUnknown),
};

function alterIn(folder: string, alter: (inner: Transport, cloud: OwnedCloud) => Transport): Alteration {
  return (altered, transport, cloud) => (altered === folder ? alter(transport, cloud) : transport);
}

/** Of the default environment. */
const BUS = 'throughline-dev';

/** An item put by a transaction, as the wire has it. */
interface WirePut {
  ConditionExpression?: string;
  Item?: Parameters<typeof fromAttributes>[0];
  ExpressionAttributeNames?: unknown;
  ExpressionAttributeValues?: unknown;
}

/** The message is recorded again whenever it comes again: neither its marker nor its interaction has to be new. */
function unconditionalMarker(inner: Transport): Transport {
  return onTransaction(inner, async (puts) => {
    for (const put of puts) {
      const { pk = '', sk = '' } = keyOf(put);
      if (pk.startsWith('marker#') || sk.startsWith('AT#')) forgetCondition(put);
    }
  });
}

/** Two writers who open a case at once both succeed; the second overwrites what the first wrote. */
function unconditionalOpening(inner: Transport): Transport {
  return onTransaction(inner, async (puts) => {
    const opens = puts.some((put) => keyOf(put).sk === 'PROFILE');
    for (const put of puts) if (opens && /^(PROFILE|CASE#)/.test(keyOf(put).sk)) forgetCondition(put);
  });
}

/** The events leave before the transaction has a chance to fail. */
function publishedBeforeCommit(inner: Transport, cloud: OwnedCloud): Transport {
  return onTransaction(inner, async (puts) => {
    for (const { Item } of puts) {
      const told = Item && toldBy(fromAttributes(Item), undefined);
      if (!told) continue;
      const Entries = eventsOf(told.outbox, told.subject).map(({ source, detailType, detail }) => ({
        EventBusName: BUS,
        Source: source,
        DetailType: detailType,
        Detail: JSON.stringify(detail),
      }));
      await cloud.call('events', 'PutEvents', { Entries }, { kind: 'developer' });
    }
  });
}

/** The write of `sending` is kept back until the provider has answered. */
function sentBeforeWritten(inner: Transport): Transport {
  let keptBack: WireRequest | undefined;
  return {
    ...inner,
    async handle(request) {
      if (isCall(request, 'UpdateItem') && bodyOf(request).includes('"sending"')) {
        keptBack = request;
        return { response: emptyAnswer() };
      }
      if (!isCall(request, 'SendTextMessage')) return inner.handle(request);
      const sent = await inner.handle(request);
      if (keptBack) await inner.handle(keptBack);
      return sent;
    },
  };
}

/** What an SDK with retries would do. */
function resentWhenUnknown(inner: Transport): Transport {
  return {
    ...inner,
    async handle(request) {
      if (!isCall(request, 'SendTextMessage')) return inner.handle(request);
      try {
        const answer = await inner.handle(request);
        if (answer.response.statusCode < 500) return answer;
      } catch {
        // Lost: tried again below.
      }
      return inner.handle(request);
    },
  };
}

/** Lets `alter` change the puts of every transaction before it leaves. */
function onTransaction(inner: Transport, alter: (puts: readonly WirePut[]) => Promise<void>): Transport {
  return {
    ...inner,
    async handle(request) {
      if (!isCall(request, 'TransactWriteItems')) return inner.handle(request);
      const body: { TransactItems: { Put?: WirePut }[] } = JSON.parse(bodyOf(request));
      await alter(body.TransactItems.flatMap(({ Put }) => (Put ? [Put] : [])));
      return inner.handle({ ...request, body: JSON.stringify(body) });
    },
  };
}

const isCall = ({ headers }: WireRequest, operation: string) =>
  String(headers['x-amz-target'] ?? headers['X-Amz-Target']).endsWith(`.${operation}`);

const bodyOf = ({ body }: WireRequest) =>
  typeof body === 'string' ? body : new TextDecoder().decode(body as Uint8Array);

function keyOf({ Item }: WirePut) {
  const { pk, sk } = fromAttributes(Item ?? toAttributes({ pk: '', sk: '' }));
  return { pk: String(pk), sk: String(sk) };
}

function forgetCondition(put: WirePut): void {
  delete put.ConditionExpression;
  delete put.ExpressionAttributeNames;
  delete put.ExpressionAttributeValues;
}

function emptyAnswer(): WireResponse {
  const headers = { 'content-type': 'application/x-amz-json-1.0' };
  return { statusCode: 200, headers, body: Readable.from([Buffer.from('{}')]) };
}
