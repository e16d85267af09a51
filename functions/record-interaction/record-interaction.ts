import { contactPointIdOf, interactionIdOf, markerHashFor } from '../../shared/domain/identity.ts';
import { addressOf, type InboundMessage } from '../../shared/domain/inbound-message.ts';
import { type Recording, recordMessage, type Snapshot } from '../../shared/domain/record-message.ts';
import { TransientFailure } from '../../shared/runtime/failure.ts';
import { saveRecording } from '../../shared/stores/recording-store.ts';
import { readSnapshot, type SenderQuery } from '../../shared/stores/snapshot-store.ts';
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
    message.raw !== undefined && archive.put(sender.archiveKey, message.raw),
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
  { now, newId, rules }: RecordInteractionDependencies,
): Recording {
  const { archiveKey } = senderOf(message);
  return recordMessage(
    { message, snapshot, now: now().toISOString(), newCustomerId: newId(), archiveKey },
    rules,
  );
}

function tell({ interaction, reason }: Recording, { log }: RecordInteractionDependencies): void {
  const { interactionId, caseId } = interaction;
  log('TL2002', { interactionId, caseId, reason });
}

/** What can be known of a message before anything is read. */
function senderOf(message: InboundMessage): SenderQuery & { readonly archiveKey: string } {
  const { channel, account, proof, providerMessageId, references = [], caseToken } = message;
  const address = addressOf(message);
  const contactPointId = contactPointIdOf(address);
  const provenId = proof && contactPointIdOf({ channel, address: address.address });
  const marker = markerHashFor({ direction: 'in', channel, account, contactPointId, providerMessageId });
  const identities = references.flatMap((reference) =>
    // Only mail answers mail of its own writer: "one thing more" sent as a reply to what they sent themselves.
    (channel === 'email' ? (['out', 'in'] as const) : (['out'] as const)).flatMap((direction) =>
      [contactPointId, ...(provenId === undefined ? [] : [provenId])].map((id) => ({
        direction,
        channel,
        account,
        contactPointId: id,
        providerMessageId: reference,
      })),
    ),
  );
  return {
    contactPointId,
    provenId,
    proof,
    caseToken,
    // Made of the message's identity, so that a message that comes again is archived in its own place.
    archiveKey: message.rawKey ?? `inbound/${channel}/${interactionIdOf(marker)}.json`,
    answeredMarkers: [...new Set(identities.map(markerHashFor))],
  };
}
