import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import {
  type AgentApi,
  agentApi,
  type CaseView,
  Refusal,
  type ThreadInteraction,
  type WorkItem,
} from './agent-api.ts';
import { CaseThread } from './case-thread.tsx';
import { signIn } from './console-server.ts';
import { WorkList } from './work-list.tsx';

interface Props {
  apiUrl: string;
  queues: readonly string[];
  /** Another object whenever something may have changed. */
  changed: unknown;
}

/** An agent's work list and the thread of the chosen case, through the real agent API with a real token. */
export function AgentDesk({ apiUrl, queues, changed }: Props) {
  const [agent, setAgent] = useState('ana');
  /** `supervisor`, `agent` of every queue, or `queue:` and the id of one. */
  const [sight, setSight] = useState('agent');
  const [api, setApi] = useState<AgentApi>();
  const [cases, setCases] = useState<readonly WorkItem[]>([]);
  const [chosen, choose] = useState<Pick<WorkItem, 'caseId' | 'customerId'>>();
  const [view, setView] = useState<CaseView>();
  const [interactions, setInteractions] = useState<readonly ThreadInteraction[]>([]);
  const [problem, setProblem] = useState('');

  const guarded = useCallback(async (what: () => Promise<void>) => {
    try {
      await what();
      setProblem('');
    } catch (error) {
      const newer = error instanceof Refusal ? error.meanwhile.map((each) => `“${each.text}”`).join(' ') : '';
      setProblem(`${error instanceof Error ? error.message : String(error)} ${newer}`.trim());
    }
  }, []);

  const chosenId = chosen?.caseId;
  const customerId = chosen?.customerId;
  const refresh = useMemo(
    () => async () => {
      if (!api) return;
      setCases((await api.work()).items);
      if (!chosenId || !customerId) return;
      setView((await api.case(chosenId)).case);
      setInteractions((await api.thread(customerId)).items);
    },
    [api, chosenId, customerId],
  );
  // `changed` is the signal to read again.
  useEffect(() => void guarded(refresh), [refresh, guarded, changed]);

  const become = (event: Event) => {
    event.preventDefault();
    guarded(async () => {
      choose(undefined);
      setView(undefined);
      const role = sight === 'supervisor' ? 'supervisor' : 'agent';
      const own = queues.filter((queue) => role === sight || `queue:${queue}` === sight);
      setApi(agentApi(apiUrl, async () => (await signIn(agent, own, role)).token));
    });
  };
  const act = (action: () => Promise<unknown>) =>
    guarded(async () => {
      await action();
      await refresh();
    });

  return (
    <section class="card agent" aria-labelledby="agent-title">
      <h2 id="agent-title">An agent</h2>
      <form class="row" onSubmit={become}>
        <label>
          Name
          <input value={agent} onInput={(event) => setAgent(event.currentTarget.value)} required />
        </label>
        <label>
          Role
          <select value={sight} onChange={(event) => setSight(event.currentTarget.value)}>
            <option value="agent">agent of every queue</option>
            {queues.map((queue) => (
              <option key={queue} value={`queue:${queue}`}>
                agent of {queue}
              </option>
            ))}
            <option value="supervisor">supervisor</option>
          </select>
        </label>
        <button type="submit">{api ? 'Sign in again' : 'Sign in'}</button>
      </form>
      <p role="status" class="problem">
        {problem}
      </p>
      {!api && <p class="hint">Sign in to see the work list; the token comes from the local issuer.</p>}
      {api && <WorkList cases={cases} chosenId={chosenId} choose={choose} />}
      {api && view && view.caseId === chosenId && (
        <CaseThread api={api} view={view} interactions={interactions} act={act} />
      )}
    </section>
  );
}
