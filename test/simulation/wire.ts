import { createHash } from 'node:crypto';
import type { OwnedCloud } from '../../local/index.ts';
import { fromAttributes, type Item, toAttributes } from '../../shared/stores/table.ts';
import type { Alteration, Transport, WireRequest, WireResponse } from './bundles.ts';

/** What a planted mistake does to the calls of a function. */
export type Altered = (inner: Transport, cloud: OwnedCloud) => Transport;

/** The mistake is in one function, or in each of several. */
export function alterIn(folders: string | readonly string[], alter: Altered): Alteration {
  return (altered, transport, cloud) =>
    [folders].flat().includes(altered) ? alter(transport, cloud) : transport;
}

/** An item put by a transaction, as the wire has it. */
export interface WirePut {
  ConditionExpression?: string;
  Item?: Parameters<typeof fromAttributes>[0];
  ExpressionAttributeNames?: unknown;
  ExpressionAttributeValues?: unknown;
}

/** Lets `alter` change the puts of every transaction before it leaves. */
export function onTransaction(
  inner: Transport,
  alter: (puts: readonly WirePut[]) => Promise<void>,
): Transport {
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

/** Lets `alter` change every message, which is JSON, before it goes to a queue. */
export function onMessage(inner: Transport, alter: (message: Item) => Item): Transport {
  return {
    ...inner,
    async handle(request) {
      if (!isCall(request, 'SendMessage')) return inner.handle(request);
      const body: { MessageBody: string; MessageDeduplicationId?: string } = JSON.parse(bodyOf(request));
      const MessageBody = JSON.stringify(alter(JSON.parse(body.MessageBody)));
      const MessageDeduplicationId = md5(MessageBody);
      const { response } = await inner.handle({
        ...request,
        body: JSON.stringify({ ...body, MessageBody, MessageDeduplicationId }),
      });
      // The SDK holds the queue's checksum against what it was given.
      return withBody(response, (text) => text.replaceAll(md5(MessageBody), md5(body.MessageBody)));
    },
  };
}

type WireItem = Parameters<typeof fromAttributes>[0];

/** Lets `alter` change every item that a function reads by its key. */
export function onRead(inner: Transport, alter: (item: Item) => Item): Transport {
  const altered = (item: WireItem) => toAttributes(alter(fromAttributes(item)));
  return {
    ...inner,
    async handle(request) {
      const { response } = await inner.handle(request);
      const isRead = isCall(request, 'GetItem') || isCall(request, 'BatchGetItem');
      if (!isRead || response.statusCode !== 200) return { response };
      return withBody(response, (text) => {
        const { Item: one, Responses = {} }: { Item?: WireItem; Responses?: Record<string, WireItem[]> } =
          JSON.parse(text);
        const many = Object.entries(Responses).map(([table, items]) => [table, items.map(altered)]);
        return JSON.stringify({ ...(one && { Item: altered(one) }), Responses: Object.fromEntries(many) });
      });
    },
  };
}

function withBody(
  response: WireResponse,
  alter: (text: string) => string,
): { readonly response: WireResponse } {
  const text = alter(new TextDecoder().decode(response.body as Uint8Array));
  const { 'x-amz-crc32': _, ...headers } = response.headers;
  return { response: { ...response, headers, body: Buffer.from(text) } };
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

export const isCall = ({ headers }: WireRequest, operation: string) =>
  String(headers['x-amz-target'] ?? headers['X-Amz-Target']).endsWith(`.${operation}`);

export const bodyOf = ({ body }: WireRequest) =>
  typeof body === 'string' ? body : new TextDecoder().decode(body as Uint8Array);

export function keyOf({ Item }: WirePut) {
  const { pk, sk } = fromAttributes(Item ?? toAttributes({ pk: '', sk: '' }));
  return { pk: String(pk), sk: String(sk) };
}

export function forgetCondition(put: WirePut): void {
  delete put.ConditionExpression;
  delete put.ExpressionAttributeNames;
  delete put.ExpressionAttributeValues;
}

export function emptyAnswer(): WireResponse {
  const headers = { 'content-type': 'application/x-amz-json-1.0' };
  return { statusCode: 200, headers, body: Buffer.from('{}') };
}
