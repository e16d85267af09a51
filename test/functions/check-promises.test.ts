import { describe, expect, test } from 'vitest';
import { checkPromises } from '../../functions/check-promises/check-promises.ts';
import { dependenciesOf } from '../../functions/check-promises/dependencies.ts';
import { build } from '../../functions/check-promises/handler.ts';
import type { Case } from '../../shared/domain/case.ts';
import type { CasePromise } from '../../shared/domain/promise.ts';
import { UNROUTED } from '../../shared/domain/work-list.ts';
import { eventsOf } from '../../shared/events/catalogue.ts';
import { caseToItem, readCase } from '../../shared/stores/case-store.ts';
import { readDuePromises } from '../../shared/stores/due-promises.ts';
import { readQueues, rememberQueues } from '../../shared/stores/queue-store.ts';
import { ago, CUSTOMER_ID, NOW, openCase, route } from '../domain/builders.ts';
import { caseCloud, NO_CONTEXT } from './case-cloud.ts';

const MINUTE = 60_000;
const outbox = { commit: 'seed', at: ago(0), events: [] };

function promise(dueInMinutes: number, overrides: Partial<CasePromise> = {}): CasePromise {
  return {
    due: ago(-dueInMinutes * MINUTE),
    warnAt: ago(-(dueInMinutes - 4) * MINUTE),
    state: 'standing',
    ...overrides,
  };
}

function waiting(number: number, promised: CasePromise, overrides: Partial<Case> = {}): Case {
  return openCase({ caseId: `${CUSTOMER_ID}-${number}`, route: route(), promise: promised, ...overrides });
}

async function watch() {
  const world = caseCloud();
  await world.cloud.scheduler.advance(Date.parse(NOW) - world.cloud.clock.now());
  const environment = { ...world.environment, POWERTOOLS_SERVICE_NAME: 'check-promises' };
  const handler = build(environment, world.outside);
  return {
    ...world,
    environment,
    run: () => handler({}, NO_CONTEXT),
    seed: (subject: Case) => world.put(caseToItem(subject, outbox)),
    async stored(number: number) {
      const found = await readCase(world.table, `${CUSTOMER_ID}-${number}`);
      return { ...found, events: found?.outbox.events.map(({ type }) => type) };
    },
  };
}

describe('The watch over promises', () => {
  test('W4 marks a promise at risk, then broken, and tells each once', async () => {
    const { seed, run, stored, cloud } = await watch();
    await seed(waiting(1, promise(5)));
    expect(await run()).toMatchObject({ announced: 0 });
    await cloud.scheduler.advance(MINUTE);
    expect(await run()).toMatchObject({ announced: 1 });
    expect(await stored(1)).toMatchObject({
      case: { promise: { state: 'at-risk' } },
      events: ['PromiseAtRisk'],
    });
    await cloud.scheduler.advance(4 * MINUTE);
    expect(await run()).toMatchObject({ announced: 0 });
    await cloud.scheduler.advance(1);
    expect(await run()).toMatchObject({ announced: 1 });
    const { case: broken, events, ...found } = await stored(1);
    expect([broken?.promise?.state, events]).toEqual(['broken', ['PromiseBroken']]);
    expect(await run()).toMatchObject({ announced: 0 });
    const told = eventsOf(found.outbox ?? outbox, { key: 'x', caseVersion: 5, ...(broken ?? openCase()) });
    expect(told).toMatchObject([
      {
        detailType: 'PromiseBroken',
        detail: { stage: 'broken', queue: 'general', priority: 5, due: ago(-5 * MINUTE) },
      },
    ]);
  });

  test('R8 finds what it should have warned of long ago broken at once', async () => {
    const { seed, run, stored } = await watch();
    await seed(waiting(1, promise(-600)));
    await run();
    expect((await stored(1)).events).toEqual(['PromiseBroken']);
  });

  test('watches cases that have no route yet, in any queue and of any priority', async () => {
    const { seed, run, stored } = await watch();
    await seed(waiting(1, promise(-1), { route: undefined }));
    await seed(waiting(2, promise(-1), { route: route({ queue: 'billing', priority: 9 }) }));
    await seed(waiting(3, promise(-1, { state: 'at-risk' }), { route: route({ priority: 1 }) }));
    await seed(waiting(4, promise(1), { route: route({ priority: 3 }) }));
    await seed(waiting(5, promise(60), { route: route({ priority: 2 }) }));
    expect(await run()).toMatchObject({ announced: 4 });
    const events = await Promise.all([1, 2, 3, 4, 5].map(async (number) => (await stored(number)).events));
    expect(events).toEqual([['PromiseBroken'], ['PromiseBroken'], ['PromiseBroken'], ['PromiseAtRisk'], []]);
  });

  test('R8 goes on watching a queue that has left the configuration', async () => {
    const { seed, run, stored, table } = await watch();
    await rememberQueues(table, ['returns']);
    await seed(waiting(1, promise(-1), { route: route({ queue: 'returns' }) }));
    expect(await run()).toMatchObject({ announced: 1 });
    expect((await stored(1)).events).toEqual(['PromiseBroken']);
  });

  test('remembers the configured queues in its first run, also with another at work beside it', async () => {
    const { run, table, environment, outside, calls } = await watch();
    await rememberQueues(table, ['returns']);
    const [...watched] = await dependenciesOf(environment, outside).queues();
    expect(watched).toEqual(expect.arrayContaining(['general', 'billing', 'returns', UNROUTED]));
    await Promise.all([run(), run()]);
    expect(await readQueues(table)).toEqual(watched.filter((queue) => queue !== UNROUTED));
    expect(calls('PutItem')[0]?.calls).toBe(2);
  });

  test('leaves alone who was answered or whose case was resolved after the index showed them', async () => {
    const { seed, environment, outside, stored, lines } = await watch();
    await seed(
      waiting(1, promise(-1), { version: 9, promise: undefined, answered: 1, waitingSince: undefined }),
    );
    await seed(waiting(2, promise(-1), { state: 'resolved', version: 9 }));
    const { promises, ...rest } = dependenciesOf(environment, outside);
    const stale = [1, 2, 3].map((number) => ({ caseId: `${CUSTOMER_ID}-${number}`, moment: ago(MINUTE) }));
    const due = async (queue: string) => ({ due: queue === UNROUTED ? stale : [], more: false });
    expect(await checkPromises({ ...rest, promises: { ...promises, due } })).toEqual({
      announced: 0,
    });
    expect((await stored(1)).case?.version).toBe(9);
    expect((await stored(2)).case?.version).toBe(9);
    expect(lines).toEqual([]);
  });

  test('R5 two runs at once announce nothing twice', async () => {
    const { seed, run, stored } = await watch();
    for (let number = 1; number <= 30; number += 1) await seed(waiting(number, promise(-1)));
    const runs = await Promise.all([run(), run(), run()]);
    expect(runs.reduce((sum, { announced }) => sum + announced, 0)).toBe(30);
    expect((await stored(7)).case?.version).toBe(4);
  });

  test('decides anew when somebody changes the case in between', async () => {
    const { seed, environment, outside, stored, codes } = await watch();
    await seed(waiting(1, promise(-1)));
    const { promises, ...rest } = dependenciesOf(environment, outside);
    let reads = 0;
    const read = async (caseId: string) => {
      const found = await promises.read(caseId);
      reads += 1;
      if (reads === 1) await seed(waiting(1, promise(-1), { version: 4 }));
      return found;
    };
    expect(await checkPromises({ ...rest, promises: { ...promises, read } })).toEqual({
      announced: 1,
    });
    expect((await stored(1)).case?.version).toBe(5);
    expect(codes()).toEqual(['TL2004', 'TL3009']);
  });

  test('knows its own write when the answer to it was lost', async () => {
    const { seed, run, stored, cloud, codes } = await watch();
    await seed(waiting(1, promise(-1)));
    cloud.faults.add({ kind: 'fail-after', service: 'dynamodb', operation: 'PutItem', times: 1 });
    expect(await run()).toEqual({ announced: 1 });
    expect((await stored(1)).case?.version).toBe(4);
    expect(codes()).toEqual(['TL3009']);
  });

  test('one case that cannot be read holds up no other, and makes the run fail', async () => {
    const { seed, run, stored, put, codes } = await watch();
    await put({ ...caseToItem(waiting(1, promise(-9)), outbox), state: 'lost' });
    await seed(waiting(2, promise(-1)));
    await expect(run()).rejects.toThrow('TL1007');
    expect((await stored(2)).events).toEqual(['PromiseBroken']);
    expect(codes().sort()).toEqual(['TL1007', 'TL3009', 'TL3011']);
  });

  test('takes the oldest first, says that it fell behind, and goes on in the next run', async () => {
    const { seed, environment, outside, stored, lines } = await watch();
    for (const number of [3, 1, 2]) await seed(waiting(number, promise(-number)));
    const dependencies = dependenciesOf(environment, outside);
    let calls = 0;
    // The time is over when the second hand would take its case.
    const now = () => new Date(outside.now().getTime() + (calls++ < 2 ? 0 : MINUTE));
    expect(await checkPromises({ ...dependencies, now })).toEqual({ announced: 1 });
    expect((await stored(3)).events).toEqual(['PromiseBroken']);
    expect((await stored(1)).events).toEqual([]);
    expect(lines.find(({ metric }) => metric === 'PromisesBehind')).toMatchObject({ value: 2 });
    expect(await checkPromises(dependencies)).toEqual({ announced: 2 });
  });

  test('finds all that is due, though DynamoDB ends a page of the index at 1 MB', async () => {
    const { seed, table } = await watch();
    const long = route({ skills: ['x'.repeat(30_000)] });
    for (let number = 1; number <= 40; number += 1) await seed(waiting(number, promise(-1), { route: long }));
    const query = { now: NOW, limit: 100 };
    expect(await readDuePromises(table, 'general', query)).toMatchObject({
      due: { length: 40 },
      more: false,
    });
    const some = await readDuePromises(table, 'general', { ...query, limit: 38 });
    expect(some).toMatchObject({ due: { length: 38 }, more: true });
  });

  test('costs one query a list while nobody waits, and says until when it will find nothing', async () => {
    const { seed, run, calls, table, environment, outside } = await watch();
    const queues = await dependenciesOf(environment, outside).queues();
    expect(await run()).toEqual({ announced: 0, idleUntil: null });
    expect(calls('Query')[0]?.calls).toBe(queues.length);
    await seed(waiting(1, promise(60)));
    await seed(waiting(2, promise(30), { route: route({ priority: 8 }) }));
    await seed(waiting(3, promise(20, { state: 'broken' })));
    await seed(openCase({ caseId: `${CUSTOMER_ID}-4`, route: route() }));
    expect(await run()).toEqual({ announced: 0, idleUntil: promise(30).warnAt });
    expect(calls('Query')[0]?.calls).toBe(2 * queues.length + 2);
    const page = await readDuePromises(table, 'general', { now: ago(-99 * MINUTE), limit: 1 });
    expect(page).toMatchObject({
      due: [{ caseId: `${CUSTOMER_ID}-1` }, { caseId: `${CUSTOMER_ID}-2` }],
      more: true,
    });
  });
});
