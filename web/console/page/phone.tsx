import { useState } from 'preact/hooks';
import type { PhoneText } from '../state.ts';
import { sendSms } from './console-server.ts';
import { LinkedText } from './linked-text.tsx';
import { showTime } from './show-time.ts';
import { useAttempt } from './use-attempt.ts';

/** A phone that can be anybody's: the number typed is the number that sends and receives. */
export function Phone({ texts, ourNumber }: { texts: readonly PhoneText[]; ourNumber: string }) {
  const [number, setNumber] = useState('+14255550182');
  const [draft, setDraft] = useState('');
  const [problem, attempt] = useAttempt();
  const numbers = [...new Set(texts.map((text) => text.phone))];
  const shown = texts.filter((text) => text.phone === number.trim());

  const send = (event: Event) => {
    event.preventDefault();
    attempt(async () => {
      await sendSms(number.trim(), draft);
      setDraft('');
    });
  };

  return (
    <>
      <label>
        Number of the phone
        <input list="numbers" value={number} onInput={(event) => setNumber(event.currentTarget.value)} />
      </label>
      <datalist id="numbers">
        {numbers.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <p class="hint">Texts go to {ourNumber || 'the SMS number'}.</p>
      <ol class="talk" aria-live="polite">
        {shown.map((text) => (
          <li key={text.id} class={text.direction}>
            <LinkedText text={text.text} />
            <time dateTime={text.at}>{showTime(text.at)}</time>
          </li>
        ))}
        {shown.length === 0 && <li class="hint">Nothing sent or received by this number yet.</li>}
      </ol>
      <form onSubmit={send}>
        <label>
          Message
          <textarea
            rows={2}
            value={draft}
            onInput={(event) => setDraft(event.currentTarget.value)}
            required
          />
        </label>
        <button type="submit">Send SMS</button>
        <p role="status" class="problem">
          {problem}
        </p>
      </form>
    </>
  );
}
