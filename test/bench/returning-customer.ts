import type { CallHooks, CallInfo } from '../../local/index.ts';
import { startProduct } from '../support/product-cloud.ts';
import { atMost, type Figure } from './figure.ts';

const CUSTOMER = '+14255550182';
const DAY = 24 * 3_600;
const READS = new Set(['GetItem', 'BatchGetItem', 'Query', 'TransactGetItems', 'Scan']);

/** What recording one message asked of the table. */
export interface RecordingCounts {
  readonly reads: number;
  readonly transactions: number;
  /** Items of the largest transaction. */
  readonly items: number;
  /** Writes outside a transaction. */
  readonly otherWrites: number;
  readonly tableUnits: number;
  readonly indexUnits: number;
}

export interface CountOptions {
  readonly assembly: string;
  readonly load?: NonNullable<Parameters<typeof startProduct>[0]['load']>;
}

const isRecorder = ({ caller }: CallInfo) =>
  caller.kind === 'role' && caller.functionName.endsWith('record-interaction');

/** Counts what the recorder asks of the table for a returning customer: once to join an open case, once to open one. */
export async function countRecording({ assembly, load }: CountOptions): Promise<{
  joining: RecordingCounts;
  opening: RecordingCounts;
}> {
  const calls: CallInfo[] = [];
  const hooks: CallHooks = {
    beforeCall: (call) => {
      if (call.service === 'dynamodb' && isRecorder(call)) calls.push(call);
    },
  };
  const product = await startProduct({ assembly, hooks, ...(load && { load }) });
  const counted = async (text: string): Promise<RecordingCounts> => {
    calls.length = 0;
    product.cloud.meterBook.reset();
    product.sms(CUSTOMER, text);
    await product.settle();
    const lines = product.cloud.meterBook
      .bill()
      .lines.filter(({ service, caller }) => service === 'dynamodb' && caller.endsWith('record-interaction'));
    const units = (unit: string) => lines.reduce((sum, line) => sum + (line.units[unit] ?? 0), 0);
    const transactions = calls.filter(({ operation }) => operation === 'TransactWriteItems');
    const reads = calls.filter(({ operation }) => READS.has(operation)).length;
    return {
      reads,
      transactions: transactions.length,
      items: Math.max(
        0,
        ...transactions.map(({ input }) => (input as { TransactItems: [] }).TransactItems.length),
      ),
      otherWrites: calls.length - reads - transactions.length,
      tableUnits: units('dynamodb.wru'),
      indexUnits: units('dynamodb.index.wru'),
    };
  };
  try {
    await counted('Hello, where is my order?');
    const joining = await counted('And does it come with the blue one?');
    const agent = product.agent('ana', ['general', 'billing', 'support-es']);
    const [item] = await agent.work();
    await agent.post(`/cases/${item?.caseId}/claim`);
    await agent.post(`/cases/${item?.caseId}/resolve`);
    await product.settle(60 * DAY);
    const opening = await counted('I have another question.');
    return { joining, opening };
  } finally {
    await product.stop();
  }
}

/** Figures of the counts, each the worse of joining and opening. */
export function countFigures({
  joining,
  opening,
}: {
  readonly joining: RecordingCounts;
  readonly opening: RecordingCounts;
}): Figure[] {
  const worse = (of: (counts: RecordingCounts) => number) => Math.max(of(joining), of(opening));
  const both = (of: (counts: RecordingCounts) => number) =>
    `${of(joining)} joining an open case, ${of(opening)} opening a case`;
  const figure = (what: string, unit: string, limit: number, of: (counts: RecordingCounts) => number) =>
    atMost('P4', worse(of), unit, limit, `${what} for a returning customer's message: ${both(of)}`);
  return [
    figure('reads', 'calls', 2, ({ reads }) => reads),
    figure('transactions and other writes', 'calls', 1, (counts) => counts.transactions + counts.otherWrites),
    figure('items of the transaction', 'items', 4, ({ items }) => items),
    figure('write units on the table', 'units', 8, ({ tableUnits }) => tableUnits),
    figure('write units on the index', 'units', 2, ({ indexUnits }) => indexUnits),
  ];
}
