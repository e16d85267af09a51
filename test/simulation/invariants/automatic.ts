import type { MailboxMail } from '../../../local/ses/index.ts';
import type { Ending } from '../ending.ts';
import { headerIn } from '../post.ts';

const HOUR_MS = 3_600_000;

const markOf = (mail: MailboxMail) => headerIn(mail, 'Auto-Submitted');

/** What a machine, a forger or a spammer sent draws no receipt. */
export function machinesGetNoReceipt({ interactions, mailed }: Ending): string[] {
  const silent = new Set(
    mailed
      .filter(({ isMarked, verdict }) => isMarked || /^(fail|spam|virus)$/.test(verdict))
      .map(({ id }) => id),
  );
  const byId = new Map(interactions.map((each) => [each.interactionId, each]));
  return interactions.flatMap(({ kind, inReplyTo }) => {
    const answered = kind === 'receipt' && byId.get(inReplyTo?.interactionId ?? '');
    return answered && silent.has(answered.providerMessageId ?? '')
      ? [`The mail ${answered.providerMessageId} got a receipt.`]
      : [];
  });
}

/**
 * An address gets at most a receipt and a survey of ours within an hour; and no more receipts in all than people, or our
 * own surveys, gave it reason for: two machines that answer each other come to an end.
 */
export function noLoop({ mailboxes, mailed }: Ending): string[] {
  return [...mailboxes].flatMap(([address, mails]) => {
    const automatic = mails.filter((mail) => markOf(mail) !== undefined);
    const tooMany = automatic.some(
      ({ at }) => automatic.filter((other) => other.at >= at && other.at - at < HOUR_MS).length > 2,
    );
    const receipts = automatic.filter((mail) => markOf(mail) === 'auto-replied').length;
    const written = mailed.filter(({ from, id }) => from === address && !id.startsWith('machine-')).length;
    const others = mails.length - receipts;
    return [
      ...(tooMany ? [`More than two automatic mails went to ${address} within an hour.`] : []),
      ...(receipts > written + others
        ? [`${receipts} receipts went to ${address}, which ${written} mails and ${others} of ours explain.`]
        : []),
    ];
  });
}
