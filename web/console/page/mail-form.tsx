import { useEffect, useRef, useState } from 'preact/hooks';
import type { CustomerMail } from '../state.ts';
import { type Proof, sendMail } from './console-server.ts';
import { useAttempt } from './use-attempt.ts';

interface Props {
  sender: { from: string; name: string };
  mailboxes: readonly string[];
  /** The mail that is answered. */
  answered: CustomerMail | undefined;
  /** The form is empty again. */
  done: () => void;
}

/** A new mail, or an answer that goes to Reply-To with In-Reply-To and References, as mail programs write it. */
export function MailForm({ sender, mailboxes, answered, done }: Props) {
  const [mailbox, setMailbox] = useState('');
  const [subject, setSubject] = useState('');
  const [text, setText] = useState('');
  const [proof, setProof] = useState<Proof>('proven');
  const [automatic, setAutomatic] = useState(false);
  const [problem, attempt] = useAttempt();
  const textField = useRef<HTMLTextAreaElement>(null);
  const to = answered?.sender ? bare(answered.sender.replyTo) : mailbox || (mailboxes[0] ?? '');

  useEffect(() => {
    if (!answered) return;
    setSubject(/^re:/i.test(answered.subject) ? answered.subject : `Re: ${answered.subject}`);
    textField.current?.focus();
  }, [answered]);

  const clear = () => {
    setSubject('');
    setText('');
    // The next mail is from an honest person again.
    setProof('proven');
    setAutomatic(false);
    done();
  };
  const send = (event: Event) => {
    event.preventDefault();
    attempt(async () => {
      const answers = answered && { answers: answered.id };
      await sendMail({ ...sender, to, subject, text, proof, automatic, ...answers });
      clear();
    });
  };

  return (
    <form onSubmit={send}>
      {answered ? (
        <p class="hint">
          Answers “{answered.subject}”, to <b>{to}</b>.{' '}
          <button type="button" onClick={clear}>
            Write a new mail instead
          </button>
        </p>
      ) : (
        <label>
          To
          <select value={to} onChange={(event) => setMailbox(event.currentTarget.value)}>
            {mailboxes.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
      )}
      <label>
        Subject
        <input value={subject} onInput={(event) => setSubject(event.currentTarget.value)} />
      </label>
      <label>
        Text of the mail
        <textarea
          ref={textField}
          rows={4}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          required
        />
      </label>
      <div class="pair">
        <label>
          The sender is
          <select value={proof} onChange={(event) => setProof(proofIn(event.currentTarget.value))}>
            <option value="proven">proven</option>
            <option value="unproven">unproven: it may be anybody</option>
            <option value="failed">failed: forged (DMARC)</option>
          </select>
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={automatic}
            onChange={(event) => setAutomatic(event.currentTarget.checked)}
          />
          marked as automatic
        </label>
      </div>
      <button type="submit">Send mail</button>
      <p role="status" class="problem">
        {problem}
      </p>
    </form>
  );
}

const proofIn = (value: string): Proof => (value === 'unproven' || value === 'failed' ? value : 'proven');

/** `ana@example.org` of `Ana <ana@example.org>`. */
const bare = (mailbox: string): string => /<([^<>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox.trim();
