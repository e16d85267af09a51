import { compiled } from '../../../shared/config/compiled.ts';
import type { Case } from '../../../shared/domain/case.ts';
import type { Interaction } from '../../../shared/domain/interaction.ts';
import { type JoinDecision, type JoinQuestion, joinCase } from '../../../shared/domain/join-case.ts';
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

/**
 * What the rules say, also if the provider said which of our messages it answers, which only the payload knows. Who is
 * placed alone is told by another rule.
 */
function mayGoThere(commit: CaseCommit, message: Interaction, cases: readonly Case[]) {
  const { kind, at, text, recordedAt, automatic, proof, suggestion } = message;
  if (kind === 'survey-answer') return commit.before?.state === commit.after.state;
  if (kind !== 'message' && kind !== 'opt-out' && kind !== 'opt-in') return false;
  const threads = [undefined, ...cases.map(({ caseId }) => caseId)];
  const alone = proof ? ('unproven-sender' as const) : ('token-of-another' as const);
  const question = { kind, at, text, automatic, cases, now: recordedAt };
  const questions: JoinQuestion[] = [
    ...threads.map((threadedTo) => ({ ...question, threadedTo })),
    ...(proof || suggestion !== undefined ? [{ ...question, alone }] : []),
  ];
  // The envelope of a notice is not kept.
  const withNotices = automatic ? questions.map((each) => ({ ...each, notice: true })) : [];
  return [...questions, ...withNotices].some((each) =>
    isWhatHappened(joinCase(each, compiled.joining), commit),
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

/**
 * The messages of a customer open one case: no run takes as long as an open case draws them, but for the days of surveys.
 * What nobody is proven to have sent opens its own.
 */
export function oneCaseOfOneBeginning({ caseCommits, plan }: Ending): string[] {
  const begins = ({ outbox }: CaseCommit) =>
    outbox.events.some(
      (event) =>
        event.type === 'CaseOpened' &&
        (event.reason === 'first-message' || (event.reason === 'nothing-recent' && !plan.surveyed)),
    );
  const opened = Map.groupBy(caseCommits.filter(begins), ({ after }) => after.customerId);
  return [...opened].flatMap(([customerId, commits]) =>
    commits.length === 1 ? [] : [`The customer ${customerId} had ${commits.length} cases opened.`],
  );
}

export function openCasesListed({ cases, customers }: Ending): string[] {
  return [...customers].flatMap(([customerId, { openCases: listed }]) => {
    const open = cases.filter((each) => each.customerId === customerId && each.state === 'open');
    const names = open.map(({ caseId }) => caseId).sort();
    return names.join() === [...listed].sort().join()
      ? []
      : [
          `The profile ${customerId} lists ${listed.join(', ') || 'none'}; open: ${names.join(', ') || 'none'}.`,
        ];
  });
}
