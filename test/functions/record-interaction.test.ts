import { describe, expect, test } from 'vitest';
import { build } from '../../functions/record-interaction/handler.ts';
import { contactPointIdOf, markerHashOf } from '../../shared/domain/identity.ts';
import type { InboundMessage } from '../../shared/domain/inbound-message.ts';
import type { Snapshot } from '../../shared/domain/record-message.ts';
import { resolveCase } from '../../shared/domain/resolution.ts';
import { caseWrite, readCase } from '../../shared/stores/case-store.ts';
import { customerWrite, readCustomer } from '../../shared/stores/customer-store.ts';
import { readThread } from '../../shared/stores/interaction-store.ts';
import { markerWrite } from '../../shared/stores/marker-store.ts';
import { readSnapshot } from '../../shared/stores/snapshot-store.ts';
import { transact } from '../../shared/stores/table.ts';
import { OUR_NUMBER, sms, THEIR_NUMBER } from '../domain/builders.ts';
import { type CaseCloud, caseCloud, NO_CONTEXT, sqsEvent } from './case-cloud.ts';

const contactPointId = contactPointIdOf({ channel: 'sms', address: THEIR_NUMBER });

function recorder(world: CaseCloud = caseCloud()) {
  const { environment, outside, cloud, table } = world;
  const handler = build({ ...environment, POWERTOOLS_SERVICE_NAME: 'record-interaction' }, outside);
  const at = () => new Date(cloud.clock.now()).toISOString();
  return {
    ...world,
    /** A message of the customer, now unless it says otherwise. */
    message: (overrides: Partial<InboundMessage> = {}) => sms({ at: at(), ...overrides }),
    record: (...messages: InboundMessage[]) =>
      handler(
        sqsEvent(
          messages.map((each) => JSON.stringify(each)),
          'group',
        ),
        NO_CONTEXT,
      ),
    snapshot: (): Promise<Snapshot> => readSnapshot(table, { contactPointId, answeredMarkers: [] }),
    counts: async () => ({
      interactions: (await world.items('AT#')).length,
      cases: (await world.items('CASE#')).length,
      customers: (await world.items('PROFILE')).length,
      markers: (await world.items('MARKER')).length,
    }),
    /** An agent resolves the customer's case number 1. */
    async resolve(caseId: string) {
      const stored = await readCase(table, caseId);
      const customer = stored && (await readCustomer(table, stored.case.customerId));
      if (!customer) throw new Error('no such case');
      const outcome = resolveCase({ case: stored.case, customer, agent: 'agent-1', now: at() });
      if (outcome.kind !== 'changed' || !outcome.customer) throw new Error('not resolved');
      const outbox = { commit: `resolve-${outcome.case.version}`, at: at(), events: outcome.events };
      await transact(table, [
        caseWrite(stored.case, outcome.case, outbox),
        customerWrite(customer, outcome.customer),
      ]);
    },
  };
}

const ONE = { interactions: 1, cases: 1, customers: 1, markers: 1 };
const OK = { batchItemFailures: [] };

describe('A message', () => {
  test('S3.7 S3.14 of a newcomer becomes contact point, customer, case and interaction', async () => {
    const { record, message, snapshot, counts, table } = recorder();
    expect(await record(message())).toEqual(OK);
    expect(await counts()).toEqual(ONE);
    const { contactPoint, customer, cases } = await snapshot();
    expect(contactPoint).toMatchObject({ address: THEIR_NUMBER, owner: customer?.customerId });
    expect(customer?.openCases).toEqual(cases.map(({ caseId }) => caseId));
    const { interactions } = await readThread(table, customer?.customerId ?? '', { limit: 10 });
    expect(interactions).toMatchObject([
      { text: 'My parcel has not come.', arrival: 1, account: OUR_NUMBER },
    ]);
  });

  test('is archived as it came, where its interaction says', async () => {
    const { record, message, items, cloud, environment } = recorder();
    await record(message({ raw: '{"as":"it came, ✓"}' }));
    const [interaction] = await items('AT#');
    const caller = { kind: 'developer' } as const;
    const found = (await cloud.call(
      's3',
      'GetObject',
      { Bucket: environment.ARCHIVE_BUCKET, Key: interaction?.archiveKey },
      caller,
    )) as { Body: Uint8Array };
    expect(new TextDecoder().decode(found.Body)).toBe('{"as":"it came, ✓"}');
  });

  test('W9 R1 delivered eight times at the same moment is one interaction in one case', async () => {
    const { record, message, counts } = recorder();
    const same = message();
    const results = await Promise.all(Array.from({ length: 8 }, () => record(same)));
    expect(results).toEqual(Array(8).fill(OK));
    expect(await counts()).toEqual(ONE);
  });

  test('W9 delivered again, later, changes nothing', async () => {
    const { record, message, items, cloud, codes } = recorder();
    const same = message();
    await record(same);
    const before = await items('');
    await cloud.scheduler.advance(86_400_000);
    await record(same);
    expect(await items('')).toEqual(before);
    expect(codes()).toEqual(['TL2002', 'TL2003']);
  });

  test('R1 whose write applied although its answer was lost is recorded once', async () => {
    const { record, message, counts, cloud, codes } = recorder();
    cloud.faults.add({ kind: 'fail-after', service: 'dynamodb', operation: 'TransactWriteItems', times: 1 });
    expect(await record(message())).toEqual(OK);
    expect(await counts()).toEqual(ONE);
    expect(codes()).toEqual(['TL2002']);
  });

  test('R1 that comes again after every answer was lost is known by its marker', async () => {
    const { record, message, counts, cloud, codes } = recorder();
    const fault = cloud.faults.add({
      kind: 'fail-after',
      service: 'dynamodb',
      operation: 'TransactWriteItems',
    });
    const same = message();
    expect(await record(same)).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-0' }] });
    cloud.faults.remove(fault.id);
    expect(await record(same)).toEqual(OK);
    expect(await counts()).toEqual(ONE);
    expect(codes()).toEqual(['TL1002', 'TL2003']);
  });

  test.each(['BatchGetItem', 'TransactWriteItems'])(
    'R7 is delivered again while DynamoDB refuses %s',
    async (operation) => {
      const { record, message, counts, cloud } = recorder();
      const fault = cloud.faults.add({ kind: 'throttle', service: 'dynamodb', operation });
      expect(await record(message())).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-0' }] });
      cloud.faults.remove(fault.id);
      expect(await record(message())).toEqual(OK);
      expect(await counts()).toEqual(ONE);
    },
  );

  test('is not recorded before it is archived', async () => {
    const { record, message, counts, cloud } = recorder();
    cloud.faults.add({ kind: 'fail-before', service: 's3', operation: 'PutObject' });
    expect((await record(message())).batchItemFailures).toHaveLength(1);
    expect(await counts()).toEqual({ interactions: 0, cases: 0, customers: 0, markers: 0 });
  });

  test('that is none of ours is a dead letter with its reason', async () => {
    const { environment, outside, messages } = recorder();
    const handler = build({ ...environment, POWERTOOLS_SERVICE_NAME: 'record-interaction' }, outside);
    expect(await handler(sqsEvent(['{"channel":"pigeon"}']), NO_CONTEXT)).toEqual(OK);
    const [letter] = await messages(environment.DEAD_LETTER_QUEUE_URL);
    expect(letter?.MessageAttributes?.reason?.StringValue).toMatch(
      /^The message in the inbox is not as documented/,
    );
  });
});

describe('Messages of one customer', () => {
  test('R2 at the same moment make one open case, with arrivals 1 and 2', async () => {
    const { record, message, items, snapshot } = recorder();
    await Promise.all([
      record(message({ providerMessageId: 'a' })),
      record(message({ providerMessageId: 'b', account: '+12065550199' })),
    ]);
    const { cases, customer } = await snapshot();
    expect(cases).toMatchObject([{ arrivals: 2, version: 2 }]);
    expect(customer?.openCases).toHaveLength(1);
    expect((await items('AT#')).map(({ arrival }) => arrival).sort()).toEqual([1, 2]);
  });

  test('R2 S3.11 on two channels at once make one open case', async () => {
    const { record, message, items, put, snapshot } = recorder();
    await record(message({ text: 'STOP', providerMessageId: 'first' }));
    const { customer } = await snapshot();
    const owner = customer?.customerId;
    const whatsapp = { channel: 'whatsapp' as const, from: '14255550182', account: 'ours' };
    const id = contactPointIdOf({ channel: 'whatsapp', address: whatsapp.from });
    const point = { channel: 'whatsapp', address: whatsapp.from, owner, head: owner, firstSeenAt: 'x' };
    await put({ pk: `contact-point#${id}`, sk: 'CONTACT_POINT', ...point });
    await Promise.all([
      record(message({ providerMessageId: 'a' })),
      record(message({ ...whatsapp, providerMessageId: 'b' })),
    ]);
    const open = (await items('CASE#')).filter(({ state }) => state === 'open');
    expect(open).toMatchObject([{ arrivals: 2 }]);
  });

  test('R3 are read in the order of the provider’s time', async () => {
    const { record, message, table, snapshot } = recorder();
    await record(message({ providerMessageId: 'b', text: 'second', at: '2026-11-22T02:00:01.000Z' }));
    await record(message({ providerMessageId: 'a', text: 'first', at: '2026-11-22T02:00:00.000Z' }));
    const { customer } = await snapshot();
    const { interactions } = await readThread(table, customer?.customerId ?? '', { limit: 10 });
    expect(interactions.map(({ text }) => text)).toEqual(['second', 'first']);
  });

  test('P4 a returning one takes two reads and one transaction of three items, six write units and one of the index', async () => {
    const { record, message, calls } = recorder();
    await record(message({ providerMessageId: 'a' }));
    const before = calls('TransactWriteItems')[0]?.units ?? {};
    await record(message({ providerMessageId: 'b' }));
    const after = calls('TransactWriteItems')[0]?.units ?? {};
    const spent = Object.entries(after).map(([unit, count]) => [unit, count - (before[unit] ?? 0)]);
    expect(Object.fromEntries(spent)).toEqual({ 'dynamodb.wru': 6, 'dynamodb.index.wru': 1 });
    // The newcomer's first message found no contact point, and so asked for no customer.
    expect([calls('BatchGetItem')[0]?.calls, calls('Query')[0]?.calls]).toEqual([2, 1]);
  });

  test('join the case that a message of ours in an older case is answered in', async () => {
    const { record, message, snapshot, table, cloud } = recorder();
    await record(message({ providerMessageId: 'a' }));
    const { cases } = await snapshot();
    const [first] = cases;
    if (!first) throw new Error('no case');
    await cloud.scheduler.advance(30 * 86_400_000);
    const identity = { channel: 'sms' as const, address: THEIR_NUMBER, account: OUR_NUMBER };
    const hash = markerHashOf({ direction: 'out', ...identity, providerMessageId: 'ours' });
    const ofOurs = {
      hash,
      interactionId: 'x',
      interactionAt: 'x',
      customerId: first.customerId,
      caseId: first.caseId,
    };
    await transact(table, [markerWrite(ofOurs, new Date(cloud.clock.now()).toISOString())]);
    await record(message({ providerMessageId: 'b', references: ['ours'] }));
    await record(message({ providerMessageId: 'c', references: ['of somebody else'] }));
    expect((await snapshot()).cases).toMatchObject([{ caseId: first.caseId, arrivals: 3 }]);
  });

  test('reopen a resolved case, but not by thanks', async () => {
    const { record, message, snapshot, resolve, cloud } = recorder();
    await record(message({ providerMessageId: 'a' }));
    const [first] = (await snapshot()).cases;
    await resolve(first?.caseId ?? '');
    await cloud.scheduler.advance(1000);
    await record(message({ providerMessageId: 'b', text: 'Grazie mille!' }));
    expect((await snapshot()).cases).toMatchObject([{ state: 'resolved', arrivals: 2, answered: 2 }]);
    await record(message({ providerMessageId: 'c', text: 'It broke again' }));
    const { cases, customer } = await snapshot();
    expect(cases).toMatchObject([{ state: 'open', opening: 2, arrivals: 3 }]);
    expect(customer?.openCases).toEqual([first?.caseId]);
  });

  test('of a customer who was asked surveys find profile and cases all the same', async () => {
    const { record, message, snapshot, put, items } = recorder();
    await record(message({ providerMessageId: 'a' }));
    const [profile] = await items('PROFILE');
    for (let opening = 1; opening <= 12; opening += 1) {
      await put({ pk: profile?.pk, sk: `SURVEY#000001#${opening}`, state: 'answered' });
    }
    await record(message({ providerMessageId: 'b' }));
    expect((await snapshot()).cases).toMatchObject([{ arrivals: 2 }]);
  });

  test('of a customer with many cases find an open case older than the newest', async () => {
    const { record, message, snapshot, put, items } = recorder();
    await record(message({ providerMessageId: 'a' }));
    const [first] = await items('CASE#');
    const [profile] = await items('PROFILE');
    for (let number = 2; number <= 30; number += 1) {
      const { dueList: _, dueKey: __, waitingSince: ___, ...rest } = first ?? {};
      const resolved = { state: 'resolved', resolvedAt: '2020-01-01T00:00:00.000Z', resolvedBy: 'agent-1' };
      await put({ ...rest, ...resolved, sk: `CASE#${String(number).padStart(6, '0')}` });
    }
    await put({ ...profile, lastCaseNumber: 30 });
    await record(message({ providerMessageId: 'b' }));
    const { cases } = await snapshot();
    expect(cases.find(({ state }) => state === 'open')).toMatchObject({ arrivals: 2 });
  });
});
