import { AwsError, type CallContext, type Operation } from '../core/service.ts';
import type { Item } from './attribute-value.ts';
import { answer, consumedCapacity, TableCapacity, usageOf, usageOfAnswer, writeUnits } from './capacity.ts';
import { project } from './path.ts';
import { evaluate, type PlannedWrite, planDelete, planPut, planUpdate } from './planned-write.ts';
import { deleteItem, parseRequest, putItem, updateItem } from './requests.ts';
import type { Write } from './table.ts';
import type { Tables } from './tables.ts';

interface SingleWrite {
  readonly ReturnValues?: 'NONE' | 'ALL_OLD' | 'UPDATED_OLD' | 'ALL_NEW' | 'UPDATED_NEW' | undefined;
  readonly ReturnConsumedCapacity?: string | undefined;
}

/** PutItem, UpdateItem and DeleteItem. */
export function singleWrites(tables: Tables): Record<string, Operation> {
  const operation = (name: string, run: Operation['run']): Operation => ({
    permissions: (input, context) =>
      tables.permissions(name, input.TableName, context, [input.Item ?? input.Key]),
    run,
    usage: (_input, output) => usageOfAnswer(output),
  });
  return {
    PutItem: operation('PutItem', (input, context) => {
      const request = parseRequest(putItem, input);
      return execute('PutItem', planPut(tables, request), request, context);
    }),
    UpdateItem: operation('UpdateItem', (input, context) => {
      const request = parseRequest(updateItem, input);
      return execute('UpdateItem', planUpdate(tables, request), request, context);
    }),
    DeleteItem: operation('DeleteItem', (input, context) => {
      const request = parseRequest(deleteItem, input);
      return execute('DeleteItem', planDelete(tables, request), request, context);
    }),
  };
}

function execute(name: string, plan: PlannedWrite, request: SingleWrite, context: CallContext): object {
  const capacity = new TableCapacity(plan.table.name);
  const evaluation = evaluate(plan);
  if (evaluation.kind === 'condition-failed') {
    // AWS charges for the attempt all the same.
    capacity.write = writeUnits(evaluation.before, undefined);
    billAttempt(name, [capacity], context);
    throw conditionFailed(plan, evaluation.before);
  }
  const { write } = evaluation;
  capacity.write = writeUnits(write.before, write.after);
  for (const [index, units] of plan.table.commit(write)) capacity.addIndexWrite(index, units);
  const attributes = returned(plan, write, request.ReturnValues);
  const consumed = consumedCapacity(capacity, request.ReturnConsumedCapacity);
  return answer(
    {
      ...(attributes ? { Attributes: attributes } : {}),
      ...(consumed ? { ConsumedCapacity: consumed } : {}),
    },
    [capacity],
  );
}

/** Puts what a refused write consumed on the bill; the refusal itself carries no usage. */
export function billAttempt(
  operation: string,
  capacities: readonly TableCapacity[],
  { cloud, caller }: CallContext,
): void {
  const resource = caller.kind === 'role' ? caller.functionName : 'developer';
  cloud.meter({ service: 'dynamodb', operation, resource, usage: usageOf(capacities) });
}

function conditionFailed(plan: PlannedWrite, before: Item | undefined): AwsError {
  const image = plan.returnOnFailure && before !== undefined ? { Item: before } : {};
  return new AwsError('ConditionalCheckFailedException', 'The conditional request failed', 400, image);
}

function returned(
  plan: PlannedWrite,
  { before, after }: Write,
  values: SingleWrite['ReturnValues'],
): Item | undefined {
  const paths = () => plan.update.map(({ path }) => path);
  switch (values) {
    case 'ALL_OLD':
      return before;
    case 'ALL_NEW':
      return after;
    case 'UPDATED_OLD':
      return before && project(before, paths());
    case 'UPDATED_NEW':
      return after && project(after, paths());
    default:
      return undefined;
  }
}
