import type { ChannelSender } from './channel-sender.ts';

/** A reply of the chat is sent by standing on the thread: the visitor's page reads it there. Nobody else is asked. */
export function webchatSender(): ChannelSender {
  return {
    repeatable: true,
    async prepare({ interaction: { interactionId } }) {
      return async () => ({ kind: 'sent', providerMessageId: interactionId });
    },
  };
}
