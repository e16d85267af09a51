import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dependenciesOf } from '../../../functions/drain-hand-overs/dependencies.ts';
import { drainHandOvers } from '../../../functions/drain-hand-overs/drain-hand-overs.ts';
import { queueHandOver } from '../../../functions/queue-hand-over/queue-hand-over.ts';
import type { HandOverRef } from '../../../shared/domain/hand-over.ts';
import type { CaseRouted } from '../../../shared/events/case-routed.ts';
import type { StartOutcome, Task } from '../../../shared/gateways/connect-gateway.ts';
import { PermanentFailure } from '../../../shared/runtime/failure.ts';
import { addHandOver, readHandOver } from '../../../shared/stores/hand-over-store.ts';
import { CUSTOMER_ID, NOW, openCase, route } from '../../domain/builders.ts';
import { productTable } from '../product-table.ts';

function routed(number: number, overrides: Partial<CaseRouted> = {}): CaseRouted {
  return {
    ...{ eventId: `e${number}`, schemaVersion: 1, at: NOW, customerId: CUSTOMER_ID, channel: 'sms' },
    ...{ caseId: `${CUSTOMER_ID}-${number}`, caseVersion: 2, opening: 1, routeSequence: 1, queue: 'general' },
    ...{ priority: 5, skills: [], destination: 'connect-task', rule: 'all' },
    ...overrides,
  };
}

/** Cases routed with these priorities, and a Connect that keeps what it started and when. */
async function office(
  priorities: readonly number[],
  answerOf: (task: Task) => StartOutcome | undefined = () => undefined,
  quota: Record<string, string> = {},
) {
  const it = productTable();
  const pokes: HandOverRef[] = [];
  const started: { caseId: string; at: number; token: string }[] = [];
  const contacts = new Map<string, string>();
  const environment = {
    ...it.environment,
    ...{
      HAND_OVER_DRAIN_QUEUE_URL: 'https://drain',
      CONNECT_INSTANCE_ID: 'i',
      CONNECT_TASK_FLOW_ID: 'f',
      ...quota,
    },
  };
  const dependencies = {
    ...dependenciesOf(environment, it.outside),
    pokes: {
      poke: async (ref: HandOverRef) =>
        void pokes.push({ caseId: ref.caseId, routeSequence: ref.routeSequence }),
    },
    connect: {
      startTask: async (task: Task): Promise<StartOutcome> => {
        const answer = answerOf(task);
        if (answer) return answer;
        const known = contacts.get(task.clientToken);
        const contactId = known ?? `contact-${contacts.size + 1}`;
        contacts.set(task.clientToken, contactId);
        started.push({ caseId: task.attributes.caseId ?? '', at: it.clock.now, token: task.clientToken });
        return { kind: 'started', contactId };
      },
    },
  };
  const { table } = it;
  const queue = (event: CaseRouted) =>
    queueHandOver(event, { ...dependencies, addHandOver: (handOver) => addHandOver(table, handOver) });
  for (const [index, priority] of priorities.entries()) {
    const number = index + 1;
    await it.seed({ cases: [openCase({ caseId: `${CUSTOMER_ID}-${number}`, route: route({ priority }) })] });
    await queue(routed(number, { priority }));
  }
  const stateOf = async (number: number) =>
    (await readHandOver(table, { caseId: `${CUSTOMER_ID}-${number}`, routeSequence: 1 })).handOver?.progress;
  return { ...it, pokes, started, contacts, dependencies, queue, stateOf, drain };

  /** Delivers what waits in the drainer's queue, one at a time, until it is empty. */
  async function drain(): Promise<void> {
    for (let ref = pokes.shift(); ref; ref = pokes.shift()) await drainHandOvers(ref, dependencies);
  }
}

/** The message at a place of the drainer's queue. */
function pokeAt(pokes: readonly HandOverRef[], index: number): HandOverRef {
  const poke = pokes.at(index);
  if (!poke) throw new Error('There is no such message.');
  return poke;
}

const numberOf = ({ caseId }: { caseId: string }) => Number(caseId.split('-')[1]);

describe('A routed case', () => {
  test('is handed over once, however often it is told', async () => {
    const { queue, drain, started, contacts, stateOf } = await office([5]);
    await queue(routed(1));
    await drain();
    await queue(routed(1));
    await drain();
    expect([started.length, contacts.size]).toEqual([1, 1]);
    expect(await stateOf(1)).toEqual({ state: 'done', at: NOW, contactId: 'contact-1' });
  });

  test('R6 goes by urgency, at two a second after a burst of five, and none is lost', async () => {
    const priorities = [5, 9, 1, 5, 3, 9, 1, 5, 2, 9, 9, 1];
    const { drain, started, stateOf } = await office(priorities);
    await drain();
    const order = started.map((each) => priorities[numberOf(each) - 1]);
    expect(order).toEqual(priorities.toSorted());
    const times = started.map(({ at }) => at - Date.parse(NOW));
    expect(times.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(times.slice(5)).toEqual([500, 1000, 1500, 2000, 2500, 3000, 3500]);
    for (const index of priorities.keys()) expect(await stateOf(index + 1)).toMatchObject({ state: 'done' });
  });

  test('overtakes others while they wait for their turn', async () => {
    const it = await office([5, 5, 5, 5, 5, 5, 5]);
    const { sleep } = it.dependencies;
    it.dependencies.sleep = async (milliseconds) => {
      it.dependencies.sleep = sleep;
      await it.seed({ cases: [openCase({ caseId: `${CUSTOMER_ID}-9`, route: route({ priority: 1 }) })] });
      await it.queue(routed(9, { priority: 1 }));
      await sleep(milliseconds);
    };
    await it.drain();
    expect(it.started.map(numberOf)).toEqual([1, 2, 3, 4, 5, 9, 6, 7]);
  });

  test('tells the flow ids and names of ours only', async () => {
    const tasks: Task[] = [];
    const { drain } = await office([5], (task) => void tasks.push(task) as undefined);
    await drain();
    expect(tasks).toEqual([
      {
        clientToken: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
        name: `sms case ${CUSTOMER_ID}-1`,
        description: 'Queue general, priority 5, by the rule all.',
        attributes: {
          caseId: `${CUSTOMER_ID}-1`,
          customerId: CUSTOMER_ID,
          channel: 'sms',
          queue: 'general',
          priority: '5',
        },
      },
    ]);
  });

  test('that was resolved, or routed anew, before its turn is given up', async () => {
    const at = await office([]);
    await at.seed({
      cases: [
        openCase({ caseId: `${CUSTOMER_ID}-1`, state: 'resolved', route: route() }),
        openCase({ caseId: `${CUSTOMER_ID}-2`, route: route({ sequence: 2 }) }),
      ],
    });
    for (const number of [1, 2]) await at.queue(routed(number));
    await at.drain();
    expect(at.started).toEqual([]);
    expect(await at.stateOf(1)).toMatchObject({ state: 'superseded', reason: 'case-resolved' });
    expect(await at.stateOf(2)).toMatchObject({ state: 'superseded', reason: 'routed-anew' });
  });
});

describe('The drainer', () => {
  test('R6 loses nothing when the index never shows anything', async () => {
    const it = await office([5, 1, 9]);
    it.dependencies.handOvers.pending = async () => [];
    await it.drain();
    expect(it.started.map(numberOf).toSorted()).toEqual([1, 2, 3]);
  });

  test('starts nothing twice when the index still shows what is done', async () => {
    const it = await office([5, 1, 9]);
    const shown = await it.dependencies.handOvers.pending();
    it.dependencies.handOvers.pending = async () => shown;
    await it.drain();
    expect(it.started).toHaveLength(3);
  });

  test('makes one contact when it dies between starting a task and writing that down', async () => {
    const it = await office([5]);
    const { settle } = it.dependencies.handOvers;
    it.dependencies.handOvers.settle = async () => {
      it.dependencies.handOvers.settle = settle;
      throw new Error('died');
    };
    const poke = pokeAt(it.pokes, 0);
    await expect(it.drain()).rejects.toThrow('died');
    it.pokes.push(poke);
    await it.drain();
    expect([it.started.length, it.contacts.size]).toEqual([2, 1]);
    expect(await it.stateOf(1)).toMatchObject({ state: 'done', contactId: 'contact-1' });
  });

  test('waits and goes on when Connect throttles or does not answer', async () => {
    const answers: StartOutcome[] = [{ kind: 'throttled' }, { kind: 'unknown', error: 'TimeoutError' }];
    const { drain, started, clock, stateOf } = await office([5], () => answers.shift());
    await drain();
    expect(started).toHaveLength(1);
    expect(clock.now - Date.parse(NOW)).toBeGreaterThanOrEqual(2_000);
    expect(await stateOf(1)).toMatchObject({ state: 'done' });
  });

  test('leaves everything pending when the quota of tasks is used up', async () => {
    const { drain, stateOf } = await office([5, 1], () => ({ kind: 'quota' }));
    await expect(drain()).rejects.toThrow('The quota of open tasks in Amazon Connect is used up.');
    expect([await stateOf(1), await stateOf(2)]).toEqual([{ state: 'pending' }, { state: 'pending' }]);
  });

  test('dead-letters a refused one by its own message and hands over the others; redriven, it is tried again', async () => {
    let refuses = true;
    const it = await office([1, 5], ({ attributes }) =>
      refuses && attributes.caseId?.endsWith('-1')
        ? { kind: 'refused', reason: 'invalid-parameter' }
        : undefined,
    );
    const [first, second] = [pokeAt(it.pokes, 0), pokeAt(it.pokes, 1)];
    await drainHandOvers(second, it.dependencies);
    expect(await it.stateOf(1)).toMatchObject({ state: 'failed', reason: 'invalid-parameter' });
    expect(await it.stateOf(2)).toMatchObject({ state: 'done' });
    await expect(drainHandOvers(first, it.dependencies)).rejects.toThrow(PermanentFailure);
    refuses = false;
    await drainHandOvers(first, it.dependencies);
    expect(await it.stateOf(1)).toMatchObject({ state: 'done' });
  });

  test('R6 is not started a second time when its dead letter is redriven after Connect forgot its token', async () => {
    const it = await office([5, 5]);
    const [first, second] = [pokeAt(it.pokes, 0), pokeAt(it.pokes, 1)];
    it.clock.now += 6 * 86_400_000;
    await expect(drainHandOvers(first, it.dependencies)).rejects.toThrow(/older than 6 days/);
    expect(await it.stateOf(1)).toMatchObject({ state: 'failed', reason: 'too-old' });
    await expect(drainHandOvers(second, it.dependencies)).rejects.toThrow(PermanentFailure);
    await expect(drainHandOvers(first, it.dependencies)).rejects.toThrow(PermanentFailure);
    expect(it.started).toEqual([]);
  });

  test('asks for another turn when its time is over, and gives up its message when nothing moved', async () => {
    const quota = { CONNECT_CALLS_PER_SECOND: '0.2', CONNECT_CALLS_BURST: '2' };
    const many = await office(Array(10).fill(5), undefined, quota);
    // Among equals the case id decides, as text: the ninth comes last.
    const last = pokeAt(many.pokes, 8);
    many.pokes.length = 0;
    await drainHandOvers(last, many.dependencies);
    expect(many.started.length).toBe(2 + 5);
    expect(many.pokes).toEqual([last]);
    const stuck = await office([5], () => ({ kind: 'throttled' }));
    await expect(stuck.drain()).rejects.toThrow('Amazon Connect took no hand-over in time.');
  });

  test('R6 hands over every case once under any deaths and any order of messages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat({ max: 6 }), { maxLength: 6 }),
        async (priorities, deaths) => {
          const it = await office(priorities);
          const { settle, read } = it.dependencies.handOvers;
          let step = 0;
          const mayDie = async <Result>(act: () => Promise<Result>): Promise<Result> => {
            step += 1;
            if (deaths.includes(step)) throw new Error('died');
            return act();
          };
          it.dependencies.handOvers.settle = (...given) => mayDie(() => settle(...given));
          it.dependencies.handOvers.read = (...given) => mayDie(() => read(...given));
          while (it.pokes.length > 0) {
            const poke = pokeAt(it.pokes, 0);
            it.pokes.shift();
            await drainHandOvers(poke, it.dependencies).catch(() => it.pokes.push(poke));
          }
          expect(it.contacts.size).toBe(priorities.length);
          for (const index of priorities.keys())
            expect(await it.stateOf(index + 1)).toMatchObject({ state: 'done' });
        },
      ),
      { numRuns: 8 },
    );
  });
});
