import { type BranchAction, renderBranch } from './actions/branch.ts';
import { type ContactAction, renderContact } from './actions/contact.ts';
import { type Rendered, targetsOf } from './actions/rendered.ts';
import { renderSpeak, type SpeakAction } from './actions/speak.ts';

/** The actions of Connect's flow language that this project uses, each with the branches the service demands. */
export type FlowAction = SpeakAction | BranchAction | ContactAction;

/** Actions by identifier; the first is where the flow starts. */
export type Flow = Readonly<Record<string, FlowAction>>;

/**
 * The content of a contact flow, version 2019-10-30, as `AWS::Connect::ContactFlow` takes it.
 * @throws Error for a branch to an action that is not there, an identifier the service refuses, or more actions than
 *   it takes
 */
export const flowContent = (flow: Flow): string => {
  const identifiers = Object.keys(flow);
  if (identifiers.length === 0 || identifiers.length > MOST_ACTIONS) {
    throw new Error(`A flow has 1 to ${MOST_ACTIONS} actions, not ${identifiers.length}.`);
  }
  for (const identifier of identifiers) {
    if (!isIdentifier(identifier)) {
      throw new Error(
        `"${identifier}" is no identifier of an action: at most 50 characters, none of % : ( \\ / ) = $ , ; [ ] { }`,
      );
    }
  }
  const actions = Object.entries(flow).map(([identifier, action]) => ({
    Identifier: identifier,
    ...render(action),
  }));
  for (const { Identifier, Transitions } of actions) {
    for (const target of targetsOf(Transitions)) {
      if (!Object.hasOwn(flow, target))
        throw new Error(`Action "${Identifier}" goes on to "${target}", which is not there.`);
    }
  }
  return JSON.stringify({ Version: '2019-10-30', StartAction: identifiers[0], Actions: actions });
};

export const MOST_ACTIONS = 250;

/** The service refuses some characters, and the names that every JavaScript object has. */
export const isIdentifier = (text: string): boolean =>
  text.length > 0 && text.length <= 50 && !/[%:(\\/)=$,;[\]{}]/.test(text) && !(text in {});

const render = (action: FlowAction): Rendered => {
  switch (action.type) {
    case 'MessageParticipant':
    case 'MessageParticipantIteratively':
    case 'GetParticipantInput':
    case 'StoreParticipantInput':
    case 'StorePhoneNumber':
    case 'UpdateContactTextToSpeechVoice':
      return renderSpeak(action);
    case 'Compare':
    case 'CheckHoursOfOperation':
    case 'CheckMetricData':
    case 'CheckQueueMetric':
    case 'Loop':
    case 'Wait':
      return renderBranch(action);
    default:
      return renderContact(action);
  }
};
