import type { Outbox, OutboxEntry } from '../domain/outbox.ts';
import { CaseClaimed } from './case-claimed.ts';
import { CaseHandedOver } from './case-handed-over.ts';
import { CaseOpened } from './case-opened.ts';
import { CaseReleased } from './case-released.ts';
import { CaseReopened } from './case-reopened.ts';
import { CaseResolved } from './case-resolved.ts';
import { CaseRouted } from './case-routed.ts';
import { CustomerOptedOut } from './customer-opted-out.ts';
import { type EventSubject, enveloped, type PublishedEvent } from './envelope.ts';
import { InteractionReceived } from './interaction-received.ts';
import { PromiseAtRisk } from './promise-at-risk.ts';
import { PromiseBroken } from './promise-broken.ts';
import { ReplyFailed } from './reply-failed.ts';
import { ReplyQueued } from './reply-queued.ts';
import { ReplySent } from './reply-sent.ts';
import { SurveyAnswered } from './survey-answered.ts';
import { SurveyAsked } from './survey-asked.ts';
import { SurveyExpired } from './survey-expired.ts';
import { SurveyReplied } from './survey-replied.ts';
import { SurveySkipped } from './survey-skipped.ts';
import { SurveyStopped } from './survey-stopped.ts';

/** Every event of this project, by name. */
export const EVENTS = {
  CaseOpened,
  CaseReopened,
  InteractionReceived,
  CustomerOptedOut,
  CaseRouted,
  PromiseAtRisk,
  PromiseBroken,
  CaseHandedOver,
  CaseClaimed,
  CaseReleased,
  ReplyQueued,
  ReplySent,
  ReplyFailed,
  CaseResolved,
  SurveyAsked,
  SurveyReplied,
  SurveyAnswered,
  SurveyExpired,
  SurveyStopped,
  SurveySkipped,
} as const;

/**
 * The events of an outbox, from the image of the item that carries it.
 *
 * @throws Error when the image lacks a fact that one of them tells.
 */
export function eventsOf(outbox: Outbox, subject: EventSubject): PublishedEvent[] {
  return outbox.events.map((entry, index) => {
    const { name, version } = EVENTS[entry.type];
    return enveloped(name, version, factsOf(entry, subject), { subject, outbox, index });
  });
}

/** A switch, because only so the compiler sees that entry and maker belong together. */
function factsOf(entry: OutboxEntry, subject: EventSubject): Readonly<Record<string, unknown>> {
  switch (entry.type) {
    case 'CaseOpened':
      return CaseOpened.facts(entry, subject);
    case 'CaseReopened':
      return CaseReopened.facts(entry, subject);
    case 'InteractionReceived':
      return InteractionReceived.facts(entry, subject);
    case 'CustomerOptedOut':
      return CustomerOptedOut.facts(entry, subject);
    case 'CaseRouted':
      return CaseRouted.facts(entry, subject);
    case 'PromiseAtRisk':
      return PromiseAtRisk.facts(entry, subject);
    case 'PromiseBroken':
      return PromiseBroken.facts(entry, subject);
    case 'CaseHandedOver':
      return CaseHandedOver.facts(entry, subject);
    case 'CaseClaimed':
      return CaseClaimed.facts(entry, subject);
    case 'CaseReleased':
      return CaseReleased.facts(entry, subject);
    case 'ReplyQueued':
      return ReplyQueued.facts(entry, subject);
    case 'ReplySent':
      return ReplySent.facts(entry, subject);
    case 'ReplyFailed':
      return ReplyFailed.facts(entry, subject);
    case 'CaseResolved':
      return CaseResolved.facts(entry, subject);
    case 'SurveyAsked':
      return SurveyAsked.facts(entry, subject);
    case 'SurveyReplied':
      return SurveyReplied.facts(entry, subject);
    case 'SurveyAnswered':
      return SurveyAnswered.facts(entry, subject);
    case 'SurveyExpired':
      return SurveyExpired.facts(entry, subject);
    case 'SurveyStopped':
      return SurveyStopped.facts(entry, subject);
    case 'SurveySkipped':
      return SurveySkipped.facts(entry, subject);
  }
}
