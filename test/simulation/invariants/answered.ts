import type { Interaction } from '../../../shared/domain/interaction.ts';
import type { Ending } from '../ending.ts';

const replies = ({ interactions }: Ending) =>
  interactions.filter(({ direction }) => direction === 'outbound');

const timesSent = ({ outbox }: Ending, { text }: Interaction) =>
  outbox.filter((message) => !message.automatic && message.text === text).length;

/** No text of a reply reached a phone twice, and no arrival was answered by two agents. */
export function answeredOnce(ending: Ending): string[] {
  const texts = ending.outbox.filter(({ automatic }) => !automatic).map(({ text }) => text);
  const twice = new Set(texts.filter((text, index) => texts.indexOf(text) !== index));
  const byArrival = Map.groupBy(
    replies(ending).filter(({ delivery }) => delivery?.state !== 'failed'),
    ({ caseId, answers }) => `${caseId} arrival ${answers}`,
  );
  const byTwo = [...byArrival].filter(([, given]) => new Set(given.map(({ agent }) => agent)).size > 1);
  return [
    ...[...twice].map((text) => `"${text}" was sent twice.`),
    ...byTwo.map(
      ([arrival, given]) => `${arrival} was answered by ${given.map(({ agent }) => agent).join(' and ')}.`,
    ),
  ];
}

/** A reply ends as sent (once), failed (never) or unknown (once at most), and no other was sent. */
export function sentAsRecorded(ending: Ending): string[] {
  const wrong = replies(ending).flatMap((reply) => {
    const state = reply.delivery?.state ?? 'none';
    const times = timesSent(ending, reply);
    const isRight =
      state === 'unknown' ||
      (state === 'failed' ? times === 0 : /^(sent|delivered|read)$/.test(state) && times === 1);
    return isRight ? [] : [`"${reply.text}" stands as ${state} and was sent ${times} times.`];
  });
  const known = new Set(replies(ending).map(({ text }) => text));
  const invented = ending.outbox.filter(({ automatic, text }) => !automatic && !known.has(text));
  return [...wrong, ...invented.map(({ text }) => `"${text}" was sent and is on no thread.`)];
}

/** At the commit of a reply its agent held the claim, the case was open, and it answered the newest arrival. */
export function onlyTheHolderAnswers({ caseCommits }: Ending): string[] {
  return caseCommits.flatMap(({ before, outbox }) =>
    outbox.events
      .filter(({ type }) => type === 'ReplyQueued')
      .flatMap(({ agent, answers }) => {
        const claim = before?.claim;
        const holds = claim?.agent === agent && claim !== undefined && claim.until > outbox.at;
        return holds && before?.state === 'open' && before.arrivals === answers
          ? []
          : [`${agent} answered arrival ${answers} of ${before?.caseId} without the right to.`];
      }),
  );
}

/** A claim passes to another agent only after it was given back, has lapsed, or the case was resolved. */
export function whoClaimed({ caseCommits }: Ending): string[] {
  return caseCommits.flatMap(({ before, after, outbox }) => {
    const [was, is] = [before?.claim, after.claim];
    const changed = was !== undefined && is !== undefined && was.agent !== is.agent;
    return changed && was.until > outbox.at
      ? [`${is.agent} took ${after.caseId} while ${was.agent} held it until ${was.until}.`]
      : [];
  });
}
