import type { Way } from '../state.ts';
import { showTime } from './show-time.ts';

const MARK = { done: '✓', waiting: '…', failed: '✗', 'not needed': '–' } as const;

/** The way each message took: edge, recorder with its reason, route with its rule, task, answer. */
export function Ways({ ways }: { ways: readonly Way[] }) {
  return (
    <>
      {ways.length === 0 && <p class="hint">No message has come in yet.</p>}
      <ol class="ways">
        {ways.map((way) => (
          <li key={way.id}>
            <p>
              <time dateTime={way.at}>{showTime(way.at)}</time> {way.from} <q>{shorten(way.text)}</q>
            </p>
            <ol class="steps">
              {way.steps.map((step) => (
                <li key={step.name} class={step.state.replace(' ', '-')}>
                  <b>
                    <span role="img" aria-label={step.state}>
                      {MARK[step.state]}
                    </span>{' '}
                    {step.name}
                  </b>{' '}
                  <span>{step.detail}</span>
                </li>
              ))}
            </ol>
          </li>
        ))}
      </ol>
    </>
  );
}

const shorten = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
