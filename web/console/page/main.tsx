import { render } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ConsoleState } from '../state.ts';
import { AgentDesk } from './agent-desk.tsx';
import { BillCard } from './bill.tsx';
import { ClockBar } from './clock.tsx';
import { listen, readState } from './console-server.ts';
import { DeadLetters } from './dead-letters.tsx';
import { Phone } from './phone.tsx';
import { Ways } from './ways.tsx';

function Page() {
  const [state, setState] = useState<ConsoleState>();
  const [isConnected, setConnected] = useState(true);
  const reading = useRef({ busy: false, again: false });

  // One read at a time; what changes during a read is read right after it.
  const refresh = useCallback(async () => {
    if (reading.current.busy) {
      reading.current.again = true;
      return;
    }
    reading.current.busy = true;
    try {
      do {
        reading.current.again = false;
        setState(await readState());
      } while (reading.current.again);
      setConnected(true);
    } catch {
      setConnected(false);
    } finally {
      reading.current.busy = false;
    }
  }, []);
  useEffect(() => listen(refresh, setConnected), [refresh]);

  if (!state) return <p class="hint">{isConnected ? 'Reading the state …' : 'npm start is not running.'}</p>;
  return (
    <>
      <ClockBar now={state.now} isConnected={isConnected} />
      <main>
        <Phone texts={state.texts} ourNumber={state.outputs.SmsPhoneNumber ?? ''} />
        <AgentDesk apiUrl={state.outputs.AgentApiUrl ?? ''} queues={state.queues} changed={state} />
        <div class="column">
          <Ways ways={state.ways} />
          <DeadLetters deadLetters={state.deadLetters} />
          <BillCard bill={state.bill} />
        </div>
      </main>
    </>
  );
}

const place = document.getElementById('page');
if (place) render(<Page />, place);
