import { contactPointIdOf } from '../../shared/domain/identity.ts';
import type { InboundMessage } from '../../shared/domain/inbound-message.ts';
import type { AcceptSmsDependencies } from './dependencies.ts';

/**
 * Puts a genuine SMS on the inbox. Opens no case and reads no store: so an SMS is accepted while DynamoDB refuses.
 * A failure, even one after the queue took it, brings the SMS again; the inbox drops it, or the recorder knows it.
 */
export async function acceptSms(
  message: InboundMessage,
  { inbox, log }: AcceptSmsDependencies,
): Promise<void> {
  await inbox.put(message);
  log('TL2001', { contactPointId: contactPointIdOf({ channel: message.channel, address: message.from }) });
}
