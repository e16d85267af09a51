import type { MapState, ParallelState, States } from './definition.ts';
import type { Line } from './line.ts';
import { fillField, fillInteger, queryFailure, type Run, type Visit } from './run.ts';

/** Runs a nested line of states; handed in, because the two know each other. */
export type RunStates = (run: Run, line: Line, block: States, input: unknown) => Promise<unknown>;

/** Iterations that an inline Map has under way at most. */
const MOST_AT_ONCE = 40;

/** All branches at once, each with the same input. @returns their outputs in order @throws StateError */
export async function runParallel(
  visit: Visit,
  state: ParallelState,
  runStates: RunStates,
): Promise<unknown[]> {
  const { run, line } = visit;
  const input =
    state.Arguments === undefined ? visit.input : await fillField(visit, 'Arguments', state.Arguments);
  run.history.add(line, 'ParallelStateStarted');
  const branches = state.Branches.map((block) => {
    return (whole: Line) => runChild(line, whole.child(), (child) => runStates(run, child, block, input));
  });
  return runAll(visit, 'Parallel', branches, branches.length);
}

/** The same states for every item. @returns their outputs in the order of the items @throws StateError */
export async function runMap(visit: Visit, state: MapState, runStates: RunStates): Promise<unknown[]> {
  const { run, line, name } = visit;
  const items = state.Items === undefined ? visit.input : await fillField(visit, 'Items', state.Items);
  if (!Array.isArray(items)) {
    const cause = `State '${name}' failed. Field 'Items' must give an array, not ${JSON.stringify(items)}.`;
    throw queryFailure(visit, 'Items', cause);
  }
  const most = await fillInteger(visit, 'MaxConcurrency', state.MaxConcurrency, 0);
  run.history.add(line, 'MapStateStarted', { mapStateStartedEventDetails: { length: items.length } });
  const iterations = items.map((Value: unknown, Index) => (whole: Line) => {
    return runChild(line, whole.child({ Index, Value }), (child) => iterate(visit, state, child, runStates));
  });
  return runAll(visit, 'Map', iterations, Math.min(most || MOST_AT_ONCE, MOST_AT_ONCE));
}

async function iterate(visit: Visit, state: MapState, line: Line, runStates: RunStates): Promise<unknown> {
  const { run, name } = visit;
  const note = (what: string) => {
    const details = { name, index: line.item?.Index };
    run.history.add(line, `MapIteration${what}`, { [`mapIteration${what}EventDetails`]: details });
  };
  note('Started');
  // All that may start at once have started before any goes on.
  await line.settle(Promise.resolve());
  try {
    const input =
      state.ItemSelector === undefined
        ? line.item?.Value
        : await fillField({ ...visit, line }, 'ItemSelector', state.ItemSelector);
    const output = await line.settle(runStates(run, line, state.ItemProcessor, input));
    note('Succeeded');
    return output;
  } catch (error) {
    note('Failed');
    throw error;
  }
}

/** Runs a child; whatever becomes of it, the next event of the line follows its last. */
async function runChild(line: Line, child: Line, work: (child: Line) => Promise<unknown>): Promise<unknown> {
  try {
    return await child.settle(work(child));
  } finally {
    line.lastEvent = child.lastEvent;
  }
}

/** Runs so many at once; the first that fails ends the others. */
async function runAll(
  { run, line }: Visit,
  kind: 'Parallel' | 'Map',
  jobs: readonly ((whole: Line) => Promise<unknown>)[],
  atOnce: number,
): Promise<unknown[]> {
  const whole = line.child();
  const results: unknown[] = jobs.map(() => undefined);
  const queue = jobs.entries();
  const runNext = async (): Promise<void> => {
    for (const [index, job] of queue) results[index] = await job(whole);
  };
  try {
    await line.settle(Promise.all(Array.from({ length: Math.min(atOnce, jobs.length) }, runNext)));
    run.history.add(line, `${kind}StateSucceeded`);
    return results;
  } catch (error) {
    run.history.add(line, `${kind}StateFailed`);
    throw error;
  } finally {
    whole.end();
  }
}
