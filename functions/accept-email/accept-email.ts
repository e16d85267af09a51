import { contactPointIdOf } from '../../shared/domain/identity.ts';
import { addressOf } from '../../shared/domain/inbound-message.ts';
import { plusPartsOf } from '../../shared/domain/mail/recipient.ts';
import { caseIdOfReplyToken } from '../../shared/domain/tokens.ts';
import { type Mail, readMail } from '../../shared/mail/read-mail.ts';
import { PermanentFailure } from '../../shared/runtime/failure.ts';
import type { Arrival } from './arrival.ts';
import type { AcceptEmailDependencies } from './dependencies.ts';
import { folderOf, inboundMail } from './inbound-mail.ts';
import { type KeptParts, keepParts } from './keep-parts.ts';

/** What an agent is told beside the text; the mail as it came is always kept. */
const NOTES = {
  cutShort: '[There is more in this mail than is shown here. It is kept as it came.]',
  virus: '[Amazon SES found a virus in this mail. What was attached is left out.]',
  spam: '[Amazon SES takes this mail for spam.]',
};

/**
 * Puts a mail on the inbox. Opens no case and reads no store: so mail is accepted while DynamoDB refuses. Files and HTML
 * go to the archive first, under keys made of their content: a failure anywhere brings the mail again and changes none.
 *
 * @throws PermanentFailure when it is no mail that can be recorded; it stays in its bucket.
 */
export async function acceptEmail(arrival: Arrival, dependencies: AcceptEmailDependencies): Promise<void> {
  const { buckets, inbox, mailboxes, log } = dependencies;
  const bytes = await buckets.read(arrival.bucket, arrival.key);
  const mail = await readMail(bytes);
  if (mail.kind === 'rejected') throw new PermanentFailure(mail.because);
  const message = inboundMail(mail, arrival, bytes, mailboxes);
  const hasVirus = arrival.verdicts.virus === 'FAIL';
  const isSpam = arrival.verdicts.spam === 'FAIL';
  const kept: KeptParts = hasVirus
    ? { attachments: [], cutShort: false }
    : await keepParts(mail, bytes, folderOf(message), buckets);
  const caseToken = await caseTokenOf(mail, arrival, dependencies);
  const notes = [
    ...(mail.cutShort || kept.cutShort ? [NOTES.cutShort] : []),
    ...(hasVirus ? [NOTES.virus] : []),
    ...(isSpam ? [NOTES.spam] : []),
  ];
  await inbox.put({
    ...message,
    text: [message.text, ...notes].join('\n\n').trim(),
    ...((hasVirus || isSpam) && { suspicious: true }),
    ...(caseToken !== undefined && { caseToken }),
    ...(kept.attachments.length > 0 && { attachments: kept.attachments }),
    ...(kept.htmlKey !== undefined && { htmlKey: kept.htmlKey }),
  });
  log('TL2001', { contactPointId: contactPointIdOf(addressOf(message)) });
}

/** The case of the first genuine reply token among the recipients. Others are counted in the log and mean nothing. */
async function caseTokenOf(
  mail: Mail,
  { recipients }: Arrival,
  { mailboxes, tokenKeys, log }: AcceptEmailDependencies,
): Promise<string | undefined> {
  const parts = plusPartsOf({ envelope: recipients, headers: mail.recipients }, mailboxes);
  if (parts.length === 0) return undefined;
  const keys = await tokenKeys.keys();
  const cases = parts.flatMap((part) => caseIdOfReplyToken(keys, part) ?? []);
  if (cases.length < parts.length) log('TL2007', { count: parts.length - cases.length });
  return cases[0];
}
