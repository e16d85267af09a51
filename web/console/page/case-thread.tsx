import { useRef, useState } from 'preact/hooks';
import type { AgentApi, CaseView, ThreadInteraction } from './agent-api.ts';
import { PromiseClock } from './promise-clock.tsx';
import { ThreadEntry } from './thread-entry.tsx';

interface Props {
  api: AgentApi;
  view: CaseView;
  interactions: readonly ThreadInteraction[];
  act: (action: () => Promise<unknown>) => Promise<void>;
}

/** One customer's thread and what an agent can do with the case. */
export function CaseThread({ api, view, interactions, act }: Props) {
  const [draft, setDraft] = useState('');
  const draftField = useRef<HTMLTextAreaElement>(null);
  const { caseId } = view;
  const inOrder = [...interactions].sort((one, other) => one.at.localeCompare(other.at));

  const send = (how: () => Promise<unknown>) => () =>
    act(async () => {
      await how();
      setDraft('');
      // The button that was pressed is disabled now and cannot keep the focus.
      draftField.current?.focus();
    });

  return (
    <>
      <h3>
        Case {caseId}, {view.state}
      </h3>
      <p class="hint">{view.route ? view.route.reason : 'The case is being routed.'}</p>
      {view.promise && <PromiseClock promise={view.promise} />}
      <div class="row">
        <button type="button" onClick={() => act(() => api.claim(caseId))}>
          Claim
        </button>
        <button type="button" onClick={() => act(() => api.release(caseId))}>
          Release
        </button>
        <button type="button" onClick={() => act(() => api.resolve(caseId))}>
          Resolve
        </button>
        <button type="button" onClick={() => act(() => api.reopen(caseId))}>
          Reopen
        </button>
      </div>
      <ol class="talk">
        {inOrder.map((each) => (
          <ThreadEntry key={each.interactionId} entry={each} />
        ))}
      </ol>
      <label>
        Reply or note
        <textarea
          ref={draftField}
          rows={2}
          value={draft}
          onInput={(event) => setDraft(event.currentTarget.value)}
        />
      </label>
      <div class="row">
        <button
          type="button"
          disabled={!draft}
          onClick={send(() => api.reply(caseId, draft, newestShown(caseId, interactions)))}
        >
          Send reply
        </button>
        <button type="button" disabled={!draft} onClick={send(() => api.note(caseId, draft))}>
          Keep as note
        </button>
      </div>
    </>
  );
}

/** The newest arrival this agent has been shown; what a reply says it answers. */
const newestShown = (caseId: string, interactions: readonly ThreadInteraction[]) =>
  Math.max(0, ...interactions.filter((each) => each.caseId === caseId).map((each) => each.arrival ?? 0));
