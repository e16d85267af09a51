import type { Interaction } from '../domain/interaction.ts';
import { composeBody, type Quoted } from '../domain/mail/compose-body.ts';
import {
  addressWith,
  headerText,
  senderOf,
  subjectOfAnswer,
  threadHeaders,
} from '../domain/mail/compose-headers.ts';
import { replyTokenFor } from '../domain/tokens.ts';
import type { Mail, MailGateway } from '../gateways/mail-gateway.ts';
import type { TokenKeySource } from '../gateways/token-keys.ts';
import type { ChannelSender, Outgoing } from './channel-sender.ts';

export interface EmailSenderDependencies {
  readonly mail: MailGateway;
  readonly tokenKeys: TokenKeySource;
  /** The interaction with that id and time in a customer's partition. */
  readonly readInteraction: (ref: {
    readonly customerId: string;
    readonly at: string;
    readonly interactionId: string;
  }) => Promise<Interaction | undefined>;
  /** Stands before the address of our mail. */
  readonly senderName: string;
}

/** A mail from the mailbox the customer wrote to, in the thread of the mail it answers. */
export function emailSender(dependencies: EmailSenderDependencies): ChannelSender {
  const { mail, tokenKeys, readInteraction, senderName } = dependencies;
  return {
    async prepare(outgoing) {
      const { interaction } = outgoing;
      const { customerId, inReplyTo } = interaction;
      const answered =
        inReplyTo &&
        (await readInteraction({
          customerId,
          at: inReplyTo.interactionAt,
          interactionId: inReplyTo.interactionId,
        }));
      const token = isBare(outgoing) ? undefined : replyTokenFor(await tokenKeys.keys(), interaction.caseId);
      const composed = composeMail(outgoing, { answered, token, senderName });
      return () => mail.send(composed);
    },
  };
}

/** Who has not proven to be the sender gets no token of a case by itself; only an agent gives it away. */
function isBare({ interaction, recipient }: Outgoing): boolean {
  return interaction.kind !== 'message' && recipient.proof !== undefined;
}

interface Around {
  readonly answered: Interaction | undefined;
  readonly token: string | undefined;
  readonly senderName: string;
}

function composeMail(outgoing: Outgoing, { answered, token, senderName }: Around): Mail {
  const { interaction, recipient, context } = outgoing;
  const { account, kind, text } = interaction;
  const mailAnswered = answered?.channel === 'email' ? answered : undefined;
  const { providerMessageId: id, references = [] } = mailAnswered ?? {};
  const automatic = kind === 'receipt' ? 'auto-replied' : kind === 'survey' ? 'auto-generated' : undefined;
  return {
    from: senderOf(senderName, account),
    replyTo: token === undefined ? account : addressWith(account, token),
    to: recipient.address,
    subject: subjectOf(interaction, mailAnswered, senderName),
    ...composeBody(text, kind === 'message' ? quoted(mailAnswered, recipient.address) : undefined),
    // What a stranger refers to is not passed on to whomever they name as the sender.
    headers: threadHeaders({ id, references: isBare(outgoing) ? [] : references }),
    ...(automatic && { automatic }),
    context,
  };
}

function subjectOf(own: Interaction, answered: Interaction | undefined, senderName: string): string {
  if (own.subject !== undefined) return headerText(own.subject);
  return subjectOfAnswer(answered?.subject?.trim() || senderName);
}

function quoted(answered: Interaction | undefined, sender: string): Quoted | undefined {
  return answered && answered.text !== '' ? { sender, at: answered.at, text: answered.text } : undefined;
}
