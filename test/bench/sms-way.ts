import { startProduct } from '../support/product-cloud.ts';
import { recordingLoader } from './recorded-calls.ts';
import type { Invocation } from './replay.ts';

const CUSTOMER = '+14255550182';

/** One SMS the whole way: in, case, receipt, route, task, claim, reply, sent, resolved, as the local cloud saw it. */
export interface SmsWay {
  readonly invocations: readonly Invocation[];
  readonly bill: ReturnType<Awaited<ReturnType<typeof startProduct>>['cloud']['meterBook']['bill']>;
  readonly logLines: readonly Readonly<Record<string, unknown>>[];
  readonly resources: readonly { readonly type: string; readonly path: string }[];
}

/** Takes one SMS of a new customer through the product of the assembly, with the screens an agent opens on the way. */
export async function takeSmsTheWholeWay(assembly: string): Promise<SmsWay> {
  const { load, invocations } = recordingLoader();
  const product = await startProduct({ assembly, load });
  try {
    // What pollers do before anything happened belongs to an idle deployment.
    await product.settle();
    product.cloud.meterBook.reset();
    product.sms(CUSTOMER, 'Hello, where is my order?');
    await product.settle();
    const agent = product.agent('ana', ['general', 'billing', 'support-es']);
    const [item] = await agent.work('general');
    if (!item) throw new Error('The SMS became no case in the work list of the queue general.');
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
    if (product.phone(CUSTOMER).length !== 1 || product.receipts(CUSTOMER).length !== 1)
      throw new Error('The phone did not get one receipt and one reply.');
    return {
      invocations,
      bill: product.cloud.meterBook.bill(),
      logLines: product.logLines,
      resources: product.running.resources,
    };
  } finally {
    await product.stop();
  }
}
