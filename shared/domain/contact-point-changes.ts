import type { ContactPoint } from './contact-point.ts';
import type { InboundMessage } from './inbound-message.ts';
import type { InteractionKind } from './interaction.ts';
import { later, msBetween } from './time.ts';

/** In milliseconds after something bounced. */
const TRIED_AGAIN_AFTER_MS = 24 * 3_600_000;

/**
 * The contact point after its customer wrote from it: who still does a day after a bounce has perhaps mended it, so it is
 * tried again. Itself when nothing changes.
 */
export function reachedBy(
  contactPoint: ContactPoint,
  { at, proof }: Pick<InboundMessage, 'at' | 'proof'>,
): ContactPoint {
  const { unreachableAt, ...reachable } = contactPoint;
  if (unreachableAt === undefined || proof !== undefined) return contactPoint;
  return msBetween(unreachableAt, at) >= TRIED_AGAIN_AFTER_MS ? reachable : contactPoint;
}

/**
 * The contact point after a keyword sent at that time; itself when nothing changes, so that it need not be written. The
 * newest word counts, in whatever order they come.
 *
 * @param at ISO time by the provider
 */
export function withKeyword(contactPoint: ContactPoint, kind: InteractionKind, at: string): ContactPoint {
  const { optedOutAt, ...optedIn } = contactPoint;
  // A provider's refusal is a word too, and may be newer than the customer's own.
  const lastWordAt = later(contactPoint.keywordAt ?? '', optedOutAt ?? '');
  if (kind === 'opt-out' && at >= lastWordAt) {
    return { ...contactPoint, optedOutAt: optedOutAt ?? at, keywordAt: at };
  }
  return kind === 'opt-in' && at > lastWordAt ? { ...optedIn, keywordAt: at } : contactPoint;
}
