import { type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { InteractionRef } from '../domain/outbox.ts';
import { providerError } from './provider-error.ts';
import type { SendOutcome } from './send-outcome.ts';

export interface Mail {
  /** As the header has it, e.g. `"Sunrise Bikes" <support@example.com>`. */
  readonly from: string;
  readonly replyTo: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** In-Reply-To and References. */
  readonly headers: Readonly<Record<string, string>>;
  /** Not written by a person: what the Auto-Submitted header of RFC 3834 says. */
  readonly automatic?: 'auto-replied' | 'auto-generated';
  /** Comes back in every delivery report. Ids only. */
  readonly context: MailContext;
}

export type MailContext = InteractionRef & { readonly caseId: string };

export interface MailGateway {
  /** Sends once. Never throws for an answer of the provider. */
  send(mail: Mail): Promise<SendOutcome>;
}

/**
 * Amazon SES. The client must make one attempt only: SendEmail has no idempotency token.
 *
 * @param configurationSet its events tell what became of the mail.
 */
export function mailGateway(client: SESv2Client, configurationSet: string): MailGateway {
  return {
    async send(mail) {
      const headers = { ...mail.headers, ...(mail.automatic && { 'Auto-Submitted': mail.automatic }) };
      try {
        const { MessageId } = await client.send(
          new SendEmailCommand({
            FromEmailAddress: mail.from,
            ReplyToAddresses: [mail.replyTo],
            Destination: { ToAddresses: [mail.to] },
            Content: {
              Simple: {
                Subject: utf8(mail.subject),
                Body: { Text: utf8(mail.text), Html: utf8(mail.html) },
                Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
              },
            },
            ConfigurationSetName: configurationSet,
            EmailTags: Object.entries(tagsOf(mail.context)).map(([Name, Value]) => ({ Name, Value })),
          }),
        );
        return MessageId
          ? { kind: 'sent', providerMessageId: messageIdOf(MessageId, await client.config.region()) }
          : { kind: 'unknown', error: 'NoMessageId' };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

/** The Message-ID that SES gives a mail, without angle brackets: what an answer to it refers to. */
export function messageIdOf(sesId: string, region: string): string {
  return `${sesId}@${region === 'us-east-1' ? 'email' : region}.amazonses.com`;
}

/** A tag is letters, digits, `_` and `-`: the time is written in milliseconds. */
function tagsOf({ caseId, interactionId, interactionAt }: MailContext): Record<string, string> {
  return { caseId, interactionId, interactionAt: String(Date.parse(interactionAt)) };
}

/** The time behind the tag that `send` gives a mail; undefined when it is none. */
export function timeOfTag(tag: string): string | undefined {
  const time = new Date(/^\d{1,15}$/.test(tag) ? Number(tag) : Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

/** They end without us, some time: until then the mail can wait. */
const LASTING: ReadonlyMap<string, string> = new Map([
  ['LimitExceededException', 'daily-quota'],
  ['SendingPausedException', 'sending-paused'],
  ['AccountSuspendedException', 'account-suspended'],
]);

/** SES says by its message alone whether it is the rate of the second or the quota of the day. */
function lastingReason(name: string, error: unknown): string | undefined {
  const isOfTheDay = error instanceof Error && /daily (?:message|sending) quota/i.test(error.message);
  return isOfTheDay ? 'daily-quota' : LASTING.get(name);
}

function outcomeOf(error: unknown): SendOutcome {
  const { name, reason, throttled, notTaken, clientFault } = providerError(error);
  const lasting = lastingReason(name, error);
  if (lasting !== undefined) return { kind: 'throttled', lasting };
  if (throttled || notTaken) return { kind: 'throttled' };
  if (!clientFault) return { kind: 'unknown', error: name };
  // In the sandbox that is every customer; the word is all that is kept of the message.
  const unverified = error instanceof Error && /not verified/i.test(error.message);
  return { kind: 'refused', reason: unverified ? 'not-verified' : reason };
}
