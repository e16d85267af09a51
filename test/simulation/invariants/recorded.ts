import type { Ending } from '../ending.ts';

const ids = ({ plan }: Ending) => plan.steps.flatMap((step) => (step.does === 'writes' ? [step.id] : []));

/** Each message that a provider delivered, however often, is one interaction; and no other came into being. */
export function recordedOnce(ending: Ending): string[] {
  const recorded = Map.groupBy(
    ending.interactions.filter(({ direction }) => direction === 'inbound'),
    ({ providerMessageId }) => providerMessageId ?? '',
  );
  const expected = new Set(ids(ending));
  const wrong = [...expected].flatMap((id) => {
    const found = recorded.get(id) ?? [];
    return found.length === 1 ? [] : [`The message ${id} is ${found.length} interactions.`];
  });
  const invented = [...recorded.keys()].filter((id) => !expected.has(id));
  return [...wrong, ...invented.map((id) => `Nobody sent the interaction ${id}.`)];
}

/** Two messages that took the same number, or one that took none, mean that an update was lost. */
export function arrivalsWithoutGap({ cases, interactions }: Ending): string[] {
  return cases.flatMap(({ caseId, arrivals }) => {
    const numbers = interactions
      .filter((each) => each.caseId === caseId && each.arrival !== undefined)
      .map(({ arrival }) => arrival ?? 0)
      .sort((a, b) => a - b);
    const expected = Array.from({ length: arrivals }, (_, index) => index + 1);
    return numbers.join() === expected.join()
      ? []
      : [
          `The case ${caseId} counts ${arrivals} arrivals, its interactions are ${numbers.join(', ') || 'none'}.`,
        ];
  });
}

/** At-least-once delivery may bring one twice; it is never lost, and always says why it is there. */
export function garbageIsKept({ plan, deadLetters }: Ending): string[] {
  const wrong: string[] = [];
  const bodies = plan.steps.flatMap((step) => (step.does === 'sends-garbage' ? [step.body] : []));
  for (const body of new Set(bodies)) {
    const kept = deadLetters.filter((letter) => letter.body.includes(JSON.stringify(body).slice(1, -1)));
    if (kept.length === 0) wrong.push(`The payload ${JSON.stringify(body)} is gone.`);
    if (kept.some(({ reason }) => !reason)) wrong.push('A dead letter says no reason.');
  }
  if (bodies.length === 0 && deadLetters.length > 0)
    wrong.push(
      `Dead letters are left: ${deadLetters.map(({ queue, reason }) => `${queue} (${reason})`).join(', ')}.`,
    );
  return wrong;
}
