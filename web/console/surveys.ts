import * as z from 'zod';
import type { OwnedCloud } from '../../local/index.ts';
import { listStateMachines } from './aws-calls.ts';
import type { TableContents } from './read-table.ts';
import type { SurveyRun, Surveys } from './state.ts';
import { drawMachine } from './state-graph.ts';

const reported = z.object({
  executions: z.array(
    z.object({
      name: z.string(),
      stateMachine: z.string(),
      status: z.string(),
      currentStates: z.array(z.string()),
      startedAt: z.string(),
      error: z.string().optional(),
      events: z.array(z.object({ type: z.string(), state: z.string().optional() })),
    }),
  ),
});

type Reported = z.output<typeof reported>['executions'][number];

/** The state machines as the cloud runs them, and every execution with what its case says of it, newest first. */
export async function surveysOf(cloud: OwnedCloud, contents: TableContents): Promise<Surveys> {
  const machines = await listStateMachines(cloud);
  if (machines.length === 0) return { machines: [], executions: [] };
  const answer = await fetch(`${cloud.endpoint}/_local/executions`);
  const { executions } = reported.parse(await answer.json());
  return {
    machines: machines.map(({ name, definition }) => drawMachine(name, definition)),
    executions: executions.map((execution) => runOf(execution, contents)).reverse(),
  };
}

function runOf(execution: Reported, contents: TableContents): SurveyRun {
  const { name, stateMachine, status, currentStates, startedAt, error, events } = execution;
  const outcome = outcomeOf(name, contents);
  const link = linkOf(name, contents);
  return {
    ...{ name, stateMachine, status, currentStates, startedAt },
    entered: events.flatMap(({ type, state }) =>
      type.endsWith('StateEntered') && state !== undefined ? [state] : [],
    ),
    ...(error !== undefined && { error }),
    ...(outcome !== undefined && { outcome }),
    ...(link !== undefined && { link }),
  };
}

/** An execution is named `<caseId>-<opening>`. */
function aboutOf(name: string): { readonly caseId: string; readonly opening: number } {
  const cut = name.lastIndexOf('-');
  return { caseId: name.slice(0, cut), opening: Number(name.slice(cut + 1)) };
}

function outcomeOf(name: string, { cases }: TableContents): string | undefined {
  const { caseId, opening } = aboutOf(name);
  const survey = cases.get(caseId)?.survey;
  if (survey?.opening !== opening) return undefined;
  return survey.score === undefined ? survey.state : `${survey.state}, ${survey.score}`;
}

/** The address in the newest message that asks; the customer finds it there, too. */
function linkOf(name: string, { interactions }: TableContents): string | undefined {
  const { caseId } = aboutOf(name);
  const [newest] = interactions
    .filter((each) => each.caseId === caseId && each.kind === 'survey')
    .sort((one, other) => other.at.localeCompare(one.at));
  return newest && /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/.exec(newest.text)?.[0];
}
