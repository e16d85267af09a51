import type { Ending } from '../ending.ts';

/** A page was told that its message is taken. */
const isTaken = ({ answers }: Ending['chatted'][number]) => answers.some(({ status }) => status === 202);

/**
 * Each message that a provider delivered, however often, is one interaction; and no other came into being. A page may
 * not have heard that its message was taken; then it may be one as well.
 */
export function recordedOnce({ plan, mailed, chatted, interactions }: Ending): string[] {
  const recorded = Map.groupBy(
    interactions.filter(({ direction, providerMessageId }) => direction === 'inbound' && providerMessageId),
    ({ providerMessageId }) => providerMessageId ?? '',
  );
  const expected = new Set([
    ...plan.steps.flatMap((step) => (step.does === 'writes' ? [step.id] : [])),
    ...mailed.map(({ id }) => id),
    ...chatted.filter(isTaken).map(({ id }) => id),
  ]);
  const possible = new Set([...expected, ...chatted.map(({ id }) => id)]);
  const lost = [...expected].filter((id) => !recorded.has(id)).map((id) => `The message ${id} is lost.`);
  const wrong = [...recorded].flatMap(([id, found]) => {
    if (!possible.has(id)) return [`Nobody sent the interaction ${id}.`];
    return found.length === 1 ? [] : [`The message ${id} is ${found.length} interactions.`];
  });
  return [...lost, ...wrong];
}

/** A visitor who comes back sees every message of theirs once, and each of ours that was sent there. */
export function shownOnce({ seen, chatted, interactions }: Ending): string[] {
  const sent = interactions.filter(
    ({ channel, direction, delivery }) =>
      channel === 'webchat' && (direction === 'inbound' || delivery?.state === 'sent'),
  );
  return seen.flatMap(({ customer, answer }) => {
    const shown: string[] =
      answer.body?.messages?.map((each: { interactionId: string }) => each.interactionId) ?? [];
    const own = chatted.filter((each) => each.customer === customer && isTaken(each)).map(({ id }) => id);
    const points = new Set(
      sent.filter((each) => own.includes(each.providerMessageId ?? '')).map((each) => each.contactPointId),
    );
    const expected = sent.filter((each) => points.has(each.contactPointId)).map((each) => each.interactionId);
    return own.length === 0 || shown.toSorted().join() === expected.toSorted().join()
      ? []
      : [`A visitor sees ${shown.length} messages (${answer.status}), of ${expected.length} in the chat.`];
  });
}

/**
 * Two messages that took the same number, or one that took none, mean that an update was lost. A number that was written
 * in answer to a survey counts as an arrival only later, when it opens the case again.
 */
export function arrivalsWithoutGap({ cases, caseCommits, interactions }: Ending): string[] {
  return cases.flatMap(({ caseId, arrivals }) => {
    const numbers = interactions
      .filter((each) => each.caseId === caseId && each.arrival !== undefined)
      .map(({ arrival }) => arrival ?? 0)
      .concat(lowNumbers(caseId, caseCommits, interactions))
      .sort((a, b) => a - b);
    const expected = Array.from({ length: arrivals }, (_, index) => index + 1);
    return numbers.join() === expected.join()
      ? []
      : [
          `The case ${caseId} counts ${arrivals} arrivals, its interactions are ${numbers.join(', ') || 'none'}.`,
        ];
  });
}

function lowNumbers(
  caseId: string,
  commits: Ending['caseCommits'],
  interactions: Ending['interactions'],
): number[] {
  return commits.flatMap(({ after, outbox }) => {
    if (after.caseId !== caseId) return [];
    const opens = outbox.events.find(
      (event) => event.type === 'CaseReopened' && event.reason === 'low-score' && event.interactionId,
    );
    const said =
      opens && interactions.find(({ interactionId }) => interactionId === after.newest?.interactionId);
    return said && said.arrival === undefined ? [after.arrivals] : [];
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
