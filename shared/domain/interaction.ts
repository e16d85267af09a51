import type { Channel } from './channel.ts';
import type { Attachment, ProofGap } from './inbound-message.ts';
import type { InteractionRef } from './outbox.ts';

export type Direction = 'inbound' | 'outbound' | 'internal';

/**
 * `opt-out` and `opt-in`: STOP and START by the customer. `note`: for agents only. `receipt`: our automatic word that a
 * message came in, and when it is answered. `survey` and `survey-answer`: our question after the case, and what came of
 * it.
 */
export const INTERACTION_KINDS = [
  'message',
  'opt-out',
  'opt-in',
  'note',
  'receipt',
  'survey',
  'survey-answer',
] as const;

export type InteractionKind = (typeof INTERACTION_KINDS)[number];

/**
 * How far an outbound message has come. `unknown`: the provider may or may not have it; it is shown and never
 * resent by itself.
 */
export type Delivery =
  | { readonly state: 'queued' }
  | { readonly state: 'sending'; readonly attempt: string; readonly since: string }
  | { readonly state: 'sent' | 'delivered' | 'read'; readonly providerMessageId: string; readonly at: string }
  | {
      readonly state: 'failed';
      readonly reason: string;
      readonly at: string;
      readonly providerMessageId?: string;
    }
  | { readonly state: 'unknown'; readonly attempt: string; readonly at: string };

/** One message or call, in or out, on one channel. */
export interface Interaction {
  /** Made of the message's identity, so a redelivery has the same one. 32 hex characters. */
  readonly interactionId: string;
  readonly caseId: string;
  /** Owner of the contact point: the partition it is stored in. */
  readonly customerId: string;
  readonly channel: Channel;
  readonly direction: Direction;
  readonly kind: InteractionKind;
  /** ISO time by the provider; orders the thread. */
  readonly at: string;
  readonly recordedAt: string;
  readonly subject?: string;
  readonly text: string;
  /** Quoted text and signature, folded away for display. */
  readonly folded?: string;
  readonly attachments?: readonly Attachment[];
  /** HTML made safe, in the archive bucket. */
  readonly htmlKey?: string;
  /** Sent by a machine: nobody waits for an answer. */
  readonly automatic?: true;
  /** The provider takes it for spam, or found a virus in it. */
  readonly suspicious?: true;
  /** Inbound: what the sender's proof lacks; absent when proven. */
  readonly proof?: ProofGap;
  /** Inbound: the case, or only the customer, it may belong to, by a token or address that proves nobody. */
  readonly suggestion?: string;
  /** The text was longer than is kept here; the original is in the archive. */
  readonly shortened?: boolean;
  readonly contactPointId?: string;
  /** Our address the customer wrote to, or we wrote from. */
  readonly account?: string;
  readonly providerMessageId?: string;
  /** Inbound mail: ids of the mails it answers, the nearest first. */
  readonly references?: readonly string[];
  /** Inbound: its number in the case's arrival sequence. */
  readonly arrival?: number;
  /** Outbound: the opening of the case in which it was written; absent for what nobody has to answer for. */
  readonly opening?: number;
  /** Outbound: the arrival it answers; absent for what nobody has to answer for, such as a receipt. */
  readonly answers?: number;
  /** Outbound: the inbound interaction it answers. */
  readonly inReplyTo?: InteractionRef;
  /** Outbound and internal: the agent's id. */
  readonly agent?: string;
  readonly delivery?: Delivery;
  /** S3 key of the payload as received. */
  readonly archiveKey?: string;
  /** Why it joined or opened its case. */
  readonly joinReason?: string;
}
