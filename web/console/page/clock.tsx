import { useState } from 'preact/hooks';
import { useCloudNow } from './cloud-time.ts';
import { advanceClock } from './console-server.ts';
import { useAttempt } from './use-attempt.ts';

const STEPS = [
  { label: '+1 minute', advance: 'PT1M' },
  { label: '+15 minutes', advance: 'PT15M' },
  { label: '+1 hour', advance: 'PT1H' },
  { label: '+1 day', advance: 'P1D' },
  { label: '+2 days', advance: 'P2D' },
];

/** The local cloud's clock, with buttons that move it; and the line that says what is simulated. */
export function ClockBar({ isConnected }: { isConnected: boolean }) {
  const [busy, setBusy] = useState(false);
  const [problem, attempt] = useAttempt();
  const shown = new Date(useCloudNow()).toISOString();

  async function move(advance: string) {
    if (busy) return;
    setBusy(true);
    await attempt(async () => {
      await advanceClock(advance);
    });
    setBusy(false);
  }

  return (
    <header>
      <h1>Throughline</h1>
      <p class="hint">
        Running on this machine from the templates that <code>cdk deploy</code> ships. Phones, mail, End User
        Messaging and Amazon Connect are simulated; everything is kept in memory and gone when you stop it.
      </p>
      {/* Not disabled while busy: a button that is loses the focus of who pressed it by keyboard. */}
      <fieldset class="clock" aria-busy={busy}>
        <legend class="unseen">Clock of the local cloud</legend>
        <time dateTime={shown}>{shown.replace('T', ' ').slice(0, 19)} UTC</time>
        {STEPS.map(({ label, advance }) => (
          <button type="button" key={advance} onClick={() => move(advance)}>
            {label}
          </button>
        ))}
        <span role="status">{busy && 'moving …'}</span>
      </fieldset>
      <p role="status" class="problem">
        {isConnected ? problem : 'The connection to the local cloud is lost. Is npm start still running?'}
      </p>
    </header>
  );
}
