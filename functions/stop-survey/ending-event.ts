import * as z from 'zod';
import { CaseReopened } from '../../shared/events/case-reopened.ts';
import { SurveyAnswered } from '../../shared/events/survey-answered.ts';
import { eventReader } from '../../shared/runtime/event-consumer.ts';
import { parseJson } from '../../shared/runtime/json.ts';

/** After these nobody is to be asked or reminded any more. */
export type EndingEvent =
  | { readonly type: 'reopened'; readonly event: CaseReopened }
  | { readonly type: 'answered'; readonly event: SurveyAnswered };

const named = z.object({ 'detail-type': z.enum([CaseReopened.name, SurveyAnswered.name]) });
const readReopened = eventReader(CaseReopened);
const readAnswered = eventReader(SurveyAnswered);

/** @throws PermanentFailure when it is another event, or not of its shape. */
export function parseEndingEvent(body: string): EndingEvent {
  return parseJson(body, named, 'The event')['detail-type'] === CaseReopened.name
    ? { type: 'reopened', event: readReopened(body) }
    : { type: 'answered', event: readAnswered(body) };
}
