import type { SmsGateway } from '../gateways/sms-gateway.ts';
import type { ChannelSender } from './channel-sender.ts';

/** A text from our number to theirs; nothing has to be gathered before. */
export function smsSender(sms: SmsGateway): ChannelSender {
  return {
    async prepare({ interaction: { account, text }, recipient, context }) {
      return () => sms.send({ from: account, to: recipient.address, text, context: { ...context } });
    },
  };
}
