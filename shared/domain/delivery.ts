import type { Delivery, Interaction } from './interaction.ts';
import { msBetween } from './time.ts';

type DeliveryState = Delivery['state'];

/**
 * How an outbound message may move on. `sending` falls back to `queued` only when the provider is known not to have
 * taken it. A report of the provider may overtake whoever sends, so it leads on from every state before `sent`; from
 * `unknown` nothing else does: such a message is never sent again by itself.
 */
export const DELIVERY_STEPS: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  queued: ['sending', 'sent', 'delivered', 'read', 'failed'],
  sending: ['queued', 'sent', 'delivered', 'read', 'failed', 'unknown'],
  sent: ['delivered', 'read', 'failed'],
  delivered: ['read'],
  read: [],
  failed: [],
  unknown: ['sent', 'delivered', 'read', 'failed'],
};

/**
 * How a message stands that is written down to leave at once. One of the chat has arrived with that, for the visitor's
 * page reads the thread; whoever sends on another channel has yet to ask a provider.
 */
export function begun(
  { channel, interactionId }: Pick<Interaction, 'channel' | 'interactionId'>,
  attempt: string,
  at: string,
): Delivery {
  return channel === 'webchat'
    ? { state: 'sent', providerMessageId: interactionId, at }
    : { state: 'sending', attempt, since: at };
}

/** A sender that was heard of this long ago has died: nobody knows whether the provider has the message. */
const SENDING_IS_LOST_AFTER_MS = 2 * 60_000;

/** Whether a message in one state may come to another. Reports that arrive late or twice may not. */
export function mayMove(from: DeliveryState, to: DeliveryState): boolean {
  return DELIVERY_STEPS[from].includes(to);
}

/** What a sender that is handed a message does with it. */
export type SendDecision =
  | { readonly do: 'send' }
  /** Another sender holds it and may still be at work: come again later. */
  | { readonly do: 'wait' }
  /** The sender that held it has died: the outcome is unknown. */
  | { readonly do: 'give-up'; readonly attempt: string }
  | { readonly do: 'nothing'; readonly because: DeliveryState };

/**
 * Decides what to do with a message to be sent, `attempt` being the attempt id of whoever asks: a write to `sending`
 * that timed out but applied shows its own attempt, and then the message has not left yet.
 */
export function decideSend(delivery: Delivery, attempt: string, now: string): SendDecision {
  switch (delivery.state) {
    case 'queued':
      return { do: 'send' };
    case 'sending':
      return delivery.attempt === attempt ? { do: 'send' } : heldByAnother(delivery, now);
    case 'sent':
    case 'delivered':
    case 'read':
    case 'failed':
    case 'unknown':
      return { do: 'nothing', because: delivery.state };
  }
}

/** What becomes of a message that nobody is to send any more. */
export type EndDecision =
  /** It has not left, and does not leave. */
  { readonly do: 'fail' } | Exclude<SendDecision, { readonly do: 'send' }>;

/** Decides how a message ends that was begun for nothing. */
export function decideEnd(delivery: Delivery, now: string): EndDecision {
  switch (delivery.state) {
    case 'queued':
      return { do: 'fail' };
    case 'sending':
      return heldByAnother(delivery, now);
    case 'sent':
    case 'delivered':
    case 'read':
    case 'failed':
    case 'unknown':
      return { do: 'nothing', because: delivery.state };
  }
}

function heldByAnother({ attempt, since }: Extract<Delivery, { state: 'sending' }>, now: string) {
  const isLost = msBetween(since, now) > SENDING_IS_LOST_AFTER_MS;
  return isLost ? ({ do: 'give-up', attempt } as const) : ({ do: 'wait' } as const);
}
