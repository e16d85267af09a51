import { compiled } from '../../../shared/config/compiled.ts';
import type { Case } from '../../../shared/domain/case.ts';
import type { Interaction } from '../../../shared/domain/interaction.ts';
import { type JoinDecision, joinCase } from '../../../shared/domain/join-case.ts';
import type { CaseCommit, Ending } from '../ending.ts';

/** Every commit raises the version by one: two writers never wrote the same one. */
export function versionsWithoutGap({ caseCommits }: Ending): string[] {
  return caseCommits.flatMap(({ before, after }) =>
    after.version === (before?.version ?? 0) + 1
      ? []
      : [`The case ${after.caseId} went from version ${before?.version ?? 0} to ${after.version}.`],
  );
}

/** Replays the commits: each message is asked about again, with the cases as they were at its commit. */
export function joinedByTheRules({ caseCommits, interactions }: Ending): string[] {
  const inbound = new Map(
    interactions
      .filter(({ direction }) => direction === 'inbound')
      .map((interaction) => [interaction.interactionId.slice(0, 16), interaction]),
  );
  const states = new Map<string, Case>();
  const wrong: string[] = [];
  for (const commit of caseCommits) {
    const message = inbound.get(commit.outbox.commit);
    if (message) {
      const cases = [...states.values()].filter(({ customerId }) => customerId === commit.after.customerId);
      if (!mayGoThere(commit, message, cases)) {
        wrong.push(
          `The message ${message.providerMessageId} went to ${commit.after.caseId} against the rules.`,
        );
      }
    }
    states.set(commit.after.caseId, commit.after);
  }
  return wrong;
}

/** What the rules say, also if the provider said which of our messages it answers, which only the payload knows. */
function mayGoThere(
  commit: CaseCommit,
  { kind, at, text, recordedAt, automatic }: Interaction,
  cases: readonly Case[],
) {
  if (kind === 'survey-answer') return commit.before?.state === commit.after.state;
  if (kind !== 'message' && kind !== 'opt-out' && kind !== 'opt-in') return false;
  const question = { kind, at, text, automatic, cases, now: recordedAt };
  const threads = [undefined, ...cases.map(({ caseId }) => caseId)];
  return threads.some((threadedTo) =>
    isWhatHappened(
      joinCase({ ...question, ...(threadedTo !== undefined && { threadedTo }) }, compiled.joining),
      commit,
    ),
  );
}

function isWhatHappened(decision: JoinDecision, { before, after }: CaseCommit): boolean {
  switch (decision.to) {
    case 'open':
      return before === undefined && after.state === 'open';
    case 'open-resolved':
      return before === undefined && after.state === 'resolved';
    case 'reopen':
      return decision.case.caseId === after.caseId && before?.state === 'resolved' && after.state === 'open';
    case 'join':
    case 'add':
      return decision.case.caseId === after.caseId && before?.state === after.state;
  }
}

/** No run takes as long as an open case draws messages, so a customer's messages open one case. */
export function oneCaseOfOneBeginning({ caseCommits }: Ending): string[] {
  const opened = Map.groupBy(
    caseCommits.filter(({ outbox }) => outbox.events.some(({ type }) => type === 'CaseOpened')),
    ({ after }) => after.customerId,
  );
  return [...opened].flatMap(([customerId, commits]) =>
    commits.length === 1 ? [] : [`The customer ${customerId} had ${commits.length} cases opened.`],
  );
}

export function openCasesListed({ cases, openCases }: Ending): string[] {
  return [...openCases].flatMap(([customerId, listed]) => {
    const open = cases.filter((each) => each.customerId === customerId && each.state === 'open');
    const names = open.map(({ caseId }) => caseId).sort();
    return names.join() === [...listed].sort().join()
      ? []
      : [
          `The profile ${customerId} lists ${listed.join(', ') || 'none'}; open: ${names.join(', ') || 'none'}.`,
        ];
  });
}
