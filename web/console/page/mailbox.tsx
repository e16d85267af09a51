import { useState } from 'preact/hooks';
import type { ConsoleState, CustomerMail } from '../state.ts';
import { MailForm } from './mail-form.tsx';
import { QuotedText } from './quoted-text.tsx';
import { showTime } from './show-time.ts';

type Props = Pick<ConsoleState, 'mails' | 'mailboxes' | 'smtpPort'>;

/** A mail program that can be anybody's: the address typed is the address that sends and receives. */
export function Mailbox({ mails, mailboxes, smtpPort }: Props) {
  const [address, setAddress] = useState('marta@example.org');
  const [name, setName] = useState('Marta Silva');
  const [answered, answer] = useState<CustomerMail>();
  const addresses = [...new Set(mails.map((mail) => mail.address))];
  const own = address.trim().toLowerCase();
  const shown = mails.filter((mail) => mail.address === own);

  return (
    <>
      <div class="pair">
        <label>
          Address of the mailbox
          <input
            list="addresses"
            value={address}
            onInput={(event) => setAddress(event.currentTarget.value)}
          />
        </label>
        <label>
          Name of the customer
          <input value={name} onInput={(event) => setName(event.currentTarget.value)} />
        </label>
      </div>
      <datalist id="addresses">
        {addresses.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <ol class="talk" aria-live="polite">
        {shown.map((mail) => (
          <li key={mail.id} class={mail.direction}>
            <b>
              <bdi>{mail.subject || '(no subject)'}</bdi>
            </b>
            <QuotedText text={mail.text} />
            <small>
              <time dateTime={mail.at}>{showTime(mail.at)}</time> {describe(mail)}
            </small>
            {mail.sender && (
              <button type="button" onClick={() => answer(mail)}>
                Reply
              </button>
            )}
          </li>
        ))}
        {shown.length === 0 && <li class="hint">No mail from or to this address yet.</li>}
      </ol>
      <MailForm
        sender={{ from: own, name }}
        mailboxes={mailboxes}
        answered={answered}
        done={() => answer(undefined)}
      />
      <p class="hint">
        Who proves to be the sender is simulated by choice: nothing is signed on this machine, so you say what
        SES would have found (DMARC).
        {smtpPort !== undefined &&
          ` Any mail program can also send to 127.0.0.1, port ${smtpPort} (SMTP); it counts as proven.`}
      </p>
    </>
  );
}

function describe({ automatic, proof, sender }: CustomerMail): string {
  const facts = [
    sender ? `from ${sender.from.replaceAll('"', '')}` : 'sent',
    ...(automatic ? ['marked automatic'] : []),
    ...(proof ? [proof === 'failed' ? 'sender failed' : 'sender unproven'] : []),
  ];
  return facts.join(', ');
}
