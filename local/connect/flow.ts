import * as z from 'zod';
import { type AgentQueue, type Instance, idIn } from './instance.ts';

const transitions = z
  .object({
    NextAction: z.string().optional(),
    Errors: z.array(z.object({ ErrorType: z.string(), NextAction: z.string() })).default([]),
    Conditions: z
      .array(
        z.object({
          NextAction: z.string(),
          Condition: z.object({ Operator: z.literal('Equals'), Operands: z.array(z.string()).length(1) }),
        }),
      )
      .default([]),
  })
  .prefault({});

const action = z.discriminatedUnion('Type', [
  z.object({ Type: z.literal('Compare'), Parameters: z.object({ ComparisonValue: z.string() }) }),
  z.object({
    Type: z.literal('UpdateContactRoutingBehavior'),
    Parameters: z.object({ QueuePriority: z.coerce.number().int().positive() }),
  }),
  z.object({ Type: z.literal('UpdateContactTargetQueue'), Parameters: z.object({ QueueId: z.string() }) }),
  z.object({ Type: z.literal('TransferContactToQueue') }),
  z.object({ Type: z.literal('DisconnectParticipant') }),
]);

/** The flow language, version 2019-10-30, as far as tasks are routed with it; another action is an error that names it. */
const content = z.object({
  Version: z.literal('2019-10-30'),
  StartAction: z.string(),
  Actions: z.array(z.intersection(z.object({ Identifier: z.string(), Transitions: transitions }), action)),
});

type Action = z.infer<typeof content>['Actions'][number];

export interface Flow {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly start: string;
  readonly actions: ReadonlyMap<string, Action>;
}

/** @throws Error with a sentence when the content is no flow, or one that this cannot run */
export function readFlow(identity: Pick<Flow, 'id' | 'arn' | 'name'>, text: string): Flow {
  const parsed = content.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  const { StartAction, Actions } = parsed.data;
  const actions = new Map(Actions.map((one) => [one.Identifier, one]));
  const targets = Actions.flatMap(({ Transitions: { NextAction, Errors, Conditions } }) =>
    [...Errors, ...Conditions, { NextAction }].map((transition) => transition.NextAction),
  );
  for (const target of [StartAction, ...targets]) {
    if (target !== undefined && !actions.has(target))
      throw new Error(`there is no action "${target}" to go to`);
  }
  return { ...identity, start: StartAction, actions };
}

/** Where a flow leaves a contact. */
export interface FlowOutcome {
  /** Undefined when the flow disconnected it. */
  readonly queue: AgentQueue | undefined;
  /** 1 is served first; 5 by default. */
  readonly priority: number;
}

/** A flow that goes in circles is ended after so many actions. */
const MAX_ACTIONS = 1_000;

/**
 * Runs a flow for a task.
 *
 * @param waiting contacts in a queue now
 */
export function runFlow(
  { flows, queues }: Instance,
  flowId: string,
  attributes: Readonly<Record<string, string>>,
  waiting: (queue: AgentQueue) => number,
): FlowOutcome {
  const flow = flows.get(flowId);
  let priority = 5;
  let queue: AgentQueue | undefined;
  let at: string | undefined = flow?.start;
  for (let count = 0; count < MAX_ACTIONS; count++) {
    const step: Action | undefined = flow?.actions.get(at ?? '');
    if (!step) break;
    const { NextAction, Errors, Conditions } = step.Transitions;
    const onError = (type: string): string | undefined =>
      (Errors.find(({ ErrorType }) => ErrorType === type) ?? Errors.find(isCatchAll))?.NextAction;
    at = NextAction;
    switch (step.Type) {
      case 'Compare': {
        const value = comparedValue(step.Parameters.ComparisonValue, attributes);
        const match = Conditions.find(({ Condition }) => Condition.Operands[0] === value);
        at = match?.NextAction ?? onError('NoMatchingCondition');
        break;
      }
      case 'UpdateContactRoutingBehavior':
        priority = step.Parameters.QueuePriority;
        break;
      case 'UpdateContactTargetQueue':
        queue = queues.get(idIn(step.Parameters.QueueId));
        if (!queue) at = onError('NoMatchingError');
        break;
      case 'TransferContactToQueue':
        if (!queue) at = onError('NoMatchingError');
        else if (queue.maxContacts !== undefined && waiting(queue) >= queue.maxContacts)
          at = onError('QueueAtCapacity');
        else return { queue, priority };
        break;
      case 'DisconnectParticipant':
        return { queue: undefined, priority };
    }
  }
  return { queue: undefined, priority };
}

const isCatchAll = ({ ErrorType }: { readonly ErrorType: string }) => ErrorType === 'NoMatchingError';

const comparedValue = (path: string, attributes: Readonly<Record<string, string>>): string | undefined =>
  path.startsWith('$.Attributes.') ? attributes[path.slice('$.Attributes.'.length)] : path;
