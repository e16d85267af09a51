import type { Flow } from '../flow.ts';
import { againAndAgain, inEach, inTheirLanguage, type SpokenLanguages, speech } from './speech.ts';

/** What an agent hears before the caller: one sentence, in the first language that is spoken. */
export const agentWhisperFlow = ([first]: SpokenLanguages): Flow => ({
  voice: { type: 'UpdateContactTextToSpeechVoice', voice: first.voice, then: 'known' },
  known: {
    type: 'Compare',
    value: '$.Attributes.known',
    cases: [{ equals: 'yes', then: 'summary' }],
    otherwise: 'unknown',
  },
  summary: { type: 'MessageParticipant', say: { text: '$.Attributes.summary' }, then: 'end' },
  unknown: { type: 'MessageParticipant', say: speech(first.write('voice.agent.unknown')), then: 'end' },
  end: { type: 'EndFlowExecution' },
});

/** What callers hear on hold, in their own voice again: the whisper changed it. */
export const holdFlow = (languages: SpokenLanguages): Flow => ({
  ...inTheirLanguage('language', 'voice', languages),
  ...inEach(languages, ({ language, voice, write }) => ({
    [`voice-${language}`]: { type: 'UpdateContactTextToSpeechVoice', voice, then: `hold-${language}` },
    [`hold-${language}`]: {
      type: 'MessageParticipantIteratively',
      say: [againAndAgain(write('voice.hold'))],
      pauseEvery: 60,
      onPause: `hold-${language}`,
    },
  })),
});
