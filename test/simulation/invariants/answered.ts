import type { OutboundMessage } from '../../../local/index.ts';
import type { Interaction } from '../../../shared/domain/interaction.ts';
import type { Ending } from '../ending.ts';

const HOUR_MS = 3_600_000;

const outbound = ({ interactions }: Ending) =>
  interactions.filter(({ direction }) => direction === 'outbound');

/** A chat is read where it stands: nothing is sent. */
const bySending = (ending: Ending) =>
  Map.groupBy(
    outbound(ending).filter(({ channel }) => channel !== 'webchat'),
    ({ text }) => text.trim(),
  );

/** Below our answer, a mail quotes what it answers. */
const QUOTATION = /\n\n\d{4}-\d\d-\d\d \d\d:\d\d UTC, [^\n]*:\n>[\s\S]*$/;

const saidIn = ({ channel, text }: OutboundMessage) =>
  channel === 'email' ? text.replace(QUOTATION, '').trim() : text.trim();

/** How often each text was sent; what the provider itself says is left out. */
const timesSent = ({ outbox }: Ending) =>
  Map.groupBy(
    outbox.filter(({ automatic }) => !automatic),
    saidIn,
  );

/** Those that did not leave for certain are left out. */
const mayHaveLeft = ({ delivery }: Interaction) => delivery?.state !== 'failed';

/** No text reached a phone more often than it was written, and no arrival was answered by two agents. */
export function answeredOnce(ending: Ending): string[] {
  const sent = timesSent(ending);
  const twice = [...bySending(ending)].filter(
    ([text, written]) => (sent.get(text)?.length ?? 0) > written.length,
  );
  const byArrival = Map.groupBy(
    outbound(ending).filter((each) => each.answers !== undefined && mayHaveLeft(each)),
    ({ caseId, answers }) => `${caseId} arrival ${answers}`,
  );
  const byTwo = [...byArrival].filter(([, given]) => new Set(given.map(({ agent }) => agent)).size > 1);
  return [
    ...twice.map(([text]) => `"${text}" was sent twice.`),
    ...byTwo.map(
      ([arrival, given]) => `${arrival} was answered by ${given.map(({ agent }) => agent).join(' and ')}.`,
    ),
  ];
}

/**
 * A message of ours ends as sent (once), failed (never) or unknown (once at most), and no other was sent. Where mail comes
 * back, the report of that may be lost.
 */
export function sentAsRecorded(ending: Ending): string[] {
  const byText = bySending(ending);
  const sent = timesSent(ending);
  const comesBack = ending.plan.customers.some(({ fate }) => fate !== undefined);
  const wrong = [...byText].flatMap(([text, written]) => {
    const states = written.map(({ delivery }) => delivery?.state ?? 'none');
    const certain = states.filter((state) => /^(sent|delivered|read)$/.test(state)).length;
    const possible = certain + states.filter((state) => state === 'unknown').length;
    const ended = possible + states.filter((state) => state === 'failed').length;
    const times = sent.get(text)?.length ?? 0;
    return ended === states.length && (certain <= times || comesBack) && times <= possible
      ? []
      : [`"${text}" stands as ${states.join(', ')} and was sent ${times} times.`];
  });
  const invented = [...sent.keys()].filter((text) => !byText.has(text));
  return [...wrong, ...invented.map((text) => `"${text}" was sent and is on no thread.`)];
}

/** A message has one receipt at most, and an address gets one an hour at most, whether it proved itself or not. */
export function receiptsAreRare(ending: Ending): string[] {
  const receipts = outbound(ending).filter((each) => each.kind === 'receipt' && mayHaveLeft(each));
  const byMessage = Map.groupBy(receipts, ({ inReplyTo }) => inReplyTo?.interactionId);
  const byAddress = Map.groupBy(receipts, ({ contactPointId = '' }) => {
    const { channel, address } = ending.contactPoints.get(contactPointId) ?? {};
    return `${channel} ${address}`;
  });
  const tooMany = [...byMessage].filter(([, given]) => given.length > 1);
  const tooSoon = [...byAddress].filter(([, given]) => {
    const times = given.map(({ recordedAt }) => Date.parse(recordedAt)).sort((a, b) => a - b);
    return times.some((time, index) => time - (times[index - 1] ?? -HOUR_MS) < HOUR_MS);
  });
  return [
    ...tooMany.map(([message, given]) => `The message ${message} has ${given.length} receipts.`),
    ...tooSoon.map(([address]) => `The address ${address} got two receipts within an hour.`),
  ];
}

/** At the commit of a reply its agent held the claim, the case was open, and it answered the newest arrival. */
export function onlyTheHolderAnswers({ caseCommits }: Ending): string[] {
  return caseCommits.flatMap(({ before, outbox }) =>
    outbox.events
      .filter((event) => event.type === 'ReplyQueued')
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
