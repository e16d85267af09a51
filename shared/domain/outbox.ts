import type { JoinReason } from './join-case.ts';
import type { SkipReason, SurveyScores } from './survey.ts';

/** Points at an interaction: its id and the provider's time it is stored under. */
export interface InteractionRef {
  readonly interactionId: string;
  readonly interactionAt: string;
}

/**
 * What a change has to tell, kept with the item it changed and published from there (`shared/events` makes the
 * events). Only what the item's new image does not hold itself: a case has to stay under 1 KB.
 */
export type OutboxEntry =
  | ({ readonly type: 'CaseOpened'; readonly reason: JoinReason } & InteractionRef)
  | ({
      readonly type: 'CaseReopened';
      readonly reason: JoinReason | 'agent' | 'low-score';
    } & Partial<InteractionRef>)
  | ({
      readonly type: 'InteractionReceived';
      readonly reason: JoinReason;
      readonly arrival?: number;
    } & InteractionRef)
  | ({ readonly type: 'CustomerOptedOut'; readonly contactPointId: string } & InteractionRef)
  | { readonly type: 'CaseRouted' }
  | { readonly type: 'PromiseAtRisk' }
  | { readonly type: 'PromiseBroken' }
  | { readonly type: 'CaseClaimed' }
  | { readonly type: 'CaseReleased'; readonly agent: string }
  | ({ readonly type: 'ReplyQueued' } & ReplyFacts)
  | ({ readonly type: 'ReplySent' } & ReplyFacts)
  | ({
      readonly type: 'ReplyFailed';
      readonly outcome: 'failed' | 'unknown';
      readonly reason: string;
    } & ReplyFacts)
  | { readonly type: 'CaseResolved' }
  | ({ readonly type: 'SurveyAsked'; readonly surveyed: number; readonly via: string } & InteractionRef)
  | ({
      readonly type: 'SurveyReplied';
      readonly surveyed: number;
      readonly score: number;
      readonly via: string;
    } & InteractionRef)
  | {
      readonly type: 'SurveyAnswered';
      readonly surveyed: number;
      readonly scores: SurveyScores;
      readonly via: string;
    }
  | { readonly type: 'SurveyExpired'; readonly surveyed: number }
  | { readonly type: 'SurveyStopped'; readonly surveyed: number }
  | { readonly type: 'SurveySkipped'; readonly surveyed: number; readonly reason: SkipReason }
  | {
      readonly type: 'CaseHandedOver';
      readonly routeSequence: number;
      readonly queue: string;
      readonly destination: string;
      readonly contactId: string;
    };

/** A reply on its way. */
export interface ReplyFacts extends InteractionRef {
  /** The arrival it answers. */
  readonly answers: number;
  readonly agent: string;
  /** The channel it leaves on. */
  readonly via: string;
}

export interface Outbox {
  /** Made by whoever changed the item, of its own for every change: tells a write that applied from one that did not. */
  readonly commit: string;
  /** ISO time of the change. */
  readonly at: string;
  readonly events: readonly OutboxEntry[];
}
