import { useState } from 'preact/hooks';
import type { DeadLetter } from '../state.ts';
import { redrive } from './console-server.ts';
import { showTime } from './show-time.ts';

/** Everything that was refused for good, with its reason, and the way back. */
export function DeadLetters({ deadLetters }: { deadLetters: readonly DeadLetter[] }) {
  const [problem, setProblem] = useState('');
  const [done, setDone] = useState('');
  const queues = [...new Map(deadLetters.map((letter) => [letter.queueArn, letter])).values()];

  async function putBack(letter: DeadLetter) {
    setProblem('');
    setDone('');
    try {
      await redrive(letter.queueArn, letter.sourceArn);
      setDone(`Put back on ${letter.queue}. What cannot succeed comes back here.`);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }

  return (
    <>
      {deadLetters.length === 0 && <p class="hint">Nothing has been refused.</p>}
      {queues.map((queue) => (
        <div key={queue.queueArn}>
          <h3>{queue.queue}</h3>
          <button type="button" onClick={() => putBack(queue)}>
            Redrive all of them
          </button>
          <ul>
            {deadLetters
              .filter((letter) => letter.queueArn === queue.queueArn)
              .map((letter) => (
                <li key={letter.id}>
                  <p>
                    <time dateTime={letter.at}>{showTime(letter.at)}</time> {letter.reason}
                  </p>
                  <details>
                    <summary>Message {letter.id}</summary>
                    <pre>{letter.body}</pre>
                  </details>
                </li>
              ))}
          </ul>
        </div>
      ))}
      <p role="status" class="hint">
        {done}
      </p>
      <p role="status" class="problem">
        {problem}
      </p>
    </>
  );
}
