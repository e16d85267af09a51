import { useEffect, useState } from 'preact/hooks';
import type { VisitorCase } from '../../../shared/domain/webchat-thread.ts';
import { useCloudNow } from './cloud-time.ts';
import { promiseSentence } from './console-server.ts';
import { LinkedText } from './linked-text.tsx';
import { showTime } from './show-time.ts';
import { useAttempt } from './use-attempt.ts';
import { useChat } from './use-chat.ts';

/** The chat window of the company's site, as a visitor has it. */
export function Chat({ languages }: { languages: readonly string[] }) {
  const chat = useChat();
  const now = useCloudNow();
  const [language, setLanguage] = useState(languages[0] ?? 'en');
  const [draft, setDraft] = useState('');
  const [problem, attempt] = useAttempt();
  const sentence = usePromiseSentence(chat.chatCase, language, Math.floor(now / 60_000));
  const { open } = chat;
  // Once, when the window is first shown.
  useEffect(() => void attempt(open), [open]);

  const send = (event: Event) => {
    event.preventDefault();
    attempt(async () => {
      await chat.send(draft, language, new Date(now).toISOString());
      setDraft('');
    });
  };

  return (
    <>
      <div class="row">
        <label>
          Language of the page
          <select value={language} onChange={(event) => setLanguage(event.currentTarget.value)}>
            {languages.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
        <button type="button" onClick={() => attempt(chat.becomeAnother)}>
          New visitor
        </button>
      </div>
      <p class="hint">
        {chat.isLive ? 'Connected: answers appear at once.' : 'Not connected.'} The visitor is kept in this
        browser; load the page again and the chat goes on.
      </p>
      <ol class="talk" aria-live="polite">
        {chat.lines.map((line) => (
          <li key={line.interactionId} class={line.from === 'you' ? 'from-customer' : 'to-customer'}>
            <LinkedText text={line.text} />
            <time dateTime={line.at}>
              {showTime(line.at)}
              {line.from === 'automatic' && ' automatic'}
              {line.isOnItsWay && ' on its way'}
            </time>
          </li>
        ))}
        {chat.lines.length === 0 && <li class="hint">Nothing written in this chat yet.</li>}
      </ol>
      <p role="status" class="promised" lang={language}>
        {sentence}
      </p>
      <form onSubmit={send}>
        <label>
          Chat message
          <textarea
            rows={2}
            value={draft}
            onInput={(event) => setDraft(event.currentTarget.value)}
            required
          />
        </label>
        <button type="submit">Send in the chat</button>
        <p role="status" class="problem">
          {problem}
        </p>
      </form>
    </>
  );
}

/** The product's own sentence about when an answer comes, read again every minute; '' when none is owed. */
function usePromiseSentence(chatCase: VisitorCase | undefined, language: string, minute: number): string {
  const [sentence, setSentence] = useState('');
  const due = chatCase?.promise?.due;
  // Another minute is another sentence.
  useEffect(() => {
    let isCurrent = true;
    const show = (text: string) => isCurrent && setSentence(text);
    if (due === undefined) show('');
    else {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      promiseSentence(due, language, timeZone).then(
        (answer) => show(answer.sentence),
        () => show(''),
      );
    }
    return () => {
      isCurrent = false;
    };
  }, [due, language, minute]);
  return sentence;
}
