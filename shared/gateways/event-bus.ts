import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { PublishedEvent } from '../events/envelope.ts';
import { errorName } from '../runtime/failure.ts';

/** PutEvents takes this many entries at once. */
const MOST_ENTRIES = 10;

/** How often entries that were refused in a call that succeeded are put again before they count as unpublished. */
const ROUNDS = 3;

/** What the bus did not take, and the name of the last error. */
export interface Unpublished {
  readonly events: readonly PublishedEvent[];
  readonly error?: string;
}

export interface EventBus {
  /** Puts events on the bus and says which of them it did not take; never throws for an answer of the bus. */
  put(events: readonly PublishedEvent[]): Promise<Unpublished>;
}

export function eventBus(client: EventBridgeClient, busName: string): EventBus {
  return {
    async put(events) {
      const answers: ChunkAnswer[] = [];
      for (const chunk of chunksOf(events)) answers.push(await putChunk(client, busName, chunk));
      const error = answers.findLast((answer) => answer.error !== undefined)?.error;
      return { events: answers.flatMap(({ left }) => left), ...(error !== undefined && { error }) };
    },
  };
}

interface ChunkAnswer {
  readonly left: readonly PublishedEvent[];
  readonly error?: string | undefined;
}

async function putChunk(
  client: EventBridgeClient,
  busName: string,
  chunk: readonly PublishedEvent[],
): Promise<ChunkAnswer> {
  let left = chunk;
  let error: string | undefined;
  for (let round = 0; round < ROUNDS && left.length > 0; round += 1) {
    const tried = left;
    try {
      const Entries = tried.map((event) => entryOf(event, busName));
      const answer = await client.send(new PutEventsCommand({ Entries }));
      left = tried.filter((_, index) => answer.Entries?.[index]?.EventId === undefined);
      error = answer.Entries?.findLast(({ ErrorCode }) => ErrorCode !== undefined)?.ErrorCode;
    } catch (thrown) {
      // The SDK has tried again already. Nobody knows how many got through, so all count as unpublished: consumers
      // know an event id when they see it again.
      return { left, error: errorName(thrown) };
    }
  }
  return { left, error };
}

function entryOf({ source, detailType, detail }: PublishedEvent, busName: string) {
  return {
    EventBusName: busName,
    Source: source,
    DetailType: detailType,
    Time: new Date(detail.at),
    Detail: JSON.stringify(detail),
  };
}

function chunksOf(events: readonly PublishedEvent[]): PublishedEvent[][] {
  const count = Math.ceil(events.length / MOST_ENTRIES);
  return Array.from({ length: count }, (_, index) =>
    events.slice(index * MOST_ENTRIES, (index + 1) * MOST_ENTRIES),
  );
}
