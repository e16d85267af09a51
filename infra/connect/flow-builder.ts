/** The actions of Connect's flow language that this project uses, each with the branches the service demands. */
export type FlowAction =
  | {
      /** Branches on an attribute's text. */
      readonly type: 'Compare';
      readonly value: `$.${string}`;
      readonly cases: readonly { readonly equals: string; readonly then: string }[];
      readonly otherwise: string;
    }
  | {
      /** The service refuses any error branch here. */
      readonly type: 'UpdateContactRoutingBehavior';
      /** 1 is served before 2. */
      readonly queuePriority: number;
      readonly then: string;
    }
  | {
      readonly type: 'UpdateContactTargetQueue';
      readonly queueArn: string;
      readonly then: string;
      readonly onError: string;
    }
  | {
      /** To the queue set before. */
      readonly type: 'TransferContactToQueue';
      readonly onFull: string;
      readonly onError: string;
    }
  | { readonly type: 'DisconnectParticipant' };

/** Actions by identifier; the first is where the flow starts. */
export type Flow = Readonly<Record<string, FlowAction>>;

/**
 * The content of a contact flow, version 2019-10-30, as `AWS::Connect::ContactFlow` takes it.
 * @throws Error for a branch to an action that is not there, an identifier the service refuses, or more actions than
 *   it takes
 */
export const flowContent = (flow: Flow): string => {
  const identifiers = Object.keys(flow);
  if (identifiers.length === 0 || identifiers.length > 250) {
    throw new Error(`A flow has 1 to 250 actions, not ${identifiers.length}.`);
  }
  for (const identifier of identifiers) {
    if (identifier.length > 50 || /[%:(\\/)=$,;[\]{}]/.test(identifier)) {
      throw new Error(
        `"${identifier}" is no identifier of an action: at most 50 characters, none of % : ( \\ / ) = $ , ; [ ] { }`,
      );
    }
  }
  const actions = Object.entries(flow).map(([identifier, action]) => ({
    Identifier: identifier,
    Type: action.type,
    ...parametersAndTransitions(action),
  }));
  for (const { Identifier, Transitions } of actions) {
    for (const target of targets(Transitions)) {
      if (!Object.hasOwn(flow, target))
        throw new Error(`Action "${Identifier}" goes on to "${target}", which is not there.`);
    }
  }
  return JSON.stringify({ Version: '2019-10-30', StartAction: identifiers[0], Actions: actions });
};

interface Transitions {
  readonly NextAction?: string;
  readonly Errors?: readonly { readonly ErrorType: string; readonly NextAction: string }[];
  readonly Conditions?: readonly {
    readonly NextAction: string;
    readonly Condition: { readonly Operator: 'Equals'; readonly Operands: readonly [string] };
  }[];
}

const parametersAndTransitions = (action: FlowAction): { Parameters: object; Transitions: Transitions } => {
  switch (action.type) {
    case 'Compare':
      return {
        Parameters: { ComparisonValue: action.value },
        Transitions: {
          NextAction: action.otherwise,
          Errors: [{ ErrorType: 'NoMatchingCondition', NextAction: action.otherwise }],
          Conditions: action.cases.map(({ equals, then }) => ({
            NextAction: then,
            Condition: { Operator: 'Equals', Operands: [equals] },
          })),
        },
      };
    case 'UpdateContactRoutingBehavior':
      return {
        Parameters: { QueuePriority: String(action.queuePriority) },
        Transitions: { NextAction: action.then, Errors: [], Conditions: [] },
      };
    case 'UpdateContactTargetQueue':
      return {
        Parameters: { QueueId: action.queueArn },
        Transitions: {
          NextAction: action.then,
          Errors: [{ ErrorType: 'NoMatchingError', NextAction: action.onError }],
          Conditions: [],
        },
      };
    case 'TransferContactToQueue':
      return {
        Parameters: {},
        Transitions: {
          NextAction: action.onError,
          Errors: [
            { ErrorType: 'QueueAtCapacity', NextAction: action.onFull },
            { ErrorType: 'NoMatchingError', NextAction: action.onError },
          ],
          Conditions: [],
        },
      };
    case 'DisconnectParticipant':
      return { Parameters: {}, Transitions: {} };
  }
};

const targets = ({ NextAction, Errors = [], Conditions = [] }: Transitions): string[] => [
  ...(NextAction ? [NextAction] : []),
  ...Errors.map((error) => error.NextAction),
  ...Conditions.map((condition) => condition.NextAction),
];
