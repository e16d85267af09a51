import { contactPointIdOf } from './identity.ts';
import type { InboundMessage } from './inbound-message.ts';

/** Our side of every chat; a message's marker and a reply name it. */
const ACCOUNT = 'webchat';

/** Days a visitor's token lives; every return renews it. */
const VISITOR_DAYS = 30;

/** The longest message of a visitor, in UTF-16 units: an emoji counts as two. */
export const LONGEST_CHAT_MESSAGE = 4_000;

/** What a page tells of its visitor beside the text. */
export interface VisitorDetails {
  readonly name?: string | undefined;
  readonly language?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly topic?: string | undefined;
}

/** A message as a page sent it. */
export interface ChatMessage extends VisitorDetails {
  /** Made by the page, the same when it sends the message again. */
  readonly id: string;
  readonly text: string;
}

/** ISO time until which a token given out now is good. */
export function visitorExpiry(now: string): string {
  return new Date(Date.parse(now) + VISITOR_DAYS * 86_400_000).toISOString();
}

export function contactPointOfVisitor(visitorId: string): string {
  return contactPointIdOf({ channel: 'webchat', address: visitorId });
}

/** @param now ISO time: a browser's own clock orders nothing */
export function inboundFromVisitor(
  visitorId: string,
  { id, text, ...details }: ChatMessage,
  { now, raw }: { readonly now: string; readonly raw: string },
): InboundMessage {
  return {
    channel: 'webchat',
    account: ACCOUNT,
    from: visitorId,
    providerMessageId: id,
    at: now,
    text,
    ...details,
    raw,
  };
}
