import { contactPointIdOf, interactionIdOf, markerHashFor } from '../../shared/domain/identity.ts';
import type { InboundMessage } from '../../shared/domain/inbound-message.ts';
import { type Recording, recordMessage, type Snapshot } from '../../shared/domain/record-message.ts';
import { TransientFailure } from '../../shared/runtime/failure.ts';
import { saveRecording } from '../../shared/stores/recording-store.ts';
import { readSnapshot } from '../../shared/stores/snapshot-store.ts';
import type { RecordInteractionDependencies } from './dependencies.ts';

/** Each further try means that somebody else has got on; after this many the message waits in its queue. */
const MOST_TRIES = 8;

/**
 * Records one message: finds the customer behind it, decides which case it joins or opens, and commits everything
 * in one transaction. Dying anywhere leaves nothing or all of it, and the message comes again: the marker in the
 * transaction knows it, and nothing changes a second time.
 *
 * @throws TransientFailure when others kept changing what was decided on; the message is delivered again.
 */
export async function recordInteraction(
  message: InboundMessage,
  dependencies: RecordInteractionDependencies,
): Promise<void> {
  const { table, archive, log } = dependencies;
  const sender = senderOf(message);
  const [firstSnapshot] = await Promise.all([
    readSnapshot(table, sender),
    archive.put(sender.archiveKey, message.raw),
  ]);
  let snapshot = firstSnapshot;
  for (let tried = 1; ; tried += 1) {
    const recording = decide(message, snapshot, dependencies);
    const outcome = await saveRecording(table, recording);
    if (outcome === 'recorded') return tell(recording, dependencies);
    if (outcome === 'duplicate') return log('TL2003', { interactionId: recording.interaction.interactionId });
    log('TL2004', { interactionId: recording.interaction.interactionId, count: tried });
    if (tried === MOST_TRIES) throw new TransientFailure('Others kept changing the case.');
    snapshot = await readSnapshot(table, sender);
  }
}

function decide(
  message: InboundMessage,
  snapshot: Snapshot,
  { now, newId, joining }: RecordInteractionDependencies,
): Recording {
  const { archiveKey } = senderOf(message);
  return recordMessage(
    { message, snapshot, now: now().toISOString(), newCustomerId: newId(), archiveKey },
    joining,
  );
}

function tell({ interaction, reason }: Recording, { log }: RecordInteractionDependencies): void {
  const { interactionId, caseId } = interaction;
  log('TL2002', { interactionId, caseId, reason });
}

/** What can be known of a message before anything is read. */
function senderOf({ channel, account, from, providerMessageId, inReplyTo }: InboundMessage) {
  const contactPointId = contactPointIdOf({ channel, address: from });
  const at = { channel, account, contactPointId };
  const marker = markerHashFor({ direction: 'in', ...at, providerMessageId });
  return {
    contactPointId,
    // Made of the message's identity, so that a message that comes again is archived in its own place.
    archiveKey: `inbound/${channel}/${interactionIdOf(marker)}.json`,
    answeredMarker:
      inReplyTo === undefined
        ? undefined
        : markerHashFor({ direction: 'out', ...at, providerMessageId: inReplyTo }),
  };
}
