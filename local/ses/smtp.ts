import { SMTPServer, type SMTPServerAddress } from 'smtp-server';
import type { Cloud } from '../core/cloud.ts';
import { acceptsRecipient, LARGEST_MAIL, NO_SUCH_MAILBOX, receiveMail } from './receive-mail.ts';
import type { Store } from './store.ts';

/** An SMTP server that listens. */
export interface OpenSmtp {
  readonly port: number;
  close(): Promise<void>;
}

/** `550 5.1.1 sentence` as the library wants it: the code apart. */
function refusal(reply: string): Error {
  return Object.assign(new Error(reply.slice(4)), { responseCode: Number(reply.slice(0, 3)) });
}

/**
 * Opens the inbound side on 127.0.0.1 to any SMTP client: no login, no TLS, several recipients, the size announced.
 *
 * @throws Error with a sentence when the port is in use
 */
export async function openSmtp(cloud: Cloud, store: Store, port: number): Promise<OpenSmtp> {
  const server = new SMTPServer({
    name: 'localhost',
    banner: 'Amazon SES of a local cloud',
    size: LARGEST_MAIL,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    // SES takes no addresses beyond ASCII, and looking up the client's name would leave the machine.
    hideSMTPUTF8: true,
    disableReverseLookup: true,
    logger: false,
    onRcptTo: ({ address }: SMTPServerAddress, _session, done) =>
      done(acceptsRecipient(store, address) ? null : refusal(NO_SUCH_MAILBOX)),
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = [];
      // The stream ends by itself; what is beyond the limit is counted, not kept.
      stream.on('data', (part: Buffer) => {
        if (stream.byteLength <= LARGEST_MAIL) parts.push(part);
      });
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(refusal('552 5.3.4 Message size exceeds the limit of 40 MB'));
        const accepted = receiveMail(cloud, store, {
          from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
          to: envelope.rcptTo.map(({ address }) => address),
          data: Buffer.concat(parts),
        });
        if (accepted.accepted) done(null, accepted.messageId);
        else done(refusal(accepted.reply));
      });
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `Port ${port} of 127.0.0.1 is in use: end the other program or choose another port for mail with LOCAL_SMTP_PORT.`,
            )
          : error,
      );
    });
    server.listen(port, '127.0.0.1', () => resolve());
  });
  // A client that breaks off is its own affair.
  server.on('error', () => {});
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // An open connection would otherwise keep the cloud from ending for half a minute.
        for (const connection of server.connections) connection.close();
      }),
  };
}
