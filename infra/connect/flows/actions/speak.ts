import { type Path, type Rendered, transitions } from './rendered.ts';

/** What is said: text with paths in it, speech marked up, or a recording. The last two are for voice only. */
export type Said = { readonly text: string } | { readonly ssml: string } | { readonly promptId: string };

/** What a caller can press. */
export type Key = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '*' | '#';

/** Actions in which something is said or typed. */
export type SpeakAction =
  | {
      readonly type: 'MessageParticipant';
      readonly say: Said;
      readonly then: string;
      /** @default then: what cannot be said is left out */
      readonly onError?: string;
    }
  | {
      /** Says messages in turn for as long as the contact waits, with a pause for other actions. On chat it fails at once. */
      readonly type: 'MessageParticipantIteratively';
      readonly say: readonly [Said, ...Said[]];
      readonly pauseEvery: number;
      readonly onPause: string;
      /** @default none: there is nowhere to go, as in a hold flow */
      readonly onError?: string;
    }
  | {
      /** One key. Voice only. */
      readonly type: 'GetParticipantInput';
      readonly say: Said;
      readonly seconds: number;
      readonly keys: Readonly<Partial<Record<Key, string>>>;
      readonly onSilence: string;
      readonly onOtherKey: string;
      readonly onError: string;
    }
  | {
      /** Keeps digits in `$.StoredCustomerInput`; silence is none of its branches. Voice only. */
      readonly type: 'StoreParticipantInput';
      readonly say: Said;
      readonly seconds: number;
      readonly atMostDigits: number;
      readonly then: string;
      readonly onError: string;
    }
  | {
      /** The same for a phone number. */
      readonly type: 'StorePhoneNumber';
      readonly say: Said;
      readonly seconds: number;
      readonly format: 'E164' | { readonly localOf: string };
      readonly then: string;
      readonly onInvalid: string;
      readonly onError: string;
    }
  | {
      readonly type: 'UpdateContactTextToSpeechVoice';
      readonly voice: string | Path;
      readonly then: string;
      /** @default then: it is said in the voice there is */
      readonly onError?: string;
    };

export const renderSpeak = (action: SpeakAction): Rendered => {
  switch (action.type) {
    case 'MessageParticipant':
      return {
        Type: action.type,
        Parameters: said(action.say),
        Transitions: transitions(action.then, { NoMatchingError: action.onError ?? action.then }),
      };
    case 'MessageParticipantIteratively':
      return {
        Type: action.type,
        Parameters: {
          Messages: action.say.map(said),
          InterruptFrequencySeconds: String(action.pauseEvery),
        },
        Transitions: transitions(
          undefined,
          action.onError === undefined ? {} : { NoMatchingError: action.onError },
          [['Equals', 'MessagesInterrupted', action.onPause]],
        ),
      };
    case 'GetParticipantInput':
      return {
        Type: action.type,
        Parameters: input(action, { StoreInput: 'False' }),
        Transitions: transitions(
          action.onOtherKey,
          {
            InputTimeLimitExceeded: action.onSilence,
            NoMatchingCondition: action.onOtherKey,
            NoMatchingError: action.onError,
          },
          Object.entries(action.keys).map(([key, then]) => ['Equals', key, then] as const),
        ),
      };
    case 'StoreParticipantInput':
      return {
        Type: 'GetParticipantInput',
        Parameters: input(action, {
          StoreInput: 'True',
          InputValidation: { CustomValidation: { MaximumLength: String(action.atMostDigits) } },
        }),
        Transitions: transitions(action.then, { NoMatchingError: action.onError }),
      };
    case 'StorePhoneNumber':
      return {
        Type: 'GetParticipantInput',
        Parameters: input(action, {
          StoreInput: 'True',
          InputValidation: { PhoneNumberValidation: phoneFormat(action.format) },
        }),
        Transitions: transitions(action.then, {
          InvalidPhoneNumber: action.onInvalid,
          NoMatchingError: action.onError,
        }),
      };
    case 'UpdateContactTextToSpeechVoice':
      return {
        Type: action.type,
        Parameters: { TextToSpeechVoice: action.voice },
        Transitions: transitions(action.then, { NoMatchingError: action.onError ?? action.then }),
      };
  }
};

const said = (what: Said): Readonly<Record<string, string>> => {
  if ('text' in what) return { Text: what.text };
  return 'ssml' in what ? { SSML: what.ssml } : { PromptId: what.promptId };
};

const input = (
  { say, seconds }: { readonly say: Said; readonly seconds: number },
  more: Readonly<Record<string, unknown>>,
) => ({ ...said(say), InputTimeLimitSeconds: String(seconds), ...more });

const phoneFormat = (format: 'E164' | { readonly localOf: string }) =>
  format === 'E164' ? { NumberFormat: 'E164' } : { NumberFormat: 'Local', CountryCode: format.localOf };
