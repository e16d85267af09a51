import { once } from 'node:events';
import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import { writeMail } from './write-mail.ts';

export interface MailLine {
  readonly from: string;
  /** Output of the templates. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Of the Message-ID; the same one again is the same mail. */
  readonly id: string;
  /** Of the SMTP server on this machine. */
  readonly port: number;
}

/**
 * Hands a mail in as a foreign mail server does, by SMTP.
 *
 * @throws Error with the server's own words
 */
export async function sendMail({ port, id, ...mail }: MailLine): Promise<void> {
  const data = writeMail({ ...mail, name: '', automatic: false }, { id, now: new Date() }).toString('latin1');
  const socket = createConnection({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();

  /** Says something, or nothing, and hears the server agree. */
  const say = async (text: string, expected: '2' | '3'): Promise<void> => {
    if (text !== '') socket.write(`${text}\r\n`, 'latin1');
    let reply = '';
    // The last line of an answer has a blank after its code, the others a hyphen.
    do reply = (await lines.next()).value ?? '';
    while (/^\d{3}-/.test(reply));
    if (!reply.startsWith(expected)) throw new Error(reply || 'The mail server has hung up.');
  };

  try {
    await say('', '2');
    await say('EHLO localhost', '2');
    await say(`MAIL FROM:<${mail.from}>`, '2');
    await say(`RCPT TO:<${mail.to}>`, '2');
    await say('DATA', '3');
    // A line of a single dot would end the mail.
    await say(`${data.replace(/^\./gm, '..')}\r\n.`, '2');
    await say('QUIT', '2');
  } finally {
    socket.destroy();
  }
}
