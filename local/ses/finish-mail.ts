import type { Cloud } from '../core/cloud.ts';
import { composeMail, headerLines } from './compose-mail.ts';
import { badRequest } from './errors.ts';
import { addressesIn, headerOf, type MailHeader, mailDate, splitMail } from './headers.ts';
import type { SendEmailInput } from './send-email-input.ts';

/** A mail ready to go, and whom it goes to. */
export interface FinishedMail {
  /** From as the reader sees it. */
  readonly from: string;
  readonly recipients: readonly string[];
  readonly data: Buffer;
}

/** The Message-ID that SES writes over any other: `<id@email.amazonses.com>` in us-east-1, by Region elsewhere. */
const messageIdHeader = ({ region }: Cloud, messageId: string): MailHeader => ({
  name: 'Message-ID',
  value: `<${messageId}@${region === 'us-east-1' ? 'email' : region}.amazonses.com>`,
});

/** Headers of a raw message that SES writes anew or that are not for the reader. */
const REPLACED = new Set(['message-id', 'return-path', 'bcc']);

/** Puts a mail into its final form. @throws AwsError BadRequestException */
export function finishMail(cloud: Cloud, input: SendEmailInput, messageId: string): FinishedMail {
  return input.Content.Raw
    ? finishRaw(cloud, input, input.Content.Raw.Data, messageId)
    : finishSimple(cloud, input, messageId);
}

function finishSimple(cloud: Cloud, input: SendEmailInput, messageId: string): FinishedMail {
  const { FromEmailAddress: from, Destination, ReplyToAddresses, Content } = input;
  if (Content.Simple === undefined) throw badRequest('There is no content.');
  if (from === undefined) throw badRequest('FromEmailAddress is missing.');
  const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = Destination ?? {};
  const list = (name: string, values: readonly string[]): MailHeader[] =>
    values.length === 0 ? [] : [{ name, value: values.join(', ') }];
  const headers = [
    { name: 'From', value: from },
    ...list('Reply-To', ReplyToAddresses),
    ...list('To', ToAddresses),
    ...list('Cc', CcAddresses),
    { name: 'Subject', value: Content.Simple.Subject.Data.replace(/[\r\n]+/g, ' ') },
    { name: 'Date', value: mailDate(cloud.clock.now()) },
    messageIdHeader(cloud, messageId),
    ...Content.Simple.Headers.map(({ Name, Value }) => ({ name: Name, value: Value })),
  ];
  return {
    from,
    recipients: [...ToAddresses, ...CcAddresses, ...BccAddresses],
    data: composeMail(headers, Content.Simple, cloud.random),
  };
}

function finishRaw(cloud: Cloud, input: SendEmailInput, data: Uint8Array, messageId: string): FinishedMail {
  const { head, headers, body } = splitMail(data);
  const from = headerOf(headers, 'from');
  if (from === '') throw badRequest("Missing required header 'From'.");
  for (const { name, value } of headers) {
    if (!/^[\t -~]*$/.test(value)) {
      throw badRequest(`The header ${name} is not 7-bit ASCII: encode it as RFC 2047 says.`);
    }
    if (name.toLowerCase().startsWith('x-ses-')) {
      throw badRequest(`The local cloud does not implement the header ${name}.`);
    }
  }
  const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = input.Destination ?? {};
  const named = [...ToAddresses, ...CcAddresses, ...BccAddresses];
  const kept = head
    .split(/\r?\n(?![ \t])/)
    .filter((field) => !REPLACED.has(field.slice(0, field.indexOf(':')).trim().toLowerCase()));
  const date = headerOf(headers, 'date') === '' ? [{ name: 'Date', value: mailDate(cloud.clock.now()) }] : [];
  const added = [...date, messageIdHeader(cloud, messageId)].map(headerLines);
  const top = [...kept, ...added].join('\r\n');
  return {
    from: input.FromEmailAddress ?? from,
    recipients:
      named.length > 0 ? named : ['to', 'cc', 'bcc'].flatMap((name) => addressesIn(headerOf(headers, name))),
    data: Buffer.concat([Buffer.from(`${top}\r\n\r\n`), body]),
  };
}
