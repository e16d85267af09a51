import { type PinpointSMSVoiceV2Client, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { providerError } from './provider-error.ts';
import type { SendOutcome } from './send-outcome.ts';

export interface TextMessage {
  /** Our number, E.164. */
  readonly from: string;
  /** The customer's number, E.164. */
  readonly to: string;
  readonly text: string;
  /** Comes back in every delivery report. Ids only. */
  readonly context: Readonly<Record<string, string>>;
}

export interface SmsGateway {
  /** Sends once. Never throws for an answer of the provider. */
  send(message: TextMessage): Promise<SendOutcome>;
}

/**
 * AWS End User Messaging. The client must make one attempt only: SendTextMessage has no idempotency token.
 *
 * @param configurationSet receives the delivery reports.
 */
export function smsGateway(client: PinpointSMSVoiceV2Client, configurationSet: string): SmsGateway {
  return {
    async send({ from, to, text, context }) {
      try {
        const { MessageId } = await client.send(
          new SendTextMessageCommand({
            DestinationPhoneNumber: to,
            OriginationIdentity: from,
            MessageBody: text,
            MessageType: 'TRANSACTIONAL',
            ConfigurationSetName: configurationSet,
            Context: { ...context },
          }),
        );
        return MessageId
          ? { kind: 'sent', providerMessageId: MessageId }
          : { kind: 'unknown', error: 'NoMessageId' };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

function outcomeOf(error: unknown): SendOutcome {
  const { name, reason, throttled, notTaken, clientFault } = providerError(error);
  if (reason === 'destination-phone-number-opted-out') return { kind: 'opted-out' };
  if (throttled || notTaken) return { kind: 'throttled' };
  return clientFault ? { kind: 'refused', reason } : { kind: 'unknown', error: name };
}
