import type { Flow } from '../flow.ts';
import { inEach, inTheirLanguage, type SpokenLanguages, speech } from './speech.ts';

/** Where a caller's way ends after opening hours: with a callback in the queue, or with the offer of one. */
export const AFTER_HOURS_ENDINGS = ['end-callback', 'end-closed'] as const;

/**
 * Says that nobody is there and offers a callback, which waits in the queue until somebody is; begins with `closed`.
 *
 * @param toQueue for key 0, which always leads into the queue
 */
export const afterHours = (
  languages: SpokenLanguages,
  { callback, toQueue }: { readonly callback: boolean; readonly toQueue: string },
): Flow => ({
  ...inTheirLanguage('closed', 'closed', languages),
  ...(callback ? callbackOffered(languages, toQueue) : closedOnly(languages)),
  'end-closed': { type: 'DisconnectParticipant' },
});

const closedOnly = (languages: SpokenLanguages): Flow =>
  inEach(languages, ({ language, write }) => ({
    [`closed-${language}`]: {
      type: 'MessageParticipant',
      say: speech(write('voice.closed'), write('voice.goodbye')),
      then: 'end-closed',
    },
  }));

const callbackOffered = (languages: SpokenLanguages, toQueue: string): Flow => ({
  ...inEach(languages, ({ language, write }) => ({
    [`closed-${language}`]: {
      type: 'GetParticipantInput',
      say: speech(write('voice.closed'), write('voice.closed.callback', { digit: '1' })),
      seconds: 5,
      keys: { '1': 'callback-number', '0': toQueue },
      onSilence: `goodbye-${language}`,
      onOtherKey: `goodbye-${language}`,
      onError: `goodbye-${language}`,
    },
    [`goodbye-${language}`]: {
      type: 'MessageParticipant',
      say: speech(write('voice.goodbye')),
      then: 'end-closed',
    },
    [`called-back-${language}`]: {
      type: 'MessageParticipant',
      say: speech(write('voice.callback.promised'), write('voice.goodbye')),
      then: 'end-callback',
    },
    [`not-called-back-${language}`]: {
      type: 'MessageParticipant',
      say: speech(write('voice.callback.impossible'), write('voice.goodbye')),
      then: 'end-closed',
    },
  })),
  ...callbackActions('callback', { then: 'called-back', otherwise: 'not-called-back' }),
  ...inTheirLanguage('called-back', 'called-back', languages),
  ...inTheirLanguage('not-called-back', 'not-called-back', languages),
  'end-callback': { type: 'DisconnectParticipant' },
});

/**
 * A callback to the number of the call, in the contact's own queue: it keeps the place, for Connect sorts by the start of
 * the call it came from. Begins with `<name>-number`.
 */
export const callbackActions = (
  name: string,
  { then, otherwise }: { readonly then: string; readonly otherwise: string },
): Flow => ({
  [`${name}-number`]: {
    type: 'UpdateContactCallbackNumber',
    number: '$.CustomerEndpoint.Address',
    then: `${name}-create`,
    onInvalid: otherwise,
    onNotDialable: otherwise,
  },
  [`${name}-create`]: {
    type: 'CreateCallbackContact',
    // Long enough to hang up first.
    firstCallAfterSeconds: 60,
    attempts: 2,
    retryAfterSeconds: 600,
    then,
    onError: otherwise,
  },
});
