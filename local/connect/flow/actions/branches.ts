import * as z from 'zod';
import { idIn } from '../../instance.ts';
import { actionKind, FAILED, LEADING, type Outcome } from '../action-kind.ts';
import { OPERATORS } from '../flow.ts';
import { isPath } from '../values.ts';

const NUMBERS = OPERATORS.filter((operator) => operator.startsWith('Number'));

const compare = actionKind({
  type: 'Compare',
  parameters: z.strictObject({
    ComparisonValue: z.string().refine(isPath, 'must be one path, such as $.Attributes.name'),
  }),
  transitions: {
    next: 'required',
    required: ['NoMatchingCondition'],
    conditions: { operators: OPERATORS },
  },
  run: ({ ComparisonValue }, run) => ({ to: 'condition', value: run.value(ComparisonValue) }),
});

const distributeByPercentage = actionKind({
  type: 'DistributeByPercentage',
  parameters: z.strictObject({}),
  legalIn: LEADING,
  transitions: { next: 'required', required: ['NoMatchingCondition'], conditions: { operators: NUMBERS } },
  run: (_, { centre }) => ({
    to: 'condition',
    value: String(1 + Math.floor(centre.cloud.random.next() * 100)),
  }),
});

const loop = actionKind({
  type: 'Loop',
  parameters: z.strictObject({ LoopCount: z.coerce.number().int().min(1).max(100) }),
  transitions: {
    next: 'required',
    optional: ['NoMatchingError'],
    conditions: { operators: ['Equals'], operands: ['ContinueLooping', 'DoneLooping'], all: true },
  },
  run({ LoopCount }, run): Outcome {
    const id = run.action?.id ?? '';
    const rounds = run.loops.get(id) ?? 0;
    const isDone = rounds >= LoopCount;
    run.loops.set(id, isDone ? 0 : rounds + 1);
    return { to: 'condition', value: isDone ? 'DoneLooping' : 'ContinueLooping' };
  },
});

/** For chats, of which there are none here: every contact takes the error branch. */
const wait = actionKind({
  type: 'Wait',
  parameters: z.strictObject({
    TimeLimitSeconds: z.coerce.number().int().min(1).max(604_800),
    Events: z.array(z.enum(['CustomerReturned', 'BotParticipantDisconnected'])).optional(),
  }),
  transitions: ({ Events = [] }) => ({
    next: 'required',
    required: ['NoMatchingError'],
    optional: ['ParticipantNotFound'],
    conditions: { operators: ['Equals'], operands: ['WaitCompleted', ...Events] },
  }),
  run: () => FAILED,
});

const transferToFlow = actionKind({
  type: 'TransferToFlow',
  parameters: z.strictObject({ ContactFlowId: z.string().min(1) }),
  legalIn: ['CONTACT_FLOW', 'AGENT_TRANSFER', 'QUEUE_TRANSFER'],
  transitions: { next: 'required', required: ['NoMatchingError'] },
  needs: ({ ContactFlowId: id }) => (isPath(id) ? {} : { flow: { id: idIn(id), type: 'CONTACT_FLOW' } }),
  run: ({ ContactFlowId }, run) => ({ to: 'flow', flowId: idIn(run.text(ContactFlowId)) }),
});

export const branchActions = [compare, distributeByPercentage, loop, wait, transferToFlow];
