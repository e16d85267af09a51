import type { DynamoDBRecord } from 'aws-lambda';
import { eventsOf } from '../../shared/events/catalogue.ts';
import type { PublishedEvent } from '../../shared/events/envelope.ts';
import { errorName, TransientFailure } from '../../shared/runtime/failure.ts';
import { toldBy } from '../../shared/stores/outbox-image.ts';
import { fromAttributes, type Item } from '../../shared/stores/table.ts';
import type { PublishEventsDependencies } from './dependencies.ts';

/**
 * Publishes what changed items have to tell. Everything that can be published is, also when a part cannot; then the
 * batch fails, is tried again by AWS and at last kept in S3 for `npm run republish`. An event published again has
 * the id it had, and consumers know it.
 *
 * @throws TransientFailure when anything is left unpublished.
 */
export async function publishEvents(
  records: readonly DynamoDBRecord[],
  { bus, log }: PublishEventsDependencies,
): Promise<void> {
  const read = records.map(readRecord);
  const events = read.flatMap((each) => (each.readable ? each.events : []));
  const left = await bus.put(events);
  for (const each of read) if (!each.readable) log('TL2005', { error: each.error, reason: 'unreadable' });
  if (left.events.length > 0) {
    log('TL2005', { count: left.events.length, error: left.error, reason: 'not-taken-by-bus' });
  }
  if (left.events.length === 0 && read.every(({ readable }) => readable)) return;
  throw new TransientFailure('Some events are not published yet.');
}

type ReadRecord =
  | { readonly readable: true; readonly events: readonly PublishedEvent[] }
  | { readonly readable: false; readonly error: string };

function readRecord({ dynamodb }: DynamoDBRecord): ReadRecord {
  try {
    const told = toldBy(imageOf(dynamodb?.NewImage), imageOf(dynamodb?.OldImage));
    return { readable: true, events: told ? eventsOf(told.outbox, told.subject) : [] };
  } catch (error) {
    return { readable: false, error: errorName(error) };
  }
}

type Image = NonNullable<DynamoDBRecord['dynamodb']>['NewImage'];

function imageOf(image: Image): Item | undefined {
  // The event's types and the SDK's say the same in different words; both are DynamoDB's JSON.
  return image && fromAttributes(image as Parameters<typeof fromAttributes>[0]);
}
