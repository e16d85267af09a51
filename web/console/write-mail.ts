import { senderOf } from '../../shared/domain/mail/compose-headers.ts';

/** A mail as a customer writes it. */
export interface WrittenMail {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Marked as sent by a machine, as RFC 3834 says. */
  readonly automatic: boolean;
  /** The mail it answers. */
  readonly answers?: AnsweredMail | undefined;
}

export interface AnsweredMail {
  readonly from: string;
  readonly at: string;
  readonly text: string;
  /** With angle brackets. */
  readonly messageId: string;
  /** The mails before it, as its own References say. */
  readonly references: string;
}

/** The whole MIME message, as a mail program makes it: answers carry In-Reply-To, References and what they quote. */
export function writeMail(
  mail: WrittenMail,
  { id, now }: { readonly id: string; readonly now: Date },
): Buffer {
  const { name, from, to, subject, text, automatic, answers } = mail;
  const body = answers ? `${text}\n\n${quote(answers)}` : text;
  const lines = [
    `From: ${senderOf(name, from)}`,
    `To: ${to}`,
    `Subject: ${encodeWords(subject)}`,
    `Date: ${now.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${id}@customers-own-mail.example>`,
    ...(answers ? [`In-Reply-To: ${answers.messageId}`, `References: ${chain(answers)}`] : []),
    ...(automatic ? ['Auto-Submitted: auto-replied'] : []),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    ...(Buffer.from(body.replaceAll('\n', '\r\n'))
      .toString('base64')
      .match(/.{1,76}/g) ?? []),
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}

const chain = ({ references, messageId }: AnsweredMail) =>
  [...references.split(/\s+/), messageId].filter((id) => id !== '').join('\r\n ');

function quote({ from, at, text }: AnsweredMail): string {
  const day = new Date(at).toUTCString().slice(0, 22);
  return [`On ${day} UTC, ${from} wrote:`, ...text.split('\n').map((line) => `> ${line}`)].join('\n');
}

/** As RFC 2047 says; an encoded word holds 45 bytes, cut between characters. */
function encodeWords(subject: string): string {
  if (/^[\x20-\x7e]*$/.test(subject)) return subject;
  const words: string[] = [];
  for (const character of subject) {
    const last = words.at(-1);
    if (last !== undefined && Buffer.byteLength(last + character) <= 45) words[words.length - 1] += character;
    else words.push(character);
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ');
}
