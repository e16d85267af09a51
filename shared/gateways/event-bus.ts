import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { PublishedEvent } from '../events/envelope.ts';

/** PutEvents takes this many entries at once. */
const MOST_ENTRIES = 10;

/** How often entries that were refused in a call that succeeded are put again before they count as unpublished. */
const ROUNDS = 3;

export interface EventBus {
  /** Puts events on the bus. Returns those that it did not take; never throws for an answer of the bus. */
  put(events: readonly PublishedEvent[]): Promise<readonly PublishedEvent[]>;
}

export function eventBus(client: EventBridgeClient, busName: string): EventBus {
  return {
    async put(events) {
      let left = events;
      for (let round = 0; round < ROUNDS && left.length > 0; round += 1) {
        const refused: PublishedEvent[] = [];
        for (const chunk of chunksOf(left)) refused.push(...(await putChunk(client, busName, chunk)));
        left = refused;
      }
      return left;
    },
  };
}

async function putChunk(
  client: EventBridgeClient,
  busName: string,
  events: readonly PublishedEvent[],
): Promise<readonly PublishedEvent[]> {
  const entries = events.map(({ source, detailType, detail }) => ({
    EventBusName: busName,
    Source: source,
    DetailType: detailType,
    Time: new Date(detail.at),
    Detail: JSON.stringify(detail),
  }));
  try {
    const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: entries }));
    return events.filter((_, index) => Entries[index]?.EventId === undefined);
  } catch {
    // Nobody knows how many of them got through: all count as unpublished, and consumers know an event id again.
    return events;
  }
}

function chunksOf(events: readonly PublishedEvent[]): PublishedEvent[][] {
  const count = Math.ceil(events.length / MOST_ENTRIES);
  return Array.from({ length: count }, (_, index) =>
    events.slice(index * MOST_ENTRIES, (index + 1) * MOST_ENTRIES),
  );
}
