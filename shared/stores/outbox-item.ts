import * as z from 'zod';
import type { JoinReason } from '../domain/join-case.ts';
import type { Outbox, OutboxEntry } from '../domain/outbox.ts';
import { SKIP_REASONS, type SurveyScores } from '../domain/survey.ts';

const ref = { interactionId: z.string(), interactionAt: z.string() };
/** Points at an interaction, as it is stored. */
export const interactionRef = z.object(ref);
const reply = { ...ref, answers: z.number(), agent: z.string(), via: z.string() };
const joinReason = z.enum([
  'answers-our-message',
  'open-case',
  'after-resolution',
  'only-thanks',
  'older-than-resolution',
  'keyword',
  'automatic',
  'unproven-sender',
  'token-of-another',
  'first-message',
  'nothing-recent',
] satisfies JoinReason[]);

/** A person's scores by question. */
export const surveyScores = z.object({
  csat: z.number(),
  effort: z.number().optional(),
  nps: z.number().optional(),
}) satisfies z.ZodType<SurveyScores>;

const entry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('CaseOpened'), reason: joinReason, ...ref }),
  z.object({
    type: z.literal('CaseReopened'),
    reason: z.union([joinReason, z.enum(['agent', 'low-score'])]),
    ...interactionRef.partial().shape,
  }),
  z.object({
    type: z.literal('InteractionReceived'),
    reason: joinReason,
    arrival: z.number().optional(),
    ...ref,
  }),
  z.object({ type: z.literal('CustomerOptedOut'), contactPointId: z.string(), ...ref }),
  z.object({ type: z.literal('CaseRouted') }),
  z.object({ type: z.literal('CaseClaimed') }),
  z.object({ type: z.literal('CaseReleased'), agent: z.string() }),
  z.object({ type: z.literal('ReplyQueued'), ...reply }),
  z.object({ type: z.literal('ReplySent'), ...reply }),
  z.object({
    type: z.literal('ReplyFailed'),
    outcome: z.enum(['failed', 'unknown']),
    reason: z.string(),
    ...reply,
  }),
  z.object({ type: z.literal('CaseResolved') }),
  z.object({ type: z.literal('SurveyAsked'), surveyed: z.number(), via: z.string(), ...ref }),
  z.object({ type: z.literal('SurveyReplied'), surveyed: z.number(), score: z.number(), ...ref }),
  z.object({
    type: z.literal('SurveyAnswered'),
    surveyed: z.number(),
    scores: surveyScores,
    via: z.string(),
  }),
  z.object({ type: z.literal('SurveyExpired'), surveyed: z.number() }),
  z.object({ type: z.literal('SurveySkipped'), surveyed: z.number(), reason: z.enum(SKIP_REASONS) }),
  z.object({
    type: z.literal('CaseHandedOver'),
    routeSequence: z.number(),
    queue: z.string(),
    destination: z.string(),
    contactId: z.string(),
  }),
]) satisfies z.ZodType<OutboxEntry>;

/** The outbox as it is stored with an item. */
export const outboxSchema: z.ZodType<Outbox> = z.object({
  commit: z.string(),
  at: z.string(),
  events: z.array(entry),
});

/** What an item carries of a change, whoever wrote it. */
export const carriesOutbox = z.object({ outbox: outboxSchema });
