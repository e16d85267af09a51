import type { Case } from './case.ts';
import type { Interaction, InteractionKind } from './interaction.ts';

/** What a visitor is shown of an interaction. Agents have no names here. */
export interface VisitorMessage {
  readonly interactionId: string;
  /** `automatic`: no person wrote it. */
  readonly from: 'you' | 'us' | 'automatic';
  readonly kind: InteractionKind;
  readonly text: string;
  /** ISO time. */
  readonly at: string;
}

/** What a visitor is told of their case. */
export interface VisitorCase {
  readonly caseId: string;
  readonly state: Case['state'];
  /** Only while an answer is owed: by when it comes. */
  readonly promise?: { readonly due: string };
}

/**
 * Milliseconds. Functions' clocks differ and transactions overlap, so what became visible so shortly before the newest
 * that was shown is shown again rather than never.
 */
const OVERLAP = 5_000;

/** The visitor's own messages and what reached them, oldest first; the cursor asks for what is visible later. */
export function visitorThread(
  interactions: readonly Interaction[],
  { contactPointId, since }: { readonly contactPointId: string; readonly since?: string | undefined },
): { readonly messages: readonly VisitorMessage[]; readonly cursor?: string } {
  const from = since === undefined ? '' : new Date(Date.parse(since) - OVERLAP).toISOString();
  const shown = interactions
    .filter((each) => each.contactPointId === contactPointId)
    .flatMap((each) => {
      const visibleAt = visibleSince(each);
      return visibleAt !== undefined && visibleAt >= from ? [{ message: messageOf(each), visibleAt }] : [];
    })
    .toSorted((a, b) => (a.message.at < b.message.at ? -1 : 1));
  const cursor = [since ?? '', ...shown.map(({ visibleAt }) => visibleAt)].toSorted().at(-1);
  return { messages: shown.map(({ message }) => message), ...(cursor && { cursor }) };
}

/** Undefined for what the visitor does not see: notes, and what has not left or never will. */
function visibleSince({ direction, delivery, recordedAt }: Interaction): string | undefined {
  switch (direction) {
    case 'inbound':
      return recordedAt;
    case 'internal':
      return undefined;
    case 'outbound':
      return delivery?.state === 'sent' || delivery?.state === 'delivered' || delivery?.state === 'read'
        ? delivery.at
        : undefined;
  }
}

function messageOf({ interactionId, direction, kind, text, at }: Interaction): VisitorMessage {
  const from = direction === 'inbound' ? 'you' : kind === 'message' ? 'us' : 'automatic';
  return { interactionId, from, kind, text, at };
}

/** The newest open case that came by this chat, else the newest one. */
export function visitorCase(cases: readonly Case[], contactPointId: string): VisitorCase | undefined {
  const own = cases
    .filter((each) => each.contactPointId === contactPointId)
    .toSorted((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
  const subject = own.find(({ state }) => state === 'open') ?? own[0];
  if (!subject) return undefined;
  const { caseId, state, promise } = subject;
  return { caseId, state, ...(state === 'open' && promise && { promise: { due: promise.due } }) };
}
