import { AwsError, type CallContext, type Operation, type Permission } from '../core/service.ts';
import { type Item, isRecord, validationError } from './attribute-value.ts';
import { answer, readUnits, TRANSACTIONAL, usageOfAnswer, writeUnits } from './capacity.ts';
import { CapacityLedger } from './capacity-ledger.ts';
import { itemSize } from './item-size.ts';
import { evaluate, type PlannedWrite, planCheck, planDelete, planPut, planUpdate } from './planned-write.ts';
import { parseRequest, type TransactWrite, transactWriteItems } from './requests.ts';
import { billAttempt } from './single-writes.ts';
import type { Write } from './table.ts';
import type { Tables } from './tables.ts';
import type { TransactionTokens } from './transaction-tokens.ts';

const MAX_TRANSACTION_BYTES = 4 * 1024 * 1024;

/** Why one action did not go through; `None` for those that would have. In the order of the actions. */
interface CancellationReason {
  readonly Code: 'None' | 'ConditionalCheckFailed' | 'ValidationError';
  readonly Message?: string;
  readonly Item?: Item;
}

/** An action and what it would do, or why it cannot. */
interface Decision {
  readonly plan: PlannedWrite;
  readonly write?: Write;
  readonly reason: CancellationReason;
  /** The larger image, in bytes: what the action is charged on. */
  readonly units: number;
  readonly bytes: number;
}

/** TransactWriteItems: all or nothing, decided on one state of the tables. */
export function transactWrite(tables: Tables, tokens: TransactionTokens): Operation {
  return {
    permissions: (input, context) => permissions(tables, input, context),
    run: (input, context) => run(tables, tokens, input, context),
    usage: (_input, output) => usageOfAnswer(output),
  };
}

function run(tables: Tables, tokens: TransactionTokens, input: unknown, context: CallContext): object {
  const request = parseRequest(transactWriteItems, input);
  const plans = request.TransactItems.map((action) => planAction(tables, action));
  refuseDuplicates(plans);

  const { ClientRequestToken: token, ReturnConsumedCapacity: asked } = request;
  const now = context.cloud.clock.now();
  const earlier = token === undefined ? undefined : tokens.find(token, request.TransactItems, now);
  if (earlier !== undefined) {
    // A repeated transaction is read back, not written again, and is charged as that read.
    const ledger = new CapacityLedger();
    plans.forEach((plan, index) => {
      ledger.of(plan.table).read += TRANSACTIONAL * readUnits(earlier[index] ?? 0, true);
    });
    return answer(ledger.consumed(asked, true), ledger.tables);
  }

  const decisions = plans.map(decide);
  const ledger = charge(decisions);
  if (decisions.some(({ reason }) => reason.Code !== 'None')) {
    billAttempt('TransactWriteItems', ledger.tables, context);
    throw canceled(decisions.map(({ reason }) => reason));
  }
  const bytes = decisions.map((decision) => decision.bytes);
  if (bytes.reduce((sum, size) => sum + size, 0) > MAX_TRANSACTION_BYTES) {
    throw validationError('The aggregate size of the items in the transaction exceeds 4 MB');
  }
  for (const { plan, write } of decisions) {
    if (write === undefined || plan.checkOnly) continue;
    const capacity = ledger.of(plan.table);
    for (const [index, units] of plan.table.commit(write)) capacity.addIndexWrite(index, units);
  }
  if (token !== undefined) tokens.remember(token, request.TransactItems, bytes, now);
  return answer(ledger.consumed(asked, true), ledger.tables);
}

function planAction(tables: Tables, action: TransactWrite): PlannedWrite {
  if (action.Put) return planPut(tables, action.Put);
  if (action.Update) return planUpdate(tables, action.Update);
  if (action.Delete) return planDelete(tables, action.Delete);
  if (action.ConditionCheck) return planCheck(tables, action.ConditionCheck);
  throw validationError('TransactItems must contain one of Check, Put, Update or Delete');
}

function refuseDuplicates(plans: readonly PlannedWrite[]): void {
  const seen = new Set<string>();
  for (const { table, position } of plans) {
    const item = JSON.stringify([table.name, position.partition, position.sort]);
    if (seen.has(item))
      throw validationError('Transaction request cannot include multiple operations on one item');
    seen.add(item);
  }
}

function decide(plan: PlannedWrite): Decision {
  const before = plan.table.items.get(plan.position);
  try {
    const evaluation = evaluate(plan);
    if (evaluation.kind === 'write') {
      const { write } = evaluation;
      return { plan, write, reason: { Code: 'None' }, ...sized(write.before, write.after) };
    }
    const image = plan.returnOnFailure && before !== undefined ? { Item: before } : {};
    const reason = {
      Code: 'ConditionalCheckFailed',
      Message: 'The conditional request failed',
      ...image,
    } as const;
    return { plan, reason, ...sized(before, undefined) };
  } catch (error) {
    // An update that does not fit the stored item cancels; a request wrong in itself never came this far.
    if (!(error instanceof AwsError)) throw error;
    return { plan, reason: { Code: 'ValidationError', Message: error.message }, ...sized(before, undefined) };
  }
}

function sized(before: Item | undefined, after: Item | undefined): { units: number; bytes: number } {
  const bytes = Math.max(
    before === undefined ? 0 : itemSize(before),
    after === undefined ? 0 : itemSize(after),
  );
  return { units: writeUnits(before, after), bytes };
}

function charge(decisions: readonly Decision[]): CapacityLedger {
  const ledger = new CapacityLedger();
  for (const { plan, units } of decisions) ledger.of(plan.table).write += TRANSACTIONAL * units;
  return ledger;
}

function canceled(reasons: readonly CancellationReason[]): AwsError {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    { CancellationReasons: reasons },
  );
}

const ACTIONS = [
  ['Put', 'PutItem'],
  ['Update', 'UpdateItem'],
  ['Delete', 'DeleteItem'],
  ['ConditionCheck', 'ConditionCheckItem'],
] as const;

/** There is no permission to transact: each action needs its own. */
function permissions(tables: Tables, input: unknown, context: CallContext): Permission[] {
  const items = isRecord(input) && Array.isArray(input.TransactItems) ? input.TransactItems : [];
  return items.flatMap((item: unknown) =>
    ACTIONS.flatMap(([member, action]) => {
      const request = isRecord(item) ? item[member] : undefined;
      return isRecord(request)
        ? tables.permissions(action, request.TableName, context, [request.Item ?? request.Key])
        : [];
    }),
  );
}
