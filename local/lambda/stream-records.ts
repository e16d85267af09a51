import * as z from 'zod';

/** A change as `GetRecords` gives it, already in the shape of a function's event; the rest is passed on as it is. */
const record = z.looseObject({
  dynamodb: z.looseObject({
    Keys: z.record(z.string(), z.unknown()),
    SequenceNumber: z.string(),
    ApproximateCreationDateTime: z.number(),
  }),
});

export type StreamRecord = z.output<typeof record>;

export const sequenceOf = (of: StreamRecord): string => of.dynamodb.SequenceNumber;
export const writtenAtMs = (of: StreamRecord): number => of.dynamodb.ApproximateCreationDateTime * 1000;

export const shardsOf = (answer: unknown): readonly string[] =>
  z
    .object({ StreamDescription: z.object({ Shards: z.array(z.object({ ShardId: z.string() })) }) })
    .parse(answer)
    .StreamDescription.Shards.map(({ ShardId }) => ShardId);

// Made once: zod compiles a schema at its first use.
const iterator = z.object({ ShardIterator: z.string() });
const page = z.object({ Records: z.array(record), NextShardIterator: z.string() });

export const iteratorOf = (answer: unknown): string => iterator.parse(answer).ShardIterator;

export const recordsOf = (answer: unknown) => page.parse(answer);

/** Which of `lanes` a record belongs to: always the same one for an item, so that its changes stay in order. */
export function laneOf(of: StreamRecord, lanes: number): number {
  const text = JSON.stringify(of.dynamodb.Keys);
  let hash = 0;
  for (let index = 0; index < text.length; index++)
    hash = (Math.imul(hash, 31) + text.charCodeAt(index)) >>> 0;
  return hash % lanes;
}
