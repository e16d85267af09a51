import { eventsOf } from '../../../shared/events/catalogue.ts';
import { toldBy } from '../../../shared/stores/outbox-image.ts';
import type { Ending } from '../ending.ts';

/** Every committed outbox entry was put on the bus at least once, with one id and one content; nothing else was. */
export function toldWhatHappened({ commits, events }: Ending): string[] {
  const expected = new Map<string, string>();
  for (const { before, after } of commits) {
    const told = toldBy(after, before);
    if (!told) continue;
    for (const { detailType, detail } of eventsOf(told.outbox, told.subject)) {
      expected.set(detail.eventId, `${detailType} ${JSON.stringify(detail)}`);
    }
  }
  const published = new Map(
    events.map(({ detailType, detail }) => [
      String(detail.eventId),
      `${detailType} ${JSON.stringify(detail)}`,
    ]),
  );
  const untold = [...expected].filter(([id]) => !published.has(id)).map(([, text]) => `Not told: ${text}`);
  const invented = [...published]
    .filter(([id]) => !expected.has(id))
    .map(([, text]) => `Never happened: ${text}`);
  const twisted = [...published].filter(([id, text]) => expected.has(id) && expected.get(id) !== text);
  return [...untold, ...invented, ...twisted.map(([, text]) => `Told otherwise than it was: ${text}`)];
}

/** After dead letters were redriven and events published again, every queue is empty and every batch gone. */
export function nothingLeft({ waiting, unpublished }: Ending): string[] {
  const queues = waiting.map(({ queue, body }) => `In ${queue} waits ${body.slice(0, 200)}`);
  return unpublished === 0 ? queues : [...queues, `${unpublished} batches are not published.`];
}

/** An agent who got "saved" finds it on the thread. */
export function postsAreKept({ posted, interactions }: Ending): string[] {
  const known = new Set(interactions.map(({ interactionId }) => interactionId));
  return posted.flatMap(({ step, answers }) =>
    answers
      .filter(({ status }) => status === 200)
      .flatMap(({ body }) => {
        const said = body.reply ?? body.note;
        return said === undefined || known.has(said.interactionId) ? [] : [`"${step.text}" was lost.`];
      }),
  );
}
