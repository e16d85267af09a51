import * as z from 'zod';
import type { Cloud } from '../core/cloud.ts';
import { AwsError, type CallContext, type Operation } from '../core/service.ts';
import { type Buses, busArn, busNameOf } from './buses.ts';
import type { Delivery } from './delivery.ts';
import { type BusEvent, eventTime } from './event.ts';

const optionalText = z.string().nullish();

const entry = z.object({
  Source: optionalText,
  DetailType: optionalText,
  Detail: optionalText,
  EventBusName: optionalText,
  Resources: z.array(z.string()).nullish(),
  /** Seconds since the epoch on the wire; a text when another part of the local cloud calls. */
  Time: z.union([z.number(), z.string(), z.date()]).nullish(),
  TraceHeader: optionalText,
});

const putEventsInput = z.object({ Entries: z.array(entry).min(1) });

type Entry = z.output<typeof entry>;

interface EntryResult {
  readonly EventId?: string;
  readonly ErrorCode?: string;
  readonly ErrorMessage?: string;
}

/** Entries of one request. */
const MAX_ENTRIES = 10;
/** Bytes of all entries of one request. */
const MAX_BYTES = 1_048_576;
/** Events are billed in steps of this many bytes. */
const BILLED_BYTES = 65_536;

/** `PutEvents`: takes what is valid, says what is not, and answers before anything is delivered. */
export function putEvents(buses: Buses, delivery: () => Delivery): Operation {
  return {
    permissions: (input, { cloud, caller }) =>
      parse(input)
        // What a service of AWS itself puts needs nobody's leave.
        .filter((one) => !(caller.kind === 'service' && isFromAws(one)))
        .map((one) => ({
          action: 'events:PutEvents',
          resource: busArn(cloud, busNameOf(one.EventBusName ?? 'default')),
          context: {
            ...(one.Source != null && { 'events:source': one.Source }),
            ...(one.DetailType != null && { 'events:detail-type': one.DetailType }),
          },
        })),
    run(input, context) {
      const Entries = parse(input).map((one) => put(one, context, buses, delivery()));
      return { FailedEntryCount: Entries.filter((one) => one.ErrorCode !== undefined).length, Entries };
    },
    usage: (input) => ({
      // Events of AWS itself are free.
      'events.event': parse(input)
        .filter((one) => !isFromAws(one))
        .reduce((sum, one) => sum + Math.ceil(sizeOf(one) / BILLED_BYTES), 0),
    }),
  };
}

const isFromAws = ({ Source }: Entry): boolean => Source?.startsWith('aws.') ?? false;

function parse(input: unknown): readonly Entry[] {
  const parsed = putEventsInput.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new AwsError(
      'ValidationException',
      `Value at '${issue?.path.join('.')}' is invalid: ${issue?.message}`,
    );
  }
  const { Entries } = parsed.data;
  if (Entries.length > MAX_ENTRIES) {
    throw new AwsError(
      'ValidationException',
      "1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10",
    );
  }
  if (Entries.reduce((sum, one) => sum + sizeOf(one), 0) > MAX_BYTES) {
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
  return Entries;
}

function put(one: Entry, { cloud, caller }: CallContext, buses: Buses, delivery: Delivery): EntryResult {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (!one[name]) {
      return failure(
        'InvalidArgument',
        `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
      );
    }
  }
  const detail = jsonObject(one.Detail ?? '');
  if (detail === undefined) return failure('MalformedDetail', 'Detail is malformed.');
  if (isFromAws(one) && caller.kind !== 'service') {
    return failure('NotAuthorizedForSource', 'Not authorized for the source.');
  }
  const event: BusEvent = {
    version: '0',
    id: cloud.random.uuid(),
    'detail-type': one.DetailType ?? '',
    source: one.Source ?? '',
    account: cloud.accountId,
    time: eventTime(instant(one.Time) ?? cloud.clock.now()),
    region: cloud.region,
    resources: one.Resources ?? [],
    detail,
  };
  distribute(cloud, buses, busNameOf(one.EventBusName ?? 'default'), event, delivery);
  return { EventId: event.id };
}

/** A bus that does not exist swallows its events: AWS answers 200, with an event id, and nothing happens. */
function distribute(cloud: Cloud, buses: Buses, busName: string, event: BusEvent, delivery: Delivery): void {
  const bus = buses.get(busName);
  const rules = bus?.matching(event) ?? [];
  cloud.trace({
    service: 'events',
    what: bus === undefined ? 'dropped' : 'accepted',
    resource: busName,
    detail: {
      eventId: event.id,
      source: event.source,
      detailType: event['detail-type'],
      rules: rules.map(({ name }) => name),
      event: event.detail,
    },
  });
  for (const rule of rules) delivery.accept(rule, event);
}

function failure(ErrorCode: string, ErrorMessage: string): EntryResult {
  return { ErrorCode, ErrorMessage };
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? { ...parsed }
      : undefined;
  } catch {
    return undefined;
  }
}

function instant(time: Entry['Time']): number | undefined {
  if (time === null || time === undefined) return undefined;
  const epochMs = typeof time === 'number' ? time * 1_000 : new Date(time).getTime();
  return Number.isFinite(epochMs) ? epochMs : undefined;
}

/** 14 bytes for a time, and the UTF-8 of source, type, detail and resources (user guide, "Event entry size"). */
function sizeOf(one: Entry): number {
  const texts = [one.Source, one.DetailType, one.Detail, ...(one.Resources ?? [])];
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
  return bytes + (one.Time == null ? 0 : 14);
}
