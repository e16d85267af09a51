import type { Operation } from '../core/service.ts';
import { isRecord, validationError } from './attribute-value.ts';
import { answer, usageOfAnswer, writeUnits } from './capacity.ts';
import { CapacityLedger } from './capacity-ledger.ts';
import { evaluate, type PlannedWrite, planDelete, planPut } from './planned-write.ts';
import { batchWriteItem, parseRequest } from './requests.ts';
import type { Tables } from './tables.ts';

const MAX_BATCH_WRITES = 25;

/** BatchWriteItem: unconditional puts and deletes, each by itself; none is ever left unprocessed here. */
export function batchWrite(tables: Tables): Operation {
  return {
    permissions: (input, context) =>
      Object.entries(input.RequestItems ?? {}).flatMap(([name, writes]) =>
        tables.permissions('BatchWriteItem', name, context, Array.isArray(writes) ? writes.map(keyed) : []),
      ),
    run: (input) => run(tables, input),
    usage: (_input, output) => usageOfAnswer(output),
  };
}

/** The item or key of one write. */
function keyed(write: unknown): unknown {
  const { PutRequest: put, DeleteRequest: deletion } = isRecord(write) ? write : {};
  return (isRecord(put) && put.Item) || (isRecord(deletion) && deletion.Key);
}

function run(tables: Tables, input: unknown): object {
  const request = parseRequest(batchWriteItem, input);
  const plans = Object.entries(request.RequestItems).flatMap(([TableName, writes]) =>
    writes.map((write) =>
      'PutRequest' in write
        ? planPut(tables, { TableName, Item: write.PutRequest.Item })
        : planDelete(tables, { TableName, Key: write.DeleteRequest.Key }),
    ),
  );
  if (plans.length < 1 || plans.length > MAX_BATCH_WRITES) {
    throw validationError('Too many items requested for the BatchWriteItem call');
  }
  refuseDuplicates(plans);
  const ledger = new CapacityLedger();
  for (const plan of plans) {
    const evaluation = evaluate(plan);
    if (evaluation.kind !== 'write') continue;
    const capacity = ledger.of(plan.table);
    capacity.write += writeUnits(evaluation.write.before, evaluation.write.after);
    for (const [index, units] of plan.table.commit(evaluation.write)) capacity.addIndexWrite(index, units);
  }
  return answer({ UnprocessedItems: {}, ...ledger.consumed(request.ReturnConsumedCapacity) }, ledger.tables);
}

function refuseDuplicates(plans: readonly PlannedWrite[]): void {
  const seen = new Set(
    plans.map(({ table, position }) => JSON.stringify([table.name, position.partition, position.sort])),
  );
  if (seen.size < plans.length) throw validationError('Provided list of item keys contains duplicates');
}
