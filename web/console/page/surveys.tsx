import { useState } from 'preact/hooks';
import type { SurveyRun, Surveys } from '../state.ts';
import { showTime } from './show-time.ts';
import { StateDrawing } from './state-drawing.tsx';

/** The state machine as it runs, and where every survey stands in it. */
export function SurveysPanel({ surveys: { machines, executions } }: { surveys: Surveys }) {
  const [wanted, choose] = useState('');
  if (machines.length === 0) return <p class="hint">There is no state machine in this cloud.</p>;
  return (
    <>
      <p class="hint">
        Some time after a case is resolved its customer is asked how it went. Each survey is one execution of
        the state machine below, drawn from its definition as the cloud runs it. Move the clock to see it go.
      </p>
      {machines.map((machine) => {
        const own = executions.filter(({ stateMachine }) => stateMachine === machine.name);
        const chosen = own.find(({ name }) => name === wanted) ?? own[0];
        return (
          <div class="machine" key={machine.name}>
            <StateDrawing machine={machine} executions={own} chosen={chosen} />
            <ol class="runs" aria-label="Executions, newest first">
              {own.map((run) => (
                <Run key={run.name} run={run} isChosen={run === chosen} choose={choose} />
              ))}
              {own.length === 0 && <li class="hint">No case has been resolved yet, so nobody is asked.</li>}
            </ol>
          </div>
        );
      })}
    </>
  );
}

function Run(props: { run: SurveyRun; isChosen: boolean; choose: (name: string) => void }) {
  const { name, status, currentStates, entered, startedAt, outcome, error, link } = props.run;
  return (
    <li>
      <button type="button" aria-pressed={props.isChosen} onClick={() => props.choose(name)}>
        <b>{currentStates.join(', ') || status.toLowerCase().replace('_', ' ')}</b>
        {outcome !== undefined && `, survey ${outcome}`}
        {error !== undefined && `, ${error}`}, {entered.length} transitions since {showTime(startedAt)}
        <small>{name}</small>
      </button>
      {link !== undefined && (
        <a href={link} target="_blank" rel="noreferrer">
          Answer as the customer
        </a>
      )}
    </li>
  );
}
