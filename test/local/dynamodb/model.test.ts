import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  type TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { database, item, TABLE } from './support.ts';

interface Thing {
  readonly pk: string;
  readonly sk: string;
  readonly version: number;
  readonly shelf?: string;
  readonly place?: number;
}

type Model = Map<string, Thing>;

/** One write: what it asks for, and on which condition. */
type Write = {
  readonly kind: 'put' | 'update' | 'delete' | 'check';
  readonly pk: string;
  readonly sk: string;
  readonly place: number | undefined;
  readonly condition: 'none' | 'absent' | 'present' | 'version';
  readonly version: number;
};

const write: fc.Arbitrary<Write> = fc.record({
  kind: fc.constantFrom('put', 'update', 'delete', 'check'),
  pk: fc.constantFrom('a', 'b', 'é\u{1F600}'),
  sk: fc.constantFrom('1', '2', '\uFFFD', '\u{1F600}'),
  place: fc.option(fc.integer({ min: -20, max: 20 }), { nil: undefined }),
  condition: fc.constantFrom('none', 'absent', 'present', 'version'),
  version: fc.integer({ min: 0, max: 3 }),
});

const transaction = fc.uniqueArray(write, {
  minLength: 1,
  maxLength: 4,
  selector: ({ pk, sk }) => `${pk} ${sk}`,
});

const keyOf = ({ pk, sk }: { pk: string; sk: string }) => `${pk} ${sk}`;

function holds({ condition, version }: Write, found: Thing | undefined): boolean {
  switch (condition) {
    case 'none':
      return true;
    case 'absent':
      return found === undefined;
    case 'present':
      return found !== undefined;
    case 'version':
      return found?.version === version;
  }
}

/** A write as the simplest program would do it. */
function apply(model: Model, wanted: Write): void {
  const { kind, pk, sk, place } = wanted;
  const key = keyOf(wanted);
  const found = model.get(key);
  const shelved = place === undefined ? {} : { shelf: 's', place };
  if (kind === 'put') model.set(key, { pk, sk, version: wanted.version, ...shelved });
  if (kind === 'delete') model.delete(key);
  if (kind === 'update') {
    const { shelf: _shelf, place: _place, ...rest } = found ?? { pk, sk, version: 0 };
    model.set(key, { ...rest, version: rest.version + 1, ...shelved });
  }
}

/** The same write as a request. */
function request(wanted: Write) {
  const { kind, pk, sk, place, version } = wanted;
  const conditions = {
    none: undefined,
    absent: 'attribute_not_exists(pk)',
    present: 'attribute_exists(pk)',
    version: 'version = :version',
  };
  const ConditionExpression =
    conditions[wanted.condition] ??
    (kind === 'check' ? 'size(pk) <> :zero OR attribute_not_exists(pk)' : undefined);
  const values = {
    ...(wanted.condition === 'version' ? { ':version': version } : {}),
    ...(wanted.condition === 'none' && kind === 'check' ? { ':zero': 0 } : {}),
    ...(kind === 'update' ? { ':one': 1 } : {}),
    ...(kind === 'update' && place !== undefined ? { ':s': 's', ':place': place } : {}),
  };
  const common = {
    TableName: TABLE,
    ...(ConditionExpression ? { ConditionExpression } : {}),
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: item(values) } : {}),
  };
  const Key = item({ pk, sk });
  const shelved = place === undefined ? {} : { shelf: 's', place };
  const UpdateExpression =
    place === undefined
      ? 'ADD version :one REMOVE shelf, place'
      : 'ADD version :one SET shelf = :s, place = :place';
  return {
    put: { ...common, Item: item({ pk, sk, version, ...shelved }) },
    update: { ...common, Key, UpdateExpression },
    keyed: { ...common, Key },
  };
}

function transactItem(wanted: Write): TransactWriteItem {
  const { put, update, keyed } = request(wanted);
  switch (wanted.kind) {
    case 'put':
      return { Put: put };
    case 'update':
      return { Update: update };
    case 'delete':
      return { Delete: keyed };
    case 'check':
      return { ConditionCheck: { ...keyed, ConditionExpression: keyed.ConditionExpression ?? '' } };
  }
}

const plain = (found: Record<string, AttributeValue>) =>
  Object.fromEntries(
    Object.entries(found).map(([name, value]) => [name, value.N === undefined ? value.S : +value.N]),
  );

const bytes = (text: string) => Buffer.from(text).toString('hex');

test('any sequence of writes and transactions leaves what a plain map would hold, in table, index and stream', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(write, transaction), { maxLength: 30 }), async (steps) => {
      const { client, records, cloud } = database();
      const model: Model = new Map();
      for (const step of steps) {
        if (Array.isArray(step)) {
          const expected = step.map((wanted) =>
            holds(wanted, model.get(keyOf(wanted))) ? 'None' : 'ConditionalCheckFailed',
          );
          const TransactItems = step.map(transactItem);
          const outcome = await client.send(new TransactWriteItemsCommand({ TransactItems })).then(
            () => step.map(() => 'None'),
            (error: TransactionCanceledException) => error.CancellationReasons?.map(({ Code }) => Code),
          );
          expect(outcome).toEqual(expected);
          if (expected.every((code) => code === 'None')) for (const wanted of step) apply(model, wanted);
        } else if (step.kind !== 'check') {
          const { put, update, keyed } = request(step);
          const sent =
            step.kind === 'put'
              ? client.send(new PutItemCommand(put))
              : step.kind === 'update'
                ? client.send(new UpdateItemCommand(update))
                : client.send(new DeleteItemCommand(keyed));
          const done = await sent.then(
            () => true,
            (error: unknown) => {
              expect(error).toBeInstanceOf(ConditionalCheckFailedException);
              return false;
            },
          );
          expect(done).toBe(holds(step, model.get(keyOf(step))));
          if (done) apply(model, step);
        }
      }

      const scanned = await client.send(new ScanCommand({ TableName: TABLE }));
      const table = new Map(
        (scanned.Items ?? []).map((found) => [`${found.pk?.S} ${found.sk?.S}`, plain(found)]),
      );
      expect(table).toEqual(model);

      for (const pk of ['a', 'b', 'é\u{1F600}']) {
        const found = await client.send(
          new QueryCommand({
            TableName: TABLE,
            KeyConditionExpression: 'pk = :p',
            ExpressionAttributeValues: item({ ':p': pk }),
          }),
        );
        const keys = [...model.values()].filter((thing) => thing.pk === pk).map(({ sk }) => bytes(sk));
        expect(found.Items?.map(({ sk }) => bytes(sk?.S ?? ''))).toEqual(keys.sort());
      }

      const shelf = await client.send(
        new QueryCommand({
          TableName: TABLE,
          IndexName: 'ranked',
          KeyConditionExpression: 'shelf = :s',
          ExpressionAttributeValues: item({ ':s': 's' }),
        }),
      );
      const places = [...model.values()].flatMap(({ place }) => place ?? []);
      expect(shelf.Items?.map(({ place }) => Number(place?.N))).toEqual(
        places.sort((one, other) => one - other),
      );

      const replayed = new Map<string, unknown>();
      for (const { dynamodb } of await records()) {
        const key = JSON.stringify(dynamodb.Keys);
        expect(replayed.get(key)).toEqual(dynamodb.OldImage);
        if (dynamodb.NewImage) replayed.set(key, dynamodb.NewImage);
        else replayed.delete(key);
      }
      expect(replayed.size).toBe(model.size);
      expect(cloud.problems).toEqual([]);
    }),
    { numRuns: 40, seed: 7 },
  );
});
