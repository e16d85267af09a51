import { hash } from 'node:crypto';
import type { Address } from './contact-point.ts';

/** Keeps the parts of a hash apart: no provider puts a NUL into an id or an address. */
const SEPARATOR = '\u0000';

/** SHA-256 in hex over parts that stay apart: ('ab', 'c') and ('a', 'bc') differ. */
export function hashOf(...parts: readonly string[]): string {
  return hash('sha256', parts.join(SEPARATOR));
}

/** Id of a contact point: 64 hex characters that say nothing of the address to a reader of events. */
export function contactPointIdOf({ channel, address, proof }: Address): string {
  return proof === undefined ? hashOf(channel, address) : hashOf(channel, address, proof);
}

/** What makes a provider's message that one message. Ids of one provider may repeat on another account. */
export interface MessageIdentity extends Address {
  readonly direction: 'in' | 'out';
  readonly account: string;
  readonly providerMessageId: string;
}

/** Hash of a message's identity: the key of its marker, and the deduplication id in the inbox. 64 hex characters. */
export function markerHashOf(identity: MessageIdentity): string {
  return markerHashFor({ ...identity, contactPointId: contactPointIdOf(identity) });
}

/** The same for who holds the contact point's id but not its address. */
export function markerHashFor(
  identity: Omit<MessageIdentity, 'address'> & { readonly contactPointId: string },
): string {
  const { direction, channel, account, contactPointId, providerMessageId } = identity;
  return hashOf(direction, channel, account, contactPointId, providerMessageId);
}

/** Id of the interaction a marker stands for, so a redelivered message has the id it had. 32 hex characters. */
export function interactionIdOf(markerHash: string): string {
  return markerHash.slice(0, 32);
}

/**
 * Id of a reply, the same for a repeated request: from the caller's idempotency key, or else from what is said. So a
 * retried request is the reply it was, and an agent who means to say the same thing twice sends another key.
 */
export function replyIdOf(reply: {
  readonly caseId: string;
  readonly agent: string;
  readonly answers: number;
  readonly text: string;
  readonly idempotencyKey?: string;
}): string {
  const { caseId, agent, answers, text, idempotencyKey } = reply;
  const parts = idempotencyKey === undefined ? ['text', String(answers), text] : ['key', idempotencyKey];
  return hashOf('reply', caseId, agent, ...parts).slice(0, 32);
}

/** `<customerId>-<number>`: the partition can be read from the id. */
export function caseIdOf(customerId: string, number: number): string {
  return `${customerId}-${number}`;
}

/** Whether a case is one of that customer's. */
export function belongsTo(caseId: string, customerId: string): boolean {
  return caseId.startsWith(`${customerId}-`);
}

/** Takes a case id apart; undefined when it is none. */
export function partsOfCaseId(caseId: string): { customerId: string; number: number } | undefined {
  const parts = /^([0-9a-z]{16})-([1-9][0-9]{0,5})$/.exec(caseId);
  if (!parts?.[1] || !parts[2]) return undefined;
  return { customerId: parts[1], number: Number(parts[2]) };
}
