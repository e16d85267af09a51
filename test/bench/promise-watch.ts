import { promiseTable } from '../../functions/record-interaction/promise-table.ts';
import { compile, readConfig } from '../../shared/config/read-config.ts';
import { makePromise } from '../../shared/domain/promise.ts';
import settings from '../../throughline.config.ts';
import { startProduct } from '../support/product-cloud.ts';
import { atMost, type Figure, median } from './figure.ts';

/** Messages of these moments come due after clocks are changed, after holidays, or on a leap day. */
const SENT = [
  '2026-03-27T16:50:00Z',
  '2026-10-23T15:50:00Z',
  '2026-12-24T17:55:00Z',
  '2026-12-31T11:50:00Z',
  '2028-02-28T17:55:00Z',
];
const CUSTOMERS = 40;
const PROMISES = 2_000;

/** Half of the customers are answered a minute before the promised moment, the others never. */
async function watchOnce(assembly: string, start: string): Promise<{ late: number[]; wrong: number }> {
  const product = await startProduct({ assembly, start });
  const late = new Map<string, number>();
  const times = new Map<string, number>();
  product.cloud.traces.listen(({ at, what, detail }) => {
    if (what !== 'accepted' || detail?.detailType !== 'PromiseBroken') return;
    const { caseId, due } = detail.event as { caseId: string; due: string };
    late.set(caseId, (at - Date.parse(due)) / 1_000);
    times.set(caseId, (times.get(caseId) ?? 0) + 1);
  });
  try {
    for (let number = 0; number < CUSTOMERS; number++) product.sms(`+1425555${1000 + number}`, 'Hello?');
    await product.settle();
    const agent = product.agent('ana', ['general', 'billing', 'support-es'], 'supervisor');
    const { body } = await agent.get(`/work?limit=${CUSTOMERS}`);
    const items: { caseId: string; promise: { due: string } }[] = body.items;
    const due = Math.min(...items.map(({ promise }) => Date.parse(promise.due)));
    await product.settle((due - 60_000 - product.cloud.clock.now()) / 1_000);
    const answered = new Set(items.slice(0, CUSTOMERS / 2).map(({ caseId }) => caseId));
    for (const caseId of answered) {
      await agent.post(`/cases/${caseId}/claim`);
      await agent.post(`/cases/${caseId}/replies`, { text: 'Hello', answers: 1 });
    }
    await product.settle(3_600);
    const wrong = items.filter(({ caseId }) => (times.get(caseId) ?? 0) !== (answered.has(caseId) ? 0 : 1));
    return { late: [...late.values()], wrong: wrong.length + CUSTOMERS - items.length };
  } finally {
    await product.stop();
  }
}

/** Milliseconds that one promise takes to make, by the configuration as it is, over moments of a year. */
function timeOfOnePromise(): number {
  const table = promiseTable(compile(readConfig(settings)));
  const facts = { channel: 'email', account: 'help@example.com', opening: 1 };
  const spent = Array.from({ length: PROMISES }, (_, index) => {
    const since = new Date(Date.UTC(2026, 0, 1) + index * 15_780_000).toISOString();
    const began = performance.now();
    makePromise(facts, since, table);
    return performance.now() - began;
  });
  return median(spent);
}

/** R8: how late broken promises are announced, how many wrongly or not at all, and what making one takes. */
export async function benchPromises(assembly: string): Promise<Figure[]> {
  const runs: { late: number[]; wrong: number }[] = [];
  for (const sent of SENT) runs.push(await watchOnce(assembly, sent));
  const late = runs.flatMap((run) => run.late);
  const wrong = runs.reduce((sum, run) => sum + run.wrong, 0);
  const what = `${late.length} broken promises of ${SENT.length} weekends, holidays and a leap day`;
  return [
    atMost(
      'R8',
      late.length === 0 ? Number.NaN : Math.max(...late),
      's',
      120,
      `latest announcement among ${what}`,
    ),
    atMost(
      'R8',
      wrong,
      'promises',
      0,
      `announced though answered, not announced, or announced twice, beside ${what}`,
    ),
    atMost('R8', timeOfOnePromise(), 'ms', 1, `making a promise of mail, median of ${PROMISES} over a year`),
  ];
}
