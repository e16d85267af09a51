import * as z from 'zod';
import { CaseOpened } from '../../shared/events/case-opened.ts';
import { CaseReopened } from '../../shared/events/case-reopened.ts';
import { eventReader } from '../../shared/runtime/event-consumer.ts';
import { parseJson } from '../../shared/runtime/json.ts';

/** The events after which a case needs a route. */
export type OpeningEvent = CaseOpened | CaseReopened;

const readers = { CaseOpened: eventReader(CaseOpened), CaseReopened: eventReader(CaseReopened) };

const named = z.object({ 'detail-type': z.enum([CaseOpened.name, CaseReopened.name]) });

/** @throws PermanentFailure when it is another event, or not of its shape. */
export function parseOpeningEvent(body: string): OpeningEvent {
  return readers[parseJson(body, named, 'The event')['detail-type']](body);
}
