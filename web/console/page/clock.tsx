import { useEffect, useState } from 'preact/hooks';
import { advanceClock } from './console-server.ts';

const STEPS = [
  { label: '+1 minute', advance: 'PT1M' },
  { label: '+15 minutes', advance: 'PT15M' },
  { label: '+1 hour', advance: 'PT1H' },
  { label: '+1 day', advance: 'P1D' },
  { label: '+3 days', advance: 'P3D' },
];

/** The local cloud's clock, with buttons that move it; and the line that says what is simulated. */
export function ClockBar({ now, isConnected }: { now: string; isConnected: boolean }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const [shown, setShown] = useState(now);

  // The local clock runs with the real one; between two reads the page counts along.
  useEffect(() => {
    const offset = Date.parse(now) - Date.now();
    const tick = () => setShown(new Date(Date.now() + offset).toISOString());
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [now]);

  async function move(advance: string) {
    if (busy) return;
    setBusy(true);
    setProblem('');
    try {
      await advanceClock(advance);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  }

  return (
    <header>
      <h1>Throughline</h1>
      <p class="hint">
        Running on this machine from the templates that <code>cdk deploy</code> ships. Phones, End User
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
      </fieldset>
      <p role="status" class="problem">
        {isConnected ? problem : 'The connection to the local cloud is lost. Is npm start still running?'}
      </p>
    </header>
  );
}
