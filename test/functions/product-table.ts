import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoDb } from '../../local/dynamodb/index.ts';
import type { Case } from '../../shared/domain/case.ts';
import type { ContactPoint } from '../../shared/domain/contact-point.ts';
import type { Customer } from '../../shared/domain/customer.ts';
import type { Interaction } from '../../shared/domain/interaction.ts';
import { DUE_INDEX, DUE_INDEX_FIELDS } from '../../shared/names.ts';
import type { Outside } from '../../shared/runtime/outside.ts';
import { caseWrite } from '../../shared/stores/case-store.ts';
import { contactPointWrite } from '../../shared/stores/contact-point-store.ts';
import { customerWrite } from '../../shared/stores/customer-store.ts';
import { interactionWrite } from '../../shared/stores/interaction-store.ts';
import { put } from '../../shared/stores/table.ts';
import { CUSTOMER_ID, NOW, OUR_NUMBER, THEIR_NUMBER } from '../domain/builders.ts';
import { smallCloud } from '../local/small-cloud.ts';

const PROPERTIES = {
  TableName: 'throughline',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: ['pk', 'sk', DUE_INDEX.partitionKey, DUE_INDEX.sortKey].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  BillingMode: 'PAY_PER_REQUEST',
  GlobalSecondaryIndexes: [
    {
      IndexName: DUE_INDEX.name,
      KeySchema: [
        { AttributeName: DUE_INDEX.partitionKey, KeyType: 'HASH' },
        { AttributeName: DUE_INDEX.sortKey, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...DUE_INDEX_FIELDS] },
    },
  ],
};

/** What a test puts into the table before it starts. */
export interface Seed {
  readonly cases?: readonly Case[];
  readonly customers?: readonly Customer[];
  readonly contactPoints?: readonly ContactPoint[];
  readonly interactions?: readonly Interaction[];
}

/** The product's table in a local DynamoDB, and an outside whose clock stands until a test moves it. */
export function productTable() {
  const cloud = smallCloud([createDynamoDb()]);
  cloud.create('AWS::DynamoDB::Table', 'Table', PROPERTIES);
  const table = { client: new DynamoDBClient(cloud.client), name: PROPERTIES.TableName };
  const lines: Readonly<Record<string, unknown>>[] = [];
  /** Operations of DynamoDB since the start, in order. */
  const calls: string[] = [];
  const clock = { now: Date.parse(NOW) };
  let ids = 0;
  const { region, endpoint, credentials, requestHandler } = cloud.client;
  type Requests = typeof requestHandler;
  const counted: Requests = Object.assign(Object.create(requestHandler), {
    handle: (...parameters: Parameters<Requests['handle']>) => {
      calls.push(parameters[0].headers['x-amz-target']?.split('.')[1] ?? '?');
      return requestHandler.handle(...parameters);
    },
  });
  const outside: Outside = {
    ...{ region, endpoint, credentials, requestHandler: counted },
    now: () => new Date(clock.now),
    newId: () => `id${String(ids++).padStart(14, '0')}`,
    sleep: async (milliseconds) => {
      clock.now += milliseconds;
    },
    sink: (line) => lines.push(line),
  };
  const environment = {
    TABLE_NAME: table.name,
    ARCHIVE_BUCKET: 'archive',
    POWERTOOLS_SERVICE_NAME: 'test',
    DEAD_LETTER_QUEUE_URL: 'https://dead',
  };
  return { cloud, table, outside, environment, lines, calls, clock, seed };

  async function seed({
    cases = [],
    customers = [],
    contactPoints = [],
    interactions = [],
  }: Seed): Promise<void> {
    const outbox = { commit: 'seed', at: NOW, events: [] };
    const writes = [
      ...cases.map((each) => caseWrite(undefined, each, outbox)),
      ...customers.map((each) => customerWrite(undefined, each)),
      ...contactPoints.map((each) => contactPointWrite(undefined, each)),
      ...interactions.map((each) => interactionWrite(each)),
    ];
    for (const write of writes) await put(table, write);
  }
}

export function contactPoint(overrides: Partial<ContactPoint> = {}): ContactPoint {
  return {
    contactPointId: 'c0'.repeat(32),
    channel: 'sms',
    address: THEIR_NUMBER,
    owner: CUSTOMER_ID,
    head: CUSTOMER_ID,
    firstSeenAt: NOW,
    ...overrides,
  };
}

/** An inbound SMS on the thread. */
export function arrival(number: number, overrides: Partial<Interaction> = {}): Interaction {
  const at = new Date(Date.parse('2026-11-22T11:00:00.000Z') + number * 60_000).toISOString();
  return {
    interactionId: String(number).padStart(32, '0'),
    caseId: `${CUSTOMER_ID}-1`,
    customerId: CUSTOMER_ID,
    channel: 'sms',
    direction: 'inbound',
    kind: 'message',
    at,
    recordedAt: at,
    text: `message ${number}`,
    contactPointId: 'c0'.repeat(32),
    account: OUR_NUMBER,
    arrival: number,
    ...overrides,
  };
}
