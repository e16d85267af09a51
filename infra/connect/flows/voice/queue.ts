import type { Flow } from '../flow.ts';
import { callbackActions } from './after-hours.ts';
import {
  againAndAgain,
  inEach,
  inTheirLanguage,
  type SpokenLanguage,
  type SpokenLanguages,
  speech,
} from './speech.ts';

export interface QueuePlan {
  readonly languages: SpokenLanguages;
  /** Whether a number is there that callbacks come from. */
  readonly callback: boolean;
  /**
   * Function that tells a place as text: `tells` is `ahead-and-minutes`, `ahead` or `nothing`, and then `ahead` and
   * `minutes` are numbers.
   * @default none: it is said that nobody knows
   */
  readonly placeArn?: string;
}

/** Where a caller leaves the queue without having met an agent. */
export const QUEUE_ENDINGS = ['end-callback'] as const;

/** Seconds between two sayings of the place. */
const EVERY = 60;

/**
 * What callers hear in a queue: first that their place is secured, then how many are before them and how long it takes,
 * or that nobody knows; then the offer of a callback that keeps the place. Nothing they press loses it.
 */
export const queueFlow = (plan: QueuePlan): Flow => ({
  ...inTheirLanguage('language', 'voice', plan.languages),
  ...inEach(plan.languages, (spoken) => waiting(spoken, plan)),
  ...(plan.callback && { 'end-callback': { type: 'DisconnectParticipant' } }),
  /** They go on waiting, in silence. */
  end: { type: 'EndFlowExecution' },
});

const waiting = (spoken: SpokenLanguage, plan: QueuePlan): Flow => {
  const { language, voice, write } = spoken;
  const offer = plan.callback ? `offer-${language}` : `wait-${language}`;
  const place = plan.placeArn === undefined ? `unknown-${language}` : `place-${language}`;
  return {
    [`voice-${language}`]: { type: 'UpdateContactTextToSpeechVoice', voice, then: `secured-${language}` },
    [`secured-${language}`]: {
      type: 'MessageParticipant',
      say: speech(write('voice.queue.secured')),
      then: place,
    },
    ...(plan.placeArn !== undefined && tellPlace(spoken, plan.placeArn, offer)),
    [`unknown-${language}`]: {
      type: 'MessageParticipant',
      say: speech(write('voice.queue.unknown')),
      then: offer,
    },
    ...(plan.callback && offerCallback(spoken)),
    [`wait-${language}`]: {
      type: 'MessageParticipantIteratively',
      say: [againAndAgain(write('voice.queue.kept'))],
      pauseEvery: EVERY,
      // That nobody knows is said once.
      onPause: plan.placeArn === undefined ? offer : place,
      onError: 'end',
    },
  };
};

const tellPlace = ({ language, write }: SpokenLanguage, functionArn: string, then: string): Flow => {
  // A space ends the path: whether a full stop does too is documented nowhere.
  const ahead = write('voice.queue.ahead', { ahead: '$.External.ahead ' });
  const minutes = write('voice.queue.minutes', { minutes: '$.External.minutes ' });
  return {
    [`place-${language}`]: {
      type: 'InvokeLambdaFunction',
      functionArn,
      seconds: 3,
      answer: 'STRING_MAP',
      then: `tell-${language}`,
      onError: `unknown-${language}`,
    },
    [`tell-${language}`]: {
      type: 'Compare',
      value: '$.External.tells',
      cases: [
        { equals: 'ahead-and-minutes', then: `ahead-and-minutes-${language}` },
        { equals: 'ahead', then: `ahead-${language}` },
      ],
      otherwise: `unknown-${language}`,
    },
    [`ahead-and-minutes-${language}`]: { type: 'MessageParticipant', say: speech(ahead, minutes), then },
    [`ahead-${language}`]: { type: 'MessageParticipant', say: speech(ahead), then },
  };
};

const offerCallback = ({ language, write }: SpokenLanguage): Flow => ({
  [`offer-${language}`]: {
    type: 'GetParticipantInput',
    say: speech(write('voice.queue.callback', { digit: '1' }), write('voice.queue.stay', { digit: '0' })),
    seconds: 5,
    keys: { '1': `callback-${language}-number`, '0': `wait-${language}` },
    onSilence: `wait-${language}`,
    onOtherKey: `wait-${language}`,
    onError: `wait-${language}`,
  },
  ...callbackActions(`callback-${language}`, {
    then: `called-back-${language}`,
    otherwise: `not-called-back-${language}`,
  }),
  [`called-back-${language}`]: {
    type: 'MessageParticipant',
    say: speech(write('voice.callback.promised'), write('voice.queue.kept'), write('voice.goodbye')),
    then: 'end-callback',
  },
  [`not-called-back-${language}`]: {
    type: 'MessageParticipant',
    say: speech(write('voice.callback.impossible')),
    then: `wait-${language}`,
  },
});
