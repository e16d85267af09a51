import type { Bill } from '../../local/core/meter.ts';
import { type Product, startProduct } from '../support/product-cloud.ts';
import { deployedFunctions } from './deployed-functions.ts';
import { recordingLoader } from './recorded-calls.ts';
import type { Invocation } from './replay.ts';

/** What the local cloud saw during one stretch of a way. */
export interface Leg {
  readonly name: string;
  readonly invocations: readonly Invocation[];
  readonly bill: Pick<Bill, 'lines' | 'unpriced'>;
  readonly logLines: readonly Readonly<Record<string, unknown>>[];
}

/** What a customer wrote, the whole way through the product of an assembly, as the local cloud saw it. */
export interface Way {
  readonly legs: readonly Leg[];
  /** Two minutes of the deployment before anybody wrote. */
  readonly idle: Leg;
  readonly resources: readonly { readonly type: string; readonly path: string }[];
  /** Functions that Lambda itself writes a start and a report of every invocation for. */
  readonly reported: ReadonlySet<string>;
}

/** Goes a way; all of it belongs to a leg. */
export type Walk = (
  product: Product,
  leg: (name: string, go: () => Promise<void>) => Promise<void>,
) => Promise<void>;

/** Lets a customer and an agent go a way through the product of the assembly. */
export async function takeTheWay(assembly: string, walk: Walk): Promise<Way> {
  const { load, invocations } = recordingLoader();
  const product = await startProduct({ assembly, load });
  const { meterBook } = product.cloud;
  const legs: Leg[] = [];
  const leg = async (name: string, go: () => Promise<void>) => {
    const [firstInvocation, firstLine] = [invocations.length, product.logLines.length];
    meterBook.reset();
    await go();
    legs.push({
      name,
      invocations: invocations.slice(firstInvocation),
      bill: meterBook.bill(),
      logLines: product.logLines.slice(firstLine),
    });
  };
  try {
    await leg('idle', () => product.settle(120));
    await walk(product, leg);
    const [idle, ...gone] = legs;
    if (!idle) throw new Error('Nothing was measured.');
    return { legs: gone, idle, resources: product.running.resources, reported: reportedFunctions(assembly) };
  } finally {
    await product.stop();
  }
}

function reportedFunctions(assembly: string): Set<string> {
  const reported = deployedFunctions(assembly).filter(({ systemLogLevel }) => systemLogLevel !== 'WARN');
  return new Set(reported.map(({ name }) => name));
}

export const invocationsOf = (...ways: readonly Way[]): Invocation[] =>
  ways.flatMap(({ legs }) => legs.flatMap(({ invocations }) => invocations));

/** What an agent does to answer the one case there is, with the screens opened on the way; throws when it is refused. */
export async function answerAndResolve(product: Product): Promise<void> {
  const agent = product.agent('ana', ['general', 'billing', 'support-es']);
  const [item] = await agent.work('general');
  if (!item) throw new Error('No case came into the work list of the queue general.');
  const path = `/cases/${item.caseId}`;
  const answers = [
    await agent.get(path),
    await agent.get(`/customers/${item.customerId}/thread`),
    await agent.post(`${path}/claim`),
    await agent.post(`${path}/replies`, { text: 'It arrives tomorrow.', answers: 1 }),
  ];
  await product.settle();
  answers.push(await agent.post(`${path}/resolve`));
  await product.settle();
  const refused = answers.find(({ status }) => status !== 200);
  if (refused) throw new Error(`The agent API refused a step: ${JSON.stringify(refused)}`);
}
