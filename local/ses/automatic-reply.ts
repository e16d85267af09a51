import type { Cloud } from '../core/cloud.ts';
import { headerLines } from './compose-mail.ts';
import { addressesIn, headerOf, mailDate, splitMail } from './headers.ts';
import type { PostedMail } from './post-mail.ts';
import { receiveMail } from './receive-mail.ts';
import type { Store } from './store.ts';

/** Somebody is out of the office: an automatic answer (RFC 3834) comes to the reply address, if it is ours. */
export function answerAutomatically(cloud: Cloud, store: Store, mail: PostedMail, recipient: string): void {
  const { headers } = splitMail(mail.data);
  const to = addressesIn(headerOf(headers, 'reply-to') || headerOf(headers, 'from'));
  const messageId = headerOf(headers, 'message-id');
  const lines = [
    { name: 'From', value: recipient },
    { name: 'To', value: to.join(', ') },
    { name: 'Subject', value: `Automatic reply: ${headerOf(headers, 'subject')}` },
    { name: 'Date', value: mailDate(cloud.clock.now()) },
    { name: 'Message-ID', value: `<${cloud.random.uuid()}@simulator.amazonses.com>` },
    { name: 'In-Reply-To', value: messageId },
    { name: 'References', value: messageId },
    { name: 'Auto-Submitted', value: 'auto-replied' },
    { name: 'MIME-Version', value: '1.0' },
    { name: 'Content-Type', value: 'text/plain; charset=UTF-8' },
  ];
  const text = `${lines.map(headerLines).join('\r\n')}\r\n\r\nI am away and back on Monday.\r\n`;
  // An automatic answer has an empty envelope sender, so that nobody answers it.
  receiveMail(cloud, store, { from: '', to, data: Buffer.from(text) });
}
