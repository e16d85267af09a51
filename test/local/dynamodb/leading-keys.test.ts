import { expect, test } from 'vitest';
import type { Permission } from '../../../local/core/service.ts';
import { database, item, TABLE } from './support.ts';

const key = { pk: 'live#a', sk: '1' };
const keys = ['a', 'b'].map((sk) => item({ pk: `live#${sk}`, sk }));

/** Partitions that a call is judged by, permission by permission. */
function partitionsOf(operation: string, input: object): unknown[] {
  const { service, cloud } = database();
  const { permissions } = service.operations[operation] ?? {};
  const context = { cloud, caller: { kind: 'developer' } } as never;
  const needed: readonly Permission[] = permissions?.({ TableName: TABLE, ...input }, context) ?? [];
  return needed.map((each) => each.context?.['dynamodb:LeadingKeys']);
}

test.each<[string, object, unknown[]]>([
  ['PutItem', { Item: item({ ...key, title: 'x' }) }, [['live#a']]],
  ['GetItem', { Key: item(key) }, [['live#a']]],
  ['UpdateItem', { Key: item(key) }, [['live#a']]],
  ['DeleteItem', { Key: item(key) }, [['live#a']]],
  ['BatchGetItem', { RequestItems: { [TABLE]: { Keys: keys } } }, [['live#a', 'live#b']]],
  [
    'BatchWriteItem',
    { RequestItems: { [TABLE]: [{ PutRequest: { Item: keys[0] } }, { DeleteRequest: { Key: keys[1] } }] } },
    [['live#a', 'live#b']],
  ],
  [
    'TransactWriteItems',
    {
      TransactItems: [
        { Put: { TableName: TABLE, Item: keys[0] } },
        { ConditionCheck: { TableName: TABLE, Key: keys[1] } },
      ],
    },
    [['live#a'], ['live#b']],
  ],
  ['TransactGetItems', { TransactItems: [{ Get: { TableName: TABLE, Key: keys[0] } }] }, [['live#a']]],
  [
    'Query',
    {
      KeyConditionExpression: '#p = :pk AND sk > :sk',
      ExpressionAttributeNames: { '#p': 'pk' },
      ExpressionAttributeValues: item({ ':pk': 'live#a', ':sk': '1' }),
    },
    [['live#a']],
  ],
  [
    'Query',
    {
      IndexName: 'ranked',
      KeyConditionExpression: 'shelf = :shelf',
      ExpressionAttributeValues: item({ ':shelf': 'top' }),
    },
    [['top']],
  ],
  ['Scan', {}, [undefined]],
  ['PutItem', { Item: 'none' }, [undefined]],
])('%s is judged by the partitions it names', (operation, input, partitions) => {
  expect(partitionsOf(operation, input)).toEqual(partitions);
});
