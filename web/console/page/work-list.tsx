import type { WorkItem } from './agent-api.ts';
import { PromiseClock } from './promise-clock.tsx';
import { showTime } from './show-time.ts';

interface Props {
  cases: readonly WorkItem[];
  chosenId: string | undefined;
  choose: (item: WorkItem) => void;
}

/** The open cases an agent may see, each with the promise that was made about it. */
export function WorkList({ cases, chosenId, choose }: Props) {
  return (
    <>
      <h3>Work, most urgent first</h3>
      {cases.length === 0 && <p class="hint">No open case in these queues.</p>}
      <ul class="work">
        {cases.map((each) => (
          <li key={each.caseId}>
            <button type="button" aria-pressed={each.caseId === chosenId} onClick={() => choose(each)}>
              <b>{each.queue ?? 'not routed yet'}</b>, {each.channel}, priority {each.priority ?? '–'},{' '}
              {each.waitingSince ? `waiting since ${showTime(each.waitingSince)}` : 'answered'}
              {each.claim && `, claimed by ${each.claim.agent}`}
              {each.promise && <PromiseClock promise={each.promise} />}
              <small>{each.caseId}</small>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
