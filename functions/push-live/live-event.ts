import * as z from 'zod';
import { CaseOpened } from '../../shared/events/case-opened.ts';
import { CaseReopened } from '../../shared/events/case-reopened.ts';
import { CaseResolved } from '../../shared/events/case-resolved.ts';
import { InteractionReceived } from '../../shared/events/interaction-received.ts';
import { ReplySent } from '../../shared/events/reply-sent.ts';
import { SurveyAnswered } from '../../shared/events/survey-answered.ts';
import { SurveyAsked } from '../../shared/events/survey-asked.ts';
import { EVENT_SOURCE } from '../../shared/names.ts';
import { parseJson } from '../../shared/runtime/json.ts';

/** After these a chat's page shows something else than before. */
const HEARD = [
  CaseOpened,
  CaseReopened,
  InteractionReceived,
  ReplySent,
  CaseResolved,
  SurveyAsked,
  SurveyAnswered,
] as const;

/** What is told of an event: ids and facts that all of them have. */
const liveEvent = z.object({
  source: z.literal(EVENT_SOURCE),
  'detail-type': z.enum(HEARD.map(({ name }) => name)),
  detail: CaseOpened.schema
    .pick({ eventId: true, at: true, caseId: true })
    .extend({ interactionId: z.string().optional() }),
});

export interface LiveEvent extends z.output<typeof liveEvent.shape.detail> {
  readonly type: string;
}

/** @throws PermanentFailure when it is another event, or not of its shape. */
export function parseLiveEvent(body: string): LiveEvent {
  const { 'detail-type': type, detail } = parseJson(body, liveEvent, 'The event');
  return { type, ...detail };
}
