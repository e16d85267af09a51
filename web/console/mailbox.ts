import { decodeWords } from 'postal-mime';
import * as z from 'zod';
import { type OwnedCloud, sesOf } from '../../local/index.ts';
import type { TableContents } from './read-table.ts';
import type { CustomerMail } from './state.ts';
import { type AnsweredMail, writeMail } from './write-mail.ts';

type Mails = ReturnType<ReturnType<typeof sesOf>['mailbox']>;

/** Every mail from customers, by whatever program it was sent, and all that came to them. */
export function mailsOf(cloud: OwnedCloud, { interactions, contactPoints }: TableContents): CustomerMail[] {
  const ses = sesOf(cloud);
  const written = interactions
    .filter(
      ({ direction, channel, kind }) => direction === 'inbound' && channel === 'email' && kind === 'message',
    )
    .map(({ interactionId, at, subject = '', text, contactPointId = '', automatic, proof }): CustomerMail => {
      const address = contactPoints.get(contactPointId)?.address ?? 'unknown';
      const shared = { id: interactionId, at, address, direction: 'from-customer', subject, text } as const;
      return { ...shared, automatic: automatic === true, ...(proof && { proof }) };
    });
  const received = ses.mailboxes().flatMap((address) => ses.mailbox(address).map(receivedMail));
  return [...written, ...received].sort((one, other) => one.at.localeCompare(other.at));
}

function receivedMail({ messageId, at, to, from, subject, headers, text }: Mails[number]): CustomerMail {
  const header = headerIn(headers);
  return {
    id: messageId,
    at: new Date(at).toISOString(),
    address: to,
    direction: 'to-customer',
    subject: decodeWords(subject),
    text,
    automatic: (header('auto-submitted') ?? 'no') !== 'no',
    sender: { from: decodeWords(from), replyTo: header('reply-to') ?? from },
  };
}

const headerIn = (headers: Mails[number]['headers']) => (wanted: string) =>
  headers.find(({ name }) => name.toLowerCase() === wanted)?.value;

/** What the checks of an incoming mail say. Nobody can find it out here: whoever sends says it. */
const VERDICTS = {
  proven: { spf: 'PASS', dkim: 'PASS', dmarc: 'PASS' },
  unproven: { spf: 'GRAY', dkim: 'GRAY', dmarc: 'GRAY' },
  failed: { spf: 'FAIL', dkim: 'FAIL', dmarc: 'FAIL', dmarcPolicy: 'none' },
} as const;

/** What one header line holds. */
const line = z.string().regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'must be one line');
const address = line.regex(/^[^\s@<>]+@[^\s@<>]+$/, 'must be an address such as ana@example.org');

const mailBody = z.strictObject({
  from: address,
  name: line.max(100),
  to: address,
  subject: line.max(500),
  text: z.string().min(1, 'Write something first.'),
  proof: z.enum(['proven', 'unproven', 'failed']),
  automatic: z.boolean(),
  /** Id of the received mail that it answers. */
  answers: z.string().optional(),
});

/** Hands a customer's mail in, as `POST /_local/ses/mail` of the control API does. @throws Error with a sentence */
export function sendMail(cloud: OwnedCloud, body: unknown): { readonly messageId: string } {
  const { proof, answers, ...mail } = mailBody.parse(body);
  const ses = sesOf(cloud);
  const answered = answers && ses.mailbox(mail.from).find(({ messageId }) => messageId === answers);
  const made = { id: crypto.randomUUID(), now: new Date(cloud.clock.now()) };
  const data = writeMail({ ...mail, ...(answered && { answers: answeredMail(answered) }) }, made);
  const acceptance = ses.receiveMail(cloud, {
    from: mail.from,
    to: [mail.to],
    data,
    verdicts: VERDICTS[proof],
  });
  if (!acceptance.accepted) throw new Error(`SES refuses it: ${acceptance.reply}`);
  return { messageId: acceptance.messageId };
}

function answeredMail({ from, at, text, headers }: Mails[number]): AnsweredMail {
  const header = headerIn(headers);
  return {
    from: decodeWords(from),
    at: new Date(at).toISOString(),
    text,
    messageId: header('message-id') ?? '',
    references: header('references') ?? '',
  };
}
