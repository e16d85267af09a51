import { isRouted } from '../../../shared/domain/case.ts';
import type { Ending } from '../ending.ts';

export function routedWhenOpen({ cases }: Ending): string[] {
  return cases
    .filter((each) => each.state === 'open' && !isRouted(each))
    .map(({ caseId, opening }) => `The case ${caseId} is open for the ${opening}. time without a route.`);
}

/** The route of every open case has one hand-over that is done, whose task exists; no route has two tasks. */
export function handedOverOnce({ cases, handOvers, tasks }: Ending): string[] {
  const wrong: string[] = [];
  for (const { caseId, state, route } of cases) {
    const own = handOvers.filter((each) => each.caseId === caseId);
    const current = own.find(({ routeSequence }) => routeSequence === route?.sequence);
    if (state === 'open' && route && current?.progress.state !== 'done') {
      wrong.push(`The case ${caseId} is not handed over: ${current?.progress.state ?? 'never queued'}.`);
    }
    const started = tasks.filter(({ attributes }) => attributes.caseId === caseId);
    if (started.length > own.length) wrong.push(`The case ${caseId} is ${started.length} tasks.`);
  }
  const ids = new Set(tasks.map(({ id }) => id));
  const contacts = handOvers.flatMap(({ progress }) =>
    progress.state === 'done' ? [progress.contactId] : [],
  );
  if (new Set(contacts).size < contacts.length) wrong.push('Two hand-overs are one task.');
  if (contacts.some((id) => !ids.has(id))) wrong.push('A hand-over names a task that is not there.');
  const pending = handOvers.filter(({ progress }) => progress.state === 'pending');
  return [...wrong, ...pending.map(({ caseId }) => `A hand-over of ${caseId} is still pending.`)];
}

export function workListComplete({ cases, workList }: Ending): string[] {
  if (workList.status !== 200) return [`GET /work answers ${workList.status}.`];
  const shown: string[] = workList.body.items.map(({ caseId }: { caseId: string }) => caseId);
  const open = cases.filter(({ state }) => state === 'open').map(({ caseId }) => caseId);
  return shown.sort().join() === open.sort().join()
    ? []
    : [`The work list shows ${shown.join(', ') || 'nothing'}; open: ${open.join(', ') || 'none'}.`];
}
