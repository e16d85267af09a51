import * as z from 'zod';
import { CaseOpened } from '../../shared/events/case-opened.ts';
import { CaseReopened } from '../../shared/events/case-reopened.ts';
import { InteractionReceived } from '../../shared/events/interaction-received.ts';
import { eventReader } from '../../shared/runtime/event-consumer.ts';
import { parseJson } from '../../shared/runtime/json.ts';

/** The events by which a message of a customer is heard of. An agent reopens a case without one. */
export type ArrivalEvent = CaseOpened | CaseReopened | InteractionReceived;

const readers = {
  CaseOpened: eventReader(CaseOpened),
  CaseReopened: eventReader(CaseReopened),
  InteractionReceived: eventReader(InteractionReceived),
};

const named = z.object({
  'detail-type': z.enum([CaseOpened.name, CaseReopened.name, InteractionReceived.name]),
});

/** @throws PermanentFailure when it is another event, or not of its shape. */
export function parseArrivalEvent(body: string): ArrivalEvent {
  return readers[parseJson(body, named, 'The event')['detail-type']](body);
}
