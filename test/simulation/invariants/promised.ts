import settings from '../../../throughline.config.ts';
import type { Ending } from '../ending.ts';

/**
 * A promise was announced broken only when its time had passed and an arrival was not answered, and at risk only before
 * that; each once for one promise.
 */
export function brokenWhenItWas({ caseCommits }: Ending): string[] {
  const told = new Set<string>();
  return caseCommits.flatMap(({ before, after, outbox }) =>
    outbox.events.flatMap(({ type }) => {
      if (type !== 'PromiseBroken' && type !== 'PromiseAtRisk') return [];
      const { caseId, opening, answered } = after;
      const { due, warnAt, state } = before?.promise ?? {};
      const promise = `${type} ${caseId} ${opening} ${answered} ${due}`;
      const again = told.has(promise);
      told.add(promise);
      const waits = before?.state === 'open' && before.answered < before.arrivals;
      const inTime =
        type === 'PromiseBroken'
          ? state !== 'broken' && due !== undefined && due < outbox.at
          : state === 'standing' && warnAt !== undefined && warnAt <= outbox.at;
      return waits && inTime && !again ? [] : [`${promise} was announced at ${outbox.at}, which is false.`];
    }),
  );
}

/**
 * In the end, hours after the last fault, no promise has passed unannounced; and whoever waits was promised something.
 * Machines wait without a promise.
 */
export function nonePassedInSilence({ cases, interactions, endedAt }: Ending): string[] {
  return cases.flatMap(({ caseId, state, promise, waitingSince, answered }) => {
    if (state === 'resolved') return promise ? [`The resolved case ${caseId} still promises something.`] : [];
    const waiting = interactions.filter((each) => each.caseId === caseId && (each.arrival ?? 0) > answered);
    const isMachine = waiting.length > 0 && waiting.every(({ automatic }) => automatic);
    if (!isMachine && (promise === undefined) !== (waitingSince === undefined)) {
      return [`In ${caseId} somebody waits without a promise, or is promised something without waiting.`];
    }
    const silent = promise && promise.state !== 'broken' && Date.parse(promise.due) + 120_000 < endedAt;
    return silent ? [`The promise of ${caseId} passed at ${promise.due}, and nobody was told.`] : [];
  });
}

const DAY_MS = 86_400_000;
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const SHIFTS: Readonly<Record<string, readonly string[] | undefined>> = settings.hours?.office?.week ?? {};

/** As configured: four open hours for mail, a quarter of one for the other channels. */
const WITHIN_MS = { email: 4 * 3_600_000, others: 15 * 60_000 };

/** Every promise is what the configuration gives a message of the case, counted here once more. */
export function promisedByTheHours({ caseCommits, interactions }: Ending): string[] {
  return caseCommits.flatMap(({ before, after, outbox }) => {
    const { due } = after.promise ?? {};
    if (due === undefined || due === before?.promise?.due) return [];
    const { caseId, channel } = after;
    const said = interactions.filter((each) => each.caseId === caseId && each.direction === 'inbound');
    const starts = said.flatMap((each) =>
      [each.at, each.recordedAt].map((since) => ({ since, channel: each.channel })),
    );
    // A number in answer to a survey waits from the moment in which it opens the case.
    const isFair = [...starts, { since: outbox.at, channel }].some(
      (start) =>
        openMsBetween(Date.parse(start.since), Date.parse(due)) ===
        (start.channel === 'email' ? WITHIN_MS.email : WITHIN_MS.others),
    );
    return isFair ? [] : [`${caseId} was promised an answer by ${due}, which no message of it explains.`];
  });
}

/** Milliseconds in which the office of the example configuration is open; Lisbon keeps UTC in winter. */
function openMsBetween(from: number, to: number): number {
  let open = 0;
  for (let day = Math.floor(from / DAY_MS) * DAY_MS; day < to; day += DAY_MS) {
    for (const shift of SHIFTS[WEEKDAYS[new Date(day).getUTCDay()] ?? ''] ?? []) {
      const [opens = 0, closes = 0] = shift.split('-').map((clock) => day + msOfClock(clock));
      open += Math.max(0, Math.min(to, closes) - Math.max(from, opens));
    }
  }
  return open;
}

function msOfClock(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}
