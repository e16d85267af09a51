import type { Case } from './case.ts';
import type { ContactPoint } from './contact-point.ts';
import { hashOf } from './identity.ts';
import type { Interaction } from './interaction.ts';
import { step } from './lifecycle.ts';
import type { OutboxEntry } from './outbox.ts';
import type { Change } from './record-message.ts';

/** A message of ours that its reader marked as unwanted, and what there is around it. */
export interface ComplaintRequest {
  readonly interaction: Interaction;
  readonly case: Case;
  readonly recipient?: ContactPoint;
  /** ISO time by the provider. */
  readonly at: string;
  /** ISO time. */
  readonly now: string;
}

/** Everything a complaint changes. */
export interface RecordedComplaint {
  /** Shows it on the thread; made of the message, so that it is there once. */
  readonly interaction: Interaction;
  /** Only when nothing kept us from writing there before. */
  readonly optsOut?: {
    readonly contactPoint: Change<ContactPoint>;
    readonly case: { readonly previous: Case; readonly next: Case };
    readonly events: readonly OutboxEntry[];
  };
}

/** Whoever complains gets nothing more from us: a complaint is an opt-out, and stands on the thread as one. */
export function recordComplaint({
  case: subject,
  recipient,
  ...request
}: ComplaintRequest): RecordedComplaint {
  const { interactionId: of, caseId, customerId, channel, contactPointId, account } = request.interaction;
  const interactionId = hashOf('complaint', of).slice(0, 32);
  const interaction: Interaction = {
    interactionId,
    caseId,
    customerId,
    channel,
    direction: 'inbound',
    kind: 'opt-out',
    at: request.at,
    recordedAt: request.now,
    text: 'Our message was marked as unwanted (spam).',
    ...(contactPointId !== undefined && { contactPointId }),
    ...(account !== undefined && { account }),
  };
  if (!recipient || recipient.optedOutAt !== undefined) return { interaction };
  return {
    interaction,
    optsOut: {
      contactPoint: { previous: recipient, next: { ...recipient, optedOutAt: request.at } },
      case: { previous: subject, next: step('note', subject, {}) },
      events: [
        {
          type: 'CustomerOptedOut',
          contactPointId: recipient.contactPointId,
          interactionId,
          interactionAt: request.at,
        },
      ],
    },
  };
}
