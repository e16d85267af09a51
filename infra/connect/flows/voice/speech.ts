import type { WritePrompt } from '../../../../shared/config/voice.ts';
import type { Said } from '../actions/speak.ts';
import type { Flow } from '../flow.ts';

/** A language that callers are spoken to in. */
export interface SpokenLanguage {
  readonly language: string;
  /** Of Amazon Polly. */
  readonly voice: string;
  readonly write: WritePrompt;
}

/** The first is for everybody whose language is not known. */
export type SpokenLanguages = readonly [SpokenLanguage, ...SpokenLanguage[]];

/** Prompts one after the other. */
export const speech = (...prompts: readonly string[]): Said => ({ text: prompts.join(' ') });

/** A prompt again and again, with silence between: thirty seconds of it, so that waiting is no torture. */
export const againAndAgain = (prompt: string): Said => ({
  ssml: `<speak>${escaped(prompt)}${'<break time="10s"/>'.repeat(3)}</speak>`,
});

/**
 * Goes on in the language of the contact, which the attribute `language` names.
 *
 * @param then beginning of the actions' names; the language follows
 */
export const inTheirLanguage = (name: string, then: string, languages: SpokenLanguages): Flow => ({
  [name]: {
    type: 'Compare',
    value: '$.Attributes.language',
    cases: languages.map(({ language }) => ({ equals: language, then: `${then}-${language}` })),
    otherwise: `${then}-${languages[0].language}`,
  },
});

/** Actions of every language, one language after the other. */
export const inEach = (languages: SpokenLanguages, actions: (spoken: SpokenLanguage) => Flow): Flow =>
  Object.assign({}, ...languages.map(actions));

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
