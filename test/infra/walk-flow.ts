import { type Flow, flowContent } from '../../infra/connect/flows/flow.ts';

export interface Caller {
  /** What is pressed at each question; null is silence, and so is every later one. */
  readonly keys?: readonly (string | null)[];
  /** What a function answers; without one it fails. */
  readonly answers?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly attributes?: Readonly<Record<string, string>>;
  /** @default true */
  readonly open?: boolean;
  /** Whether the number can be called back. @default true */
  readonly dialable?: boolean;
  /** Identifiers of actions that fail. */
  readonly fails?: readonly string[];
  /** How often the waiting in a queue is interrupted. @default 0 */
  readonly pauses?: number;
}

export interface Walk {
  /** What is heard, with every path filled in. */
  readonly said: readonly string[];
  readonly voice?: string;
  readonly queue?: string;
  readonly priority?: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Where it ended: an action's identifier. */
  readonly end: string;
  readonly trail: readonly string[];
}

/** Goes through a flow as one caller would. It follows branches only: what Connect does itself is not in it. */
export const walk = (flow: Flow, caller: Caller = {}): Walk => {
  const { StartAction, Actions } = JSON.parse(flowContent(flow));
  const data: Record<string, Record<string, string>> = {
    Attributes: { ...caller.attributes },
    External: {},
    CustomerEndpoint: { Address: '+14255550182' },
  };
  const filled = (text: string) => text.replace(/\$\.(\w+)\.(\w+)/g, (_, of, name) => data[of]?.[name] ?? '');
  const keys = [...(caller.keys ?? [])];
  const loops = new Map<string, number>();
  const said: string[] = [];
  const trail: string[] = [];
  let state: Pick<Walk, 'voice' | 'queue' | 'priority'> = {};
  let pauses = caller.pauses ?? 0;
  let at: string = StartAction;
  for (let count = 0; count < 500; count += 1) {
    const action = Actions.find(({ Identifier }: { Identifier: string }) => Identifier === at);
    const { Type, Parameters, Transitions } = action;
    trail.push(at);
    const onError = (type: string) =>
      Transitions.Errors.find(({ ErrorType }: { ErrorType: string }) => ErrorType === type)?.NextAction;
    const onCondition = (value: string | null | undefined) =>
      Transitions.Conditions.find(({ Condition }: any) => Condition.Operands[0] === value)?.NextAction;
    const finish = (): Walk => ({ ...state, said, attributes: data.Attributes ?? {}, end: at, trail });
    if (caller.fails?.includes(at)) {
      at = onError('NoMatchingError');
      continue;
    }
    let next = Transitions.NextAction;
    switch (Type) {
      case 'MessageParticipant':
        said.push(filled(Parameters.Text));
        break;
      case 'GetParticipantInput': {
        said.push(filled(Parameters.Text));
        const key = keys.shift() ?? null;
        next = key === null ? onError('InputTimeLimitExceeded') : (onCondition(key) ?? next);
        break;
      }
      case 'MessageParticipantIteratively':
        said.push(Parameters.Messages[0].SSML.replace(/<[^>]+>/g, ''));
        if (pauses === 0) return finish();
        pauses -= 1;
        next = onCondition('MessagesInterrupted');
        break;
      case 'InvokeLambdaFunction': {
        const answer = caller.answers?.[Parameters.LambdaFunctionARN];
        if (answer) data.External = { ...answer };
        else next = onError('NoMatchingError');
        break;
      }
      case 'UpdateContactAttributes':
        data.Attributes = {
          ...data.Attributes,
          ...Object.fromEntries(
            Object.entries<string>(Parameters.Attributes).map(([name, value]) => [name, filled(value)]),
          ),
        };
        break;
      case 'Compare':
        next = onCondition(filled(Parameters.ComparisonValue)) ?? next;
        break;
      case 'Loop': {
        const done = loops.get(at) ?? 0;
        loops.set(at, done + 1);
        next = onCondition(done < Number(Parameters.LoopCount) ? 'ContinueLooping' : 'DoneLooping');
        break;
      }
      case 'CheckHoursOfOperation':
        next = onCondition(caller.open === false ? 'False' : 'True');
        break;
      case 'UpdateContactTextToSpeechVoice':
        state = { ...state, voice: Parameters.TextToSpeechVoice };
        break;
      case 'UpdateContactTargetQueue':
        state = { ...state, queue: Parameters.QueueId };
        break;
      case 'UpdateContactRoutingBehavior':
        state = { ...state, priority: Parameters.QueuePriority };
        break;
      case 'UpdateContactCallbackNumber':
        if (caller.dialable === false) next = onError('InvalidCallbackNumber');
        break;
      case 'TransferContactToQueue':
      case 'DisconnectParticipant':
      case 'EndFlowExecution':
        return finish();
    }
    at = next;
  }
  throw new Error('The caller never gets anywhere.');
};
