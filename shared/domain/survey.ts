import type { Case } from './case.ts';
import type { Channel } from './channel.ts';
import type { InteractionRef } from './outbox.ts';
import type { QuietHours } from './quiet-hours.ts';

/** What a survey asks, and the scale of its answer: satisfaction, effort, and whether they would recommend us. */
export const SCALES = {
  csat: { lowest: 1, highest: 5 },
  effort: { lowest: 1, highest: 5 },
  nps: { lowest: 0, highest: 10 },
} as const;

export type SurveyQuestion = keyof typeof SCALES;

/** Answers by question; the first one is always there. */
export type SurveyScores = { readonly csat: number } & Readonly<
  Partial<Record<Exclude<SurveyQuestion, 'csat'>, number | undefined>>
>;

/** How a company asks, in milliseconds. */
export interface SurveyRules {
  /** From the resolution to the question. */
  readonly afterMs: number;
  readonly quietHours: QuietHours;
  readonly remindAfterMs: number;
  /** From the question to its end. */
  readonly expireAfterMs: number;
  /** One person is asked at most once in this time, on any channel. */
  readonly atMostEveryMs: number;
  readonly questions: readonly SurveyQuestion[];
  /** A csat at or below it opens the case again. */
  readonly lowScore: number;
  /** Such a case is for another agent than the one who resolved it. */
  readonly lowScoreToAnotherAgent: boolean;
  /** Zone of customers whose own is not known. */
  readonly zone: string;
}

/**
 * `asked` until it is answered, has expired, or the case is open again (`stopped`: nobody is reminded any more, though
 * the link goes on to count); `skipped`: nobody was asked.
 */
export const SURVEY_STATES = ['asked', 'answered', 'expired', 'stopped', 'skipped'] as const;
export type SurveyState = (typeof SURVEY_STATES)[number];

/** What the case itself says of its survey. */
export interface CaseSurvey {
  /** Which resolution it asks about. */
  readonly opening: number;
  readonly state: SurveyState;
  /** The csat. */
  readonly score?: number;
}

/** The survey about one resolution of a case. */
export interface Survey {
  readonly caseId: string;
  readonly customerId: string;
  readonly opening: number;
  readonly version: number;
  readonly state: SurveyState;
  /** ISO time of the state. */
  readonly at: string;
  /** Why it was skipped. */
  readonly reason?: SkipReason;
  /** Where it was asked. */
  readonly channel?: Channel;
  readonly contactPointId?: string;
  readonly account?: string;
  /** ISO time from which no answer counts. */
  readonly until?: string;
  /** In which they were asked. */
  readonly language?: string;
  /** The asking message. */
  readonly asked?: InteractionRef;
  readonly reminded?: InteractionRef;
  /** Our thanks for an answer that came as a message. */
  readonly thanked?: InteractionRef;
  /** Hands the workflow on when the answer is there. */
  readonly taskToken?: string;
  readonly scores?: SurveyScores;
}

export const SKIP_REASONS = ['reopened', 'never-answered', 'asked-recently', 'no-channel'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** Where a survey is asked, and from which address of ours. */
export type SurveyRecipient = Pick<Case, 'channel' | 'contactPointId' | 'account'>;

/** The resolution asked about still stands. */
export function isResolved({ state, opening }: Case, asked: number): boolean {
  return state === 'resolved' && opening === asked;
}

/**
 * The csat that a message gives which is nothing but a number of the scale, as people answer on a phone: `5`, `5!`,
 * `5/5`. Undefined for anything else: that is a message to a person.
 */
export function scoreInText(text: string): number | undefined {
  const { lowest, highest } = SCALES.csat;
  const [, digits, of] = /^\s*(\d{1,2})\s*(?:\/\s*(\d{1,2}))?\s*[.!]*\s*$/.exec(text) ?? [];
  const score = Number(digits);
  const fits = digits !== undefined && score >= lowest && score <= highest;
  return fits && (of === undefined || Number(of) === highest) ? score : undefined;
}
