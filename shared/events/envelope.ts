import * as z from 'zod';
import type { Case } from '../domain/case.ts';
import { CHANNELS } from '../domain/channel.ts';
import { hashOf } from '../domain/identity.ts';
import type { Outbox, OutboxEntry } from '../domain/outbox.ts';
import { EVENT_SOURCE } from '../names.ts';

/** What every event says: what happened to which case, and how new that is. Ids and facts, never a text or address. */
const commonFacts = {
  /** Of key, commit and position in the commit: an event published again has the id it had. */
  eventId: z.string(),
  schemaVersion: z.int(),
  /** ISO time of the change. */
  at: z.string(),
  customerId: z.string(),
  caseId: z.string(),
  /** Version of the case at that change; a consumer that has seen a newer one ignores the event. */
  caseVersion: z.int(),
  /** Which opening of the case. */
  opening: z.int(),
  channel: z.enum(CHANNELS),
};

/** Points at the interaction an event is about. */
export const interactionFacts = { interactionId: z.string(), interactionAt: z.string() };

/** The reply an event is about. */
export const replyFacts = {
  ...interactionFacts,
  /** The arrival it answers. */
  answers: z.int(),
  agent: z.string(),
  /** The channel it leaves on. */
  via: z.string(),
};

/** The promise an event is about, and where its case stands. */
export const promiseFacts = {
  /** ISO time by which the answer was promised. */
  due: z.string(),
  stage: z.enum(['at-risk', 'broken']),
  /** Queue and priority (1 most urgent) of the route; absent while the case has none. */
  queue: z.string().optional(),
  priority: z.int().optional(),
};

/** @throws Error when the image has no promise that is at risk or broken. */
export function promiseFactsOf({ promise, route, opening }: EventSubject) {
  if (!promise || promise.state === 'standing') throw new Error('The image of the case has no such promise.');
  const { due, state: stage } = promise;
  const place = route?.opening === opening ? { queue: route.queue, priority: route.priority } : {};
  return { due, stage, ...place };
}

/** The item whose outbox is published, as far as events are made from it: a case, or what belongs to one. */
export interface EventSubject
  extends Pick<Case, 'customerId' | 'caseId' | 'opening' | 'channel'>,
    Partial<Pick<Case, 'route' | 'claim' | 'promise' | 'resolvedBy' | 'arrivals' | 'answered'>> {
  /** The item's key, for the event ids. */
  readonly key: string;
  readonly caseVersion: number;
}

/** An event as it is put on the bus. */
export interface PublishedEvent {
  readonly source: typeof EVENT_SOURCE;
  /** The event's name. */
  readonly detailType: OutboxEntry['type'];
  readonly detail: { readonly eventId: string; readonly at: string } & Readonly<Record<string, unknown>>;
}

/** One kind of event. Its file is the only place that spells its name and knows its shape. */
export interface EventDefinition<Name extends OutboxEntry['type'], Shape extends z.ZodRawShape> {
  readonly name: Name;
  readonly version: number;
  /** Of the `detail`. */
  readonly schema: z.ZodObject<typeof commonFacts & Shape>;
  /** The event's own facts, from its outbox entry and the item's image. Throws when the image lacks one. */
  readonly facts: (
    entry: Extract<OutboxEntry, { type: Name }>,
    subject: EventSubject,
  ) => z.output<z.ZodObject<Shape>>;
}

export function defineEvent<Name extends OutboxEntry['type'], Shape extends z.ZodRawShape>({
  name,
  version,
  shape,
  facts,
}: {
  readonly name: Name;
  readonly version: number;
  readonly shape: Shape;
  readonly facts: EventDefinition<Name, Shape>['facts'];
}): EventDefinition<Name, Shape> {
  return { name, version, schema: z.object({ ...commonFacts, ...shape }), facts };
}

/** Id of the event at a position of a commit to an item. 32 hex characters. */
function eventIdOf(key: string, commit: string, index: number): string {
  return hashOf('event', key, commit, String(index)).slice(0, 32);
}

/** The whole event from its own facts. */
export function enveloped(
  name: OutboxEntry['type'],
  version: number,
  facts: Readonly<Record<string, unknown>>,
  {
    subject,
    outbox,
    index,
  }: { readonly subject: EventSubject; readonly outbox: Outbox; readonly index: number },
): PublishedEvent {
  const { key, customerId, caseId, caseVersion, opening, channel } = subject;
  const eventId = eventIdOf(key, outbox.commit, index);
  const common = {
    eventId,
    schemaVersion: version,
    at: outbox.at,
    customerId,
    caseId,
    caseVersion,
    opening,
    channel,
  };
  return { source: EVENT_SOURCE, detailType: name, detail: { ...common, ...facts } };
}
