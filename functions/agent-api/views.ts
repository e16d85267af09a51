import type { Case, Claim } from '../../shared/domain/case.ts';
import { liveClaim } from '../../shared/domain/claim.ts';
import type { Customer } from '../../shared/domain/customer.ts';
import { failureSentence } from '../../shared/domain/failure-sentence.ts';
import type { Attachment } from '../../shared/domain/inbound-message.ts';
import type { Delivery, Interaction } from '../../shared/domain/interaction.ts';
import type { ArchiveLinks } from '../../shared/gateways/archive-links.ts';
import type { ListedCase } from '../../shared/stores/case-store.ts';

/**
 * What agents get to see, as `openapi.yaml` describes it. Fields are named one by one, so that a field added to an
 * item stays inside until somebody decides otherwise.
 */

/** Who looks, and when: a lapsed claim is none. */
export interface Viewer {
  readonly agentId: string;
  /** ISO time. */
  readonly now: string;
}

export function caseView(subject: Case, viewer: Viewer) {
  const { caseId, customerId, state, version, opening, openedAt, resolvedAt, resolvedBy } = subject;
  const { lastActiveAt, waitingSince, arrivals, answered, channel, account } = subject;
  return {
    ...{ caseId, customerId, state, version, opening, openedAt, resolvedAt, resolvedBy },
    ...{ lastActiveAt, waitingSince, arrivals, answered, channel, account },
    promise: promiseView(subject),
    survey: subject.survey,
    avoidAgent: subject.avoidAgent,
    route: routeView(subject),
    claim: claimView(liveClaim(subject, viewer.now), viewer),
  };
}

function promiseView({ promise }: Pick<Case, 'promise'>) {
  return promise && { due: promise.due, state: promise.state };
}

function routeView({ route }: Case) {
  if (!route) return undefined;
  const { queue, priority, skills, destination, rule, reason, at } = route;
  return { queue, priority, skills, destination, rule, reason, at };
}

function claimView(claim: Claim | undefined, { agentId }: Viewer) {
  return claim && { agent: claim.agent, until: claim.until, mine: claim.agent === agentId };
}

/** A line of the work list. */
export function workView(subject: ListedCase, viewer: Viewer) {
  const { caseId, customerId, channel, openedAt, lastActiveAt, waitingSince, arrivals, answered } = subject;
  return {
    ...{ caseId, customerId, channel, openedAt, lastActiveAt, waitingSince, arrivals, answered },
    queue: subject.route?.queue,
    priority: subject.route?.priority,
    promise: promiseView(subject),
    claim: claimView(liveClaim(subject, viewer.now), viewer),
  };
}

export function customerView(customer: Customer) {
  const { customerId, createdAt, openCases, name, language, timeZone, segment, contract, preferred } =
    customer;
  return { customerId, createdAt, openCases, name, language, timeZone, segment, contract, preferred };
}

export function interactionView(interaction: Interaction) {
  const { interactionId, caseId, channel, direction, kind, at, subject, text, folded, shortened } =
    interaction;
  const { arrival, answers, agent, joinReason, automatic, proof, suggestion, delivery } = interaction;
  return {
    ...{ interactionId, caseId, channel, direction, kind, at, subject, shortened },
    ...withoutSurveyLinks({ text, folded }),
    ...{ arrival, answers, agent, joinReason, automatic, proof, suggestion },
    delivery: delivery && deliveryView(delivery),
  };
}

/** The link of a survey answers it, in the customer's place: it is nothing for agents. */
function withoutSurveyLinks({ text, folded }: Pick<Interaction, 'text' | 'folded'>) {
  const hide = (shown: string) => shown.replace(/\/survey\/[a-z2-7]{20,}/g, '/survey/…');
  return { text: hide(text), folded: folded === undefined ? undefined : hide(folded) };
}

/** An interaction with links to what came with it, which work for a few minutes. */
export async function linkedInteractionView(interaction: Interaction, linkTo: ArchiveLinks) {
  const { attachments, htmlKey } = interaction;
  return {
    ...interactionView(interaction),
    ...(attachments && {
      attachments: await Promise.all(attachments.map((each) => attachmentView(each, linkTo))),
    }),
    ...(htmlKey !== undefined && { htmlUrl: await linkTo({ key: htmlKey }) }),
  };
}

async function attachmentView({ name, type, bytes, key }: Attachment, linkTo: ArchiveLinks) {
  return { name, type, bytes, url: await linkTo({ key, name }) };
}

function deliveryView(delivery: Delivery) {
  switch (delivery.state) {
    case 'queued':
      return { state: delivery.state };
    case 'sending':
      return { state: delivery.state, at: delivery.since };
    case 'failed':
      return {
        state: delivery.state,
        at: delivery.at,
        reason: delivery.reason,
        sentence: failureSentence(delivery.reason),
      };
    case 'sent':
    case 'delivered':
    case 'read':
    case 'unknown':
      return { state: delivery.state, at: delivery.at };
  }
}
