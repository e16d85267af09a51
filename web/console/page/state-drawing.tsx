import type { SurveyRun } from '../state.ts';
import type { MachineDrawing } from '../state-graph.ts';
import { BOX, placeOf, sizeOf, wayPath } from './draw-ways.ts';

interface Props {
  machine: MachineDrawing;
  executions: readonly SurveyRun[];
  /** Its way is drawn strong. */
  chosen: SurveyRun | undefined;
}

/** A state machine as a drawing; who cannot see it reads the same in its title and the list beside it. */
export function StateDrawing({ machine, executions, chosen }: Props) {
  const { width, height } = sizeOf(machine);
  const standing = (name: string) => executions.filter(({ currentStates }) => currentStates.includes(name));
  const passed = (name: string) =>
    executions.reduce((sum, { entered }) => sum + entered.filter((each) => each === name).length, 0);
  const walked = new Set(chosen?.entered.map((to, at, all) => `${all[at - 1]} ${to}`));
  const here = machine.states.filter(({ name }) => standing(name).length > 0).map(({ name }) => name);

  return (
    <figure>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`State machine ${machine.name}`}>
        <title>{here.length > 0 ? `Surveys stand at ${here.join(', ')}` : 'No survey is running'}</title>
        <defs>
          <marker
            id="tip"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="9"
            markerHeight="9"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0 0 L8 4 L0 8 Z" />
          </marker>
        </defs>
        {machine.ways.map((way) => (
          <path
            key={`${way.from} ${way.to}`}
            class={`way ${way.kind}${walked.has(`${way.from} ${way.to}`) ? ' walked' : ''}`}
            d={wayPath(machine, way)}
            marker-end="url(#tip)"
          />
        ))}
        {machine.states.map((state) => {
          const { x, y } = placeOf(state);
          const count = standing(state.name).length;
          const times = passed(state.name);
          const isReached = chosen?.entered.includes(state.name) === true;
          return (
            <g
              key={state.name}
              class={`state ${count > 0 ? 'current' : isReached ? 'reached' : ''}`}
              data-state={state.name}
            >
              <rect x={x} y={y} width={BOX.width} height={BOX.height} rx={state.type === 'Choice' ? 20 : 6} />
              <text x={x + BOX.width / 2} y={y + 18}>
                {state.name}
              </text>
              <text class="about" x={x + BOX.width / 2} y={y + 34}>
                {state.type}
                {count > 0 ? `, ${count} here now` : times > 0 ? `, entered ${times}×` : ''}
              </text>
            </g>
          );
        })}
      </svg>
      <figcaption class="hint">
        Filled: where a survey stands now. Strong lines: the way of the chosen one. Broken lines: taken when
        time runs out or a task fails.
      </figcaption>
    </figure>
  );
}
