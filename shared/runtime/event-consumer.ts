import * as z from 'zod';
import { EVENT_SOURCE } from '../names.ts';
import { parseJson } from './json.ts';

/** What the reader of an event needs of its file in `shared/events`. */
export interface EventShape<Detail extends z.ZodType> {
  /** The `detail-type`, e.g. `CaseRouted`. */
  readonly name: string;
  /** Of the `detail`. */
  readonly schema: Detail;
}

/**
 * A reader of one event as an EventBridge rule puts it into a queue.
 *
 * @returns for a queue consumer's `parse`: takes the message body, gives the event's detail, throws
 *   PermanentFailure when the body is another event or not of the event's shape.
 */
export function eventReader<Detail extends z.ZodType>({
  name,
  schema,
}: EventShape<Detail>): (body: string) => z.output<Detail> {
  const envelope = z.object({
    source: z.literal(EVENT_SOURCE),
    'detail-type': z.literal(name),
    detail: z.unknown(),
  });
  return (body) => {
    const { detail } = parseJson(body, envelope, `The event ${name}`);
    return parseJson(JSON.stringify(detail), schema, `The detail of ${name}`);
  };
}
