import { describe, expect, test } from 'vitest';
import { buildDependencies } from '../../functions/route-case/dependencies.ts';
import { build } from '../../functions/route-case/handler.ts';
import { routeOpening } from '../../functions/route-case/route-case.ts';
import { routingTable } from '../../functions/route-case/routing-table.ts';
import { CaseOpened } from '../../shared/events/case-opened.ts';
import { eventsOf } from '../../shared/events/catalogue.ts';
import { caseToItem, readCase } from '../../shared/stores/case-store.ts';
import { customer, openCase, resolvedCase } from '../domain/builders.ts';
import { caseCloud, NO_CONTEXT, sqsEvent } from './case-cloud.ts';

const outbox = {
  commit: 'one',
  at: '2026-11-22T12:00:00.000Z',
  events: [
    {
      type: 'CaseOpened',
      reason: 'first-message',
      interactionId: 'a'.repeat(32),
      interactionAt: 'x',
    } as const,
  ],
};
const { caseId } = openCase();

function router() {
  const world = caseCloud();
  const environment = { ...world.environment, POWERTOOLS_SERVICE_NAME: 'route-case' };
  const handler = build(environment, world.outside);
  const [event] = eventsOf(outbox, { key: 'x', caseVersion: 3, ...openCase() });
  const body = JSON.stringify({
    source: event?.source,
    'detail-type': event?.detailType,
    detail: event?.detail,
  });
  return {
    ...world,
    opening: CaseOpened.schema.parse(event?.detail),
    dependencies: buildDependencies(environment, world.outside),
    route: (text = body) => handler(sqsEvent([text]), NO_CONTEXT),
    stored: () => readCase(world.table, caseId),
    async seed(subject = openCase()) {
      const { customerId, ...profile } = customer({ preferred: true });
      await world.put(caseToItem(subject, outbox));
      await world.put({ pk: `customer#${customerId}`, sk: 'PROFILE', ...profile });
    },
  };
}

const OK = { batchItemFailures: [] };

describe('The router', () => {
  test('S3.12 gives an opened case its route and puts it on its queue’s work list', async () => {
    const { seed, route, stored, workList } = router();
    await seed();
    expect(await route()).toEqual(OK);
    const found = await stored();
    expect(found).toMatchObject({ case: { version: 4, route: { opening: 1, sequence: 1 } } });
    expect(found?.outbox.events).toEqual([{ type: 'CaseRouted' }]);
    expect(await workList(`work#${found?.case.route?.queue}`)).toHaveLength(1);
  });

  test('S3.12 looks at the customer’s profile', async () => {
    const { seed, opening, dependencies, stored } = router();
    await seed();
    const rule = { name: 'premium', when: { preferred: [true] }, queue: 'premium', priority: 1, skills: [] };
    const routing = routingTable({
      queues: [{ id: 'q', name: 'Q' }],
      routing: [{ ...rule, destination: 'connect-task' }],
    });
    await routeOpening(opening, { ...dependencies, routing });
    expect((await stored())?.case.route).toMatchObject({ queue: 'premium', rule: 'premium', priority: 1 });
  });

  test('R5 routes once when the event comes eight times at once, and again a day later', async () => {
    const { seed, route, stored, cloud } = router();
    await seed();
    expect(await Promise.all(Array.from({ length: 8 }, () => route()))).toEqual(Array(8).fill(OK));
    await cloud.scheduler.advance(86_400_000);
    await route();
    expect(await stored()).toMatchObject({ case: { version: 4, route: { sequence: 1 } } });
  });

  test('knows its own write when the answer to it was lost', async () => {
    const { seed, route, stored, cloud, codes } = router();
    await seed();
    cloud.faults.add({ kind: 'fail-after', service: 'dynamodb', operation: 'PutItem', times: 1 });
    expect(await route()).toEqual(OK);
    expect(await stored()).toMatchObject({ case: { version: 4 } });
    expect(codes()).toEqual(['TL3001']);
  });

  test('leaves alone what was resolved meanwhile', async () => {
    const { seed, route, stored } = router();
    await seed(resolvedCase());
    expect(await route()).toEqual(OK);
    expect((await stored())?.case.version).toBe(3);
  });

  test('has the event delivered again while DynamoDB refuses', async () => {
    const { seed, route, cloud } = router();
    await seed();
    cloud.faults.add({ kind: 'throttle', service: 'dynamodb', operation: 'PutItem' });
    expect((await route()).batchItemFailures).toHaveLength(1);
  });

  test('makes a dead letter of another event and of a case that is not there', async () => {
    const { route, messages, environment } = router();
    await route();
    await route(JSON.stringify({ source: 'throughline', 'detail-type': 'CaseResolved', detail: {} }));
    const letters = await messages(environment.DEAD_LETTER_QUEUE_URL);
    expect(letters.map(({ MessageAttributes }) => MessageAttributes?.reason?.StringValue)).toEqual([
      'The case that this event tells of is not there.',
      'The event is not as documented: look at detail-type.',
    ]);
  });
});
