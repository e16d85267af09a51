import type { Outbox } from '../domain/outbox.ts';
import type { Recording } from '../domain/record-message.ts';
import { caseWrite } from './case-store.ts';
import { contactPointWrite } from './contact-point-store.ts';
import { customerWrite } from './customer-store.ts';
import { interactionWrite } from './interaction-store.ts';
import { markerWrite } from './marker-store.ts';
import { type Table, transact } from './table.ts';

/**
 * What saving a recording came to. `duplicate`: the message is recorded already, perhaps by this very attempt, whose
 * answer was lost. `conflict`: something it was decided on has changed; read and decide again.
 */
export type SaveOutcome = 'recorded' | 'duplicate' | 'conflict';

/** Writes a recording in one transaction: 3 items when a case is joined, 4 when one opens, 5 for a newcomer. */
export async function saveRecording(table: Table, recording: Recording): Promise<SaveOutcome> {
  const { marker, interaction, contactPoint, customer } = recording;
  const outcome = await transact(table, [
    markerWrite(marker, interaction.recordedAt),
    interactionWrite(interaction),
    caseWrite(recording.case.previous, recording.case.next, outboxOf(recording)),
    ...(customer ? [customerWrite(customer.previous, customer.next)] : []),
    ...(contactPoint ? [contactPointWrite(contactPoint.previous, contactPoint.next)] : []),
  ]);
  switch (outcome.kind) {
    case 'applied':
      return 'recorded';
    case 'collided':
      return 'conflict';
    case 'refused':
      // The interaction alone: its marker has lived its 13 months, and the message came yet again.
      return outcome.stored.has('marker') || outcome.stored.has('interaction') ? 'duplicate' : 'conflict';
  }
}

/** The interaction is one commit to one case, so its id tells this change from every other; half of it does too. */
function outboxOf({ interaction, events }: Recording): Outbox {
  return { commit: interaction.interactionId.slice(0, 16), at: interaction.recordedAt, events };
}
