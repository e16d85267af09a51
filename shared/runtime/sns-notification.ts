import * as z from 'zod';
import { parseJson } from './json.ts';

/** What SNS puts into a queue (Amazon SNS guide, "HTTP/S notification JSON format"), as far as it is used here. */
const notification = z.object({
  Type: z.literal('Notification'),
  Timestamp: z.iso.datetime({ offset: true }),
  Message: z.string(),
});

/**
 * A notification from the body of an SQS message: the text that was published, and when.
 *
 * @throws PermanentFailure when the body is none.
 */
export function readNotification(body: string): z.output<typeof notification> {
  return parseJson(body, notification, 'The notification');
}
