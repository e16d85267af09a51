import { contactPointIdOf } from '../../../shared/domain/identity.ts';
import type { ProofGap } from '../../../shared/domain/inbound-message.ts';
import type { Ending } from '../ending.ts';
import type { Mailed } from '../post.ts';

/** What the design says of a mail, by its verdict. */
function gapOf({ verdict }: Mailed): ProofGap | undefined {
  switch (verdict) {
    case 'fail':
      return 'failed';
    case 'gray, unsigned':
    case 'processing failed':
    case 'two senders':
      return 'unproven';
    default:
      return undefined;
  }
}

/**
 * Only proven mail is taken as a customer's own. Unproven mail comes into a case of theirs only by what it holds of a
 * mail of ours in it, and marked; what failed and what a stranger wrote never does.
 */
export function provenOnly({ plan, mailed, contactPoints, interactions }: Ending): string[] {
  return mailed.flatMap((mail) => {
    const addresses = plan.customers[mail.customer]?.addresses ?? [];
    const mailbox = addresses.find(({ channel }) => channel === 'email');
    const interaction = interactions.find(({ providerMessageId }) => providerMessageId === mail.id);
    if (!mailbox || !interaction) return [];
    const gap = gapOf(mail);
    const owner = contactPoints.get(contactPointIdOf(mailbox))?.head;
    const isTheirs = interaction.caseId.split('-')[0] === owner;
    const isOwnMail = mail.from === mailbox.address;
    const mayBeTheirs = isOwnMail && (gap === undefined || (gap === 'unproven' && mail.points));
    const mustBeTheirs = isOwnMail && gap === undefined;
    if (interaction.proof !== gap)
      return [`The mail ${mail.id} (${mail.verdict}) counts as ${interaction.proof ?? 'proven'}.`];
    if (isTheirs && !mayBeTheirs)
      return [`The mail ${mail.id} (${mail.verdict}) of ${mail.from} is in the case of another.`];
    return mustBeTheirs && !isTheirs ? [`The mail ${mail.id} is not with the customer who wrote it.`] : [];
  });
}
