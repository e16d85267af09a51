import { type Path, type Rendered, transitions } from './rendered.ts';

/** The flows that Connect starts by itself when something happens to a contact. */
export type Hook = 'AgentHold' | 'AgentWhisper' | 'CustomerHold' | 'CustomerQueue' | 'CustomerWhisper';

type Attributes = Readonly<Record<string, string>>;

/** Actions that change the contact, or end the flow. */
export type ContactAction =
  | {
      readonly type: 'UpdateContactAttributes';
      readonly attributes: Attributes;
      readonly then: string;
      readonly onError: string;
    }
  | {
      /** Known in this flow only. */
      readonly type: 'UpdateFlowAttributes';
      readonly attributes: Attributes;
      readonly then: string;
      readonly onError: string;
    }
  | {
      /** The service refuses any error branch here. */
      readonly type: 'UpdateContactRoutingBehavior';
      /** 1 is served before 2. */
      readonly queuePriority: number;
      readonly then: string;
    }
  | {
      /** The same, by counting as if it had waited so many seconds longer. */
      readonly type: 'AdjustQueueTime';
      readonly seconds: number;
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
  | {
      readonly type: 'UpdateContactEventHooks';
      readonly hook: Hook;
      readonly flowArn: string;
      readonly then: string;
      readonly onError: string;
    }
  | {
      readonly type: 'UpdateContactCallbackNumber';
      /** Never a number itself: the service refuses it. */
      readonly number: Path;
      readonly then: string;
      readonly onInvalid: string;
      readonly onNotDialable: string;
    }
  | {
      /** In the queue the contact is in, or is meant for, unless told otherwise. */
      readonly type: 'CreateCallbackContact';
      readonly firstCallAfterSeconds: number;
      readonly attempts: number;
      readonly retryAfterSeconds: number;
      readonly queueArn?: string;
      readonly then: string;
      readonly onError: string;
    }
  | {
      /** Synchronously. On throttling and on failure Connect calls it again within the time. */
      readonly type: 'InvokeLambdaFunction';
      readonly functionArn: string;
      readonly seconds: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
      readonly answer: 'STRING_MAP' | 'JSON';
      readonly parameters?: Attributes;
      readonly then: string;
      readonly onError: string;
    }
  | { readonly type: 'UpdateFlowLoggingBehavior'; readonly enabled: boolean; readonly then: string }
  | { readonly type: 'DisconnectParticipant' }
  /** In a queue the contact goes on waiting, in silence. */
  | { readonly type: 'EndFlowExecution' };

export const renderContact = (action: ContactAction): Rendered => {
  switch (action.type) {
    case 'UpdateContactAttributes':
      return onward(action, { Attributes: action.attributes, TargetContact: 'Current' });
    case 'UpdateFlowAttributes':
      return onward(action, {
        FlowAttributes: Object.fromEntries(
          Object.entries(action.attributes).map(([name, Value]) => [name, { Value }]),
        ),
      });
    case 'UpdateContactRoutingBehavior':
      return {
        Type: action.type,
        Parameters: { QueuePriority: String(action.queuePriority) },
        Transitions: transitions(action.then),
      };
    case 'AdjustQueueTime':
      return {
        Type: 'UpdateContactRoutingBehavior',
        Parameters: { QueueTimeAdjustmentSeconds: String(action.seconds) },
        Transitions: transitions(action.then),
      };
    case 'UpdateContactTargetQueue':
      return onward(action, { QueueId: action.queueArn });
    case 'TransferContactToQueue':
      return {
        Type: action.type,
        Parameters: {},
        Transitions: transitions(action.onError, {
          QueueAtCapacity: action.onFull,
          NoMatchingError: action.onError,
        }),
      };
    case 'UpdateContactEventHooks':
      return onward(action, { EventHooks: { [action.hook]: action.flowArn } });
    case 'UpdateContactCallbackNumber':
      return {
        Type: action.type,
        Parameters: { CallbackNumber: action.number },
        Transitions: transitions(action.then, {
          InvalidCallbackNumber: action.onInvalid,
          CallbackNumberNotDialable: action.onNotDialable,
        }),
      };
    case 'CreateCallbackContact':
      return onward(action, {
        InitialCallDelaySeconds: String(action.firstCallAfterSeconds),
        MaximumConnectionAttempts: String(action.attempts),
        RetryDelaySeconds: String(action.retryAfterSeconds),
        ...(action.queueArn !== undefined && { QueueId: action.queueArn }),
      });
    case 'InvokeLambdaFunction':
      return onward(action, {
        LambdaFunctionARN: action.functionArn,
        InvocationTimeLimitSeconds: String(action.seconds),
        InvocationType: 'SYNCHRONOUS',
        ...(action.parameters && { LambdaInvocationAttributes: action.parameters }),
        ResponseValidation: { ResponseType: action.answer },
      });
    case 'UpdateFlowLoggingBehavior':
      return {
        Type: action.type,
        Parameters: { FlowLoggingBehavior: action.enabled ? 'Enabled' : 'Disabled' },
        Transitions: transitions(action.then),
      };
    case 'DisconnectParticipant':
    case 'EndFlowExecution':
      return { Type: action.type, Parameters: {}, Transitions: {} };
  }
};

const onward = (
  { type, then, onError }: { readonly type: string; readonly then: string; readonly onError: string },
  Parameters: Rendered['Parameters'],
): Rendered => ({ Type: type, Parameters, Transitions: transitions(then, { NoMatchingError: onError }) });
