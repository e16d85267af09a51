import * as z from 'zod';
import type { JoinReason } from '../domain/join-case.ts';
import type { InteractionRef, Outbox, OutboxEntry } from '../domain/outbox.ts';
import { SKIP_REASONS, type SurveyScores } from '../domain/survey.ts';
import { storedTime, timeToStore } from './case-fields.ts';
import type { Item } from './table.ts';

const ref = { interactionId: z.string(), interactionAt: z.string() };
/** Points at an interaction, as it is stored. */
export const interactionRef = z.object(ref);
const reply = { ...ref, answers: z.number(), agent: z.string(), via: z.string() };
const joinReason = z.enum([
  'answers-our-message',
  'open-case',
  'after-resolution',
  'only-thanks',
  'survey-answer',
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
  z.object({ type: z.literal('PromiseAtRisk') }),
  z.object({ type: z.literal('PromiseBroken') }),
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
  z.object({
    type: z.literal('SurveyReplied'),
    surveyed: z.number(),
    score: z.number(),
    via: z.string(),
    ...ref,
  }),
  z.object({
    type: z.literal('SurveyAnswered'),
    surveyed: z.number(),
    scores: surveyScores,
    via: z.string(),
  }),
  z.object({ type: z.literal('SurveyExpired'), surveyed: z.number() }),
  z.object({ type: z.literal('SurveyStopped'), surveyed: z.number() }),
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
  at: storedTime,
  events: z.array(entry),
});

/** An event of the newest arrival points to it in the case itself: 80 bytes less. */
const OF_NEWEST = 'ofNewest';

export function outboxToStore({ events, ...outbox }: Outbox, newest: InteractionRef | undefined) {
  const at = timeToStore(outbox.at);
  return {
    ...outbox,
    at,
    events: events.map((event) => (isOfNewest(event, newest) ? pointing(event) : event)),
  };
}

function isOfNewest(event: OutboxEntry, newest: InteractionRef | undefined): boolean {
  return (
    'interactionId' in event &&
    newest !== undefined &&
    event.interactionId === newest.interactionId &&
    event.interactionAt === newest.interactionAt
  );
}

function pointing({
  interactionId: _id,
  interactionAt: _at,
  ...event
}: OutboxEntry & Partial<InteractionRef>) {
  return { ...event, [OF_NEWEST]: true };
}

const pointer = z.object({
  newest: z.object({ interactionId: z.string(), interactionAt: storedTime }).optional(),
  outbox: z.looseObject({ events: z.array(z.looseObject({ [OF_NEWEST]: z.literal(true).optional() })) }),
});

/** The outbox of an item, each event with the interaction it is about. */
export function withNewest(item: Item): unknown {
  const { newest, outbox } = pointer.parse(item);
  const events = outbox.events.map(({ [OF_NEWEST]: ofNewest, ...event }) =>
    ofNewest ? { ...event, ...newest } : event,
  );
  return { ...outbox, events };
}
