import { render } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ConsoleState } from '../state.ts';
import { AgentDesk } from './agent-desk.tsx';
import { BillCard } from './bill.tsx';
import { Chat } from './chat.tsx';
import { ClockBar } from './clock.tsx';
import { CloudTime } from './cloud-time.ts';
import { listen, readState } from './console-server.ts';
import { DeadLetters } from './dead-letters.tsx';
import { Mailbox } from './mailbox.tsx';
import { Phone } from './phone.tsx';
import { SurveysPanel } from './surveys.tsx';
import { type Tab, Tabs } from './tabs.tsx';
import { Texts } from './texts.tsx';
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
  // The local clock runs with the real one, ahead of it by what was advanced.
  const ahead = useMemo(() => (state ? Date.parse(state.now) - Date.now() : 0), [state]);

  if (!state) return <p class="hint">{isConnected ? 'Reading the state …' : 'npm start is not running.'}</p>;
  return (
    <CloudTime.Provider value={ahead}>
      <ClockBar isConnected={isConnected} />
      <main>
        <Tabs id="customer" title="A customer" tabs={customerTabs(state)} />
        <AgentDesk apiUrl={state.outputs.AgentApiUrl ?? ''} queues={state.queues} changed={state} />
        <Tabs id="machinery" title="The machinery between them" tabs={machineryTabs(state)} />
      </main>
    </CloudTime.Provider>
  );
}

/** The ways to reach the company that this deployment has. */
function customerTabs({ texts, outputs, mails, mailboxes, smtpPort, languages }: ConsoleState): Tab[] {
  const phone = <Phone texts={texts} ourNumber={outputs.SmsPhoneNumber ?? ''} />;
  const mailbox = <Mailbox mails={mails} mailboxes={mailboxes} smtpPort={smtpPort} />;
  return [
    { id: 'phone', label: 'Phone', panel: phone },
    ...(mailboxes.length > 0 ? [{ id: 'mailbox', label: 'Mailbox', panel: mailbox }] : []),
    ...(outputs.ChannelsApiUrl
      ? [{ id: 'chat', label: 'Web chat', panel: <Chat languages={languages} /> }]
      : []),
  ];
}

const machineryTabs = ({ ways, surveys, deadLetters, bill }: ConsoleState): Tab[] => [
  { id: 'ways-taken', label: 'The way of each message', panel: <Ways ways={ways} /> },
  {
    id: 'surveys',
    label: `Surveys (${surveys.executions.length})`,
    panel: <SurveysPanel surveys={surveys} />,
  },
  { id: 'texts', label: 'Texts', panel: <Texts /> },
  {
    id: 'dead-letters',
    label: `Dead letters (${deadLetters.length})`,
    panel: <DeadLetters deadLetters={deadLetters} />,
  },
  { id: 'bill', label: 'Bill', panel: <BillCard bill={bill} /> },
];

const place = document.getElementById('page');
if (place) render(<Page />, place);
