import * as z from 'zod';
import { AwsError, type Operation } from '../core/service.ts';
import type { Execution } from './execution.ts';
import { findExecution, findMachine, operation, type Store } from './operations.ts';
import type { StateMachine } from './state-machine.ts';

const byExecution = z.object({ executionArn: z.string() });
const byMachine = z.object({ stateMachineArn: z.string() });
const paged = { maxResults: z.number().int().min(0).max(1000).default(0), nextToken: z.string().optional() };

const executionList = z.object({
  ...paged,
  stateMachineArn: z.string(),
  statusFilter: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']).optional(),
});
const historyInput = z.object({
  ...paged,
  executionArn: z.string(),
  reverseOrder: z.boolean().default(false),
});

/** The reading operations. */
export function describeOperations(store: Store): Readonly<Record<string, Operation>> {
  const ofExecution = (name: string, run: (execution: Execution) => unknown) =>
    operation(
      name,
      byExecution,
      ({ executionArn }) => executionArn,
      ({ executionArn }) => run(findExecution(store, executionArn)),
    );
  return {
    DescribeExecution: ofExecution('DescribeExecution', describeExecution),
    DescribeStateMachineForExecution: ofExecution('DescribeStateMachineForExecution', ({ machine }) => ({
      ...describeMachine(machine),
      updateDate: new Date(machine.createdAt),
    })),
    DescribeStateMachine: operation(
      'DescribeStateMachine',
      byMachine,
      ({ stateMachineArn }) => stateMachineArn,
      ({ stateMachineArn }) => {
        const machine = findMachine(store, stateMachineArn);
        return {
          ...describeMachine(machine),
          status: 'ACTIVE',
          type: 'STANDARD',
          creationDate: new Date(machine.createdAt),
        };
      },
    ),
    ListStateMachines: operation(
      'ListStateMachines',
      z.object(paged),
      () => '*',
      (input) => {
        const { page, nextToken } = pageOf([...store.machines.values()], input);
        const stateMachines = page.map(({ arn, name, createdAt }) => ({
          stateMachineArn: arn,
          name,
          type: 'STANDARD',
          creationDate: new Date(createdAt),
        }));
        return { stateMachines, ...nextToken };
      },
    ),
    ListExecutions: operation(
      'ListExecutions',
      executionList,
      ({ stateMachineArn }) => stateMachineArn,
      (input) => {
        const { arn } = findMachine(store, input.stateMachineArn);
        const all = [...store.executions.values()]
          .filter(({ machine }) => machine.arn === arn)
          .filter(({ status }) => input.statusFilter === undefined || status === input.statusFilter)
          // The newest first.
          .reverse();
        const { page, nextToken } = pageOf(all, input);
        return { executions: page.map(summary), ...nextToken };
      },
    ),
    GetExecutionHistory: operation(
      'GetExecutionHistory',
      historyInput,
      ({ executionArn }) => executionArn,
      (input) => {
        const { events } = findExecution(store, input.executionArn);
        const { page, nextToken } = pageOf(input.reverseOrder ? events.toReversed() : events, input);
        return { events: page, ...nextToken };
      },
    ),
  };
}

function summary(execution: Execution): object {
  const { arn, name, status, machine, startedAt, end } = execution;
  return {
    executionArn: arn,
    stateMachineArn: machine.arn,
    name,
    status,
    startDate: new Date(startedAt),
    ...(end !== undefined && { stopDate: new Date(end.at) }),
  };
}

function describeExecution(execution: Execution): object {
  const { input, end } = execution;
  return {
    ...summary(execution),
    input,
    inputDetails: { included: true },
    ...(end?.output !== undefined && { output: end.output, outputDetails: { included: true } }),
    ...(end?.error !== undefined && { error: end.error }),
    ...(end?.cause !== undefined && { cause: end.cause }),
    redriveCount: 0,
  };
}

function describeMachine({ arn, name, text, roleArn }: StateMachine): object {
  return { stateMachineArn: arn, name, definition: text, roleArn };
}

interface Paging {
  readonly maxResults: number;
  readonly nextToken?: string | undefined;
}

/** The page that a token (the number of its first entry) asks for; 0 entries mean the usual hundred. */
function pageOf<T>(all: readonly T[], { maxResults, nextToken = '0' }: Paging) {
  if (!/^\d+$/.test(nextToken)) throw new AwsError('InvalidToken', `Invalid Token: '${nextToken}'`);
  const first = Number(nextToken);
  const last = first + (maxResults || 100);
  return {
    page: all.slice(first, last),
    nextToken: last < all.length ? { nextToken: String(last) } : {},
  };
}
