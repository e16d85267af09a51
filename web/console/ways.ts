import type { Case } from '../../shared/domain/case.ts';
import type { HandOver } from '../../shared/domain/hand-over.ts';
import type { Interaction } from '../../shared/domain/interaction.ts';
import type { TableContents } from './read-table.ts';
import type { Way, WayStep } from './state.ts';

const NEWEST = 20;

/** The way of each message from a customer, newest first, read off what the table says now. */
export function waysOf(contents: TableContents): Way[] {
  return contents.interactions
    .filter(({ direction }) => direction === 'inbound')
    .sort((one, other) => other.recordedAt.localeCompare(one.recordedAt))
    .slice(0, NEWEST)
    .map((interaction) => wayOf(interaction, contents));
}

function wayOf(interaction: Interaction, contents: TableContents): Way {
  const { interactionId, at, text, caseId, contactPointId = '', channel, kind } = interaction;
  const subject = contents.cases.get(caseId);
  const steps: WayStep[] = [
    { name: 'Edge', state: 'done', detail: `accepted on ${channel}` },
    { name: 'Recorder', state: 'done', detail: `${interaction.joinReason ?? ''} Case ${caseId}.`.trim() },
  ];
  if (subject && kind === 'message') {
    const handOver = newestHandOver(subject, contents.handOvers);
    steps.push(routeStep(subject), taskStep(subject, handOver), answerStep(interaction, subject, contents));
  }
  const from = contents.contactPoints.get(contactPointId)?.address ?? 'unknown';
  return { id: interactionId, at, from, text, caseId, steps };
}

function routeStep({ route, state }: Case): WayStep {
  if (!route) {
    return state === 'open'
      ? { name: 'Route', state: 'waiting', detail: 'on its way to the routing table' }
      : { name: 'Route', state: 'not needed', detail: 'the case is resolved' };
  }
  const { queue, priority, reason } = route;
  return { name: 'Route', state: 'done', detail: `${queue}, priority ${priority}. ${reason}` };
}

const newestHandOver = ({ caseId }: Case, handOvers: readonly HandOver[]) =>
  handOvers
    .filter((each) => each.caseId === caseId)
    .sort((one, other) => other.routeSequence - one.routeSequence)[0];

function taskStep({ state }: Case, handOver: HandOver | undefined): WayStep {
  const progress = handOver?.progress;
  switch (progress?.state) {
    case 'done':
      return { name: 'Task', state: 'done', detail: `Amazon Connect contact ${progress.contactId}` };
    case 'failed':
      return { name: 'Task', state: 'failed', detail: progress.reason };
    case 'superseded':
      return { name: 'Task', state: 'not needed', detail: progress.reason };
    case 'pending':
      return { name: 'Task', state: 'waiting', detail: 'waiting for its turn' };
    case undefined:
      return state === 'open'
        ? { name: 'Task', state: 'waiting', detail: 'not handed over yet' }
        : { name: 'Task', state: 'not needed', detail: 'the case is resolved' };
  }
}

function answerStep({ arrival = 0, caseId }: Interaction, subject: Case, contents: TableContents): WayStep {
  const reply = contents.interactions
    .filter(
      (each) => each.caseId === caseId && each.direction === 'outbound' && (each.answers ?? 0) >= arrival,
    )
    .sort((one, other) => one.recordedAt.localeCompare(other.recordedAt))[0];
  const delivery = reply?.delivery;
  if (delivery) {
    const lost = delivery.state === 'failed' || delivery.state === 'unknown';
    const detail = `by ${reply.agent}: ${delivery.state}${delivery.state === 'failed' ? `, ${delivery.reason}` : ''}`;
    return {
      name: 'Answer',
      state: lost ? 'failed' : delivery.state === 'queued' ? 'waiting' : 'done',
      detail,
    };
  }
  if (subject.answered >= arrival) {
    return { name: 'Answer', state: 'not needed', detail: 'resolved, or it needed no answer' };
  }
  const detail = subject.claim ? `claimed by ${subject.claim.agent}` : 'nobody has claimed the case';
  return { name: 'Answer', state: 'waiting', detail };
}
