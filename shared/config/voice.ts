import type { TextOverrides } from '../texts/messages.ts';
import { PROMPT_PARAMETERS, type PromptKey } from '../texts/spoken/prompts.ts';
import { promptOf, promptsIn, type WritePrompt } from '../texts/spoken/write-prompt.ts';
import { baseOf } from '../texts/tag.ts';
import type { Queue } from './config.ts';
import type { ParsedVoice } from './voice-schema.ts';

export type { WritePrompt };

/** Callers, complete: what flows are built from. */
export interface VoiceConfig {
  /** The first is for everybody whose language is not known. */
  readonly languages: readonly { readonly language: string; readonly voice: string }[];
  /** Empty: callers are asked nothing. */
  readonly departments: readonly (Department | DepartmentGroup)[];
  /** Absent: no callback is offered. */
  readonly callbackNumberArn?: string;
  readonly sharedNumbers: readonly string[];
}

export interface Department {
  readonly nameIn: Readonly<Record<string, string>>;
  readonly queue: string;
}

export interface DepartmentGroup {
  readonly nameIn: Readonly<Record<string, string>>;
  readonly departments: readonly Department[];
}

interface Surroundings {
  readonly languages: readonly string[];
  readonly texts: TextOverrides;
  readonly queues: readonly Queue[];
}

/** Voices of Amazon Polly for the languages whose prompts we bring; none speaks Belarusian. */
const VOICES: Readonly<Record<string, string>> = {
  en: 'Joanna',
  'en-GB': 'Amy',
  pt: 'Ines',
  'pt-BR': 'Camila',
  it: 'Bianca',
  es: 'Lucia',
  'es-MX': 'Mia',
  'es-US': 'Lupe',
};

export const voiceFor = (language: string, { voices }: Pick<ParsedVoice, 'voices'>): string | undefined =>
  voices[language] ?? VOICES[language] ?? VOICES[baseOf(language)];

/** Prompts that a language has not. */
export const missingPrompts = (language: string, texts: TextOverrides): PromptKey[] =>
  Object.keys(PROMPT_PARAMETERS)
    .filter((key): key is PromptKey => Object.hasOwn(PROMPT_PARAMETERS, key))
    .filter((key) => promptOf(language, key, texts) === undefined);

/** The languages that are spoken: as asked for, else as many as can be. */
export const spokenLanguages = (voice: ParsedVoice, { languages, texts }: Surroundings): readonly string[] =>
  voice.languages ??
  languages
    .filter((language) => voiceFor(language, voice) && missingPrompts(language, texts).length === 0)
    .slice(0, 6);

export const voiceConfig = (voice: ParsedVoice, surroundings: Surroundings): VoiceConfig => {
  const languages = spokenLanguages(voice, surroundings);
  const nameIn = (name: string | Readonly<Record<string, string>>) =>
    typeof name === 'string' ? Object.fromEntries(languages.map((language) => [language, name])) : name;
  const { queues } = surroundings;
  const choices =
    voice.departments ?? (queues.length > 1 ? queues.map(({ id, name }) => ({ name, queue: id })) : []);
  const department = ({
    name,
    queue,
  }: {
    readonly name: Parameters<typeof nameIn>[0];
    readonly queue: string;
  }) => ({
    nameIn: nameIn(name),
    queue,
  });
  return {
    languages: languages.map((language) => ({ language, voice: voiceFor(language, voice) ?? '' })),
    departments: choices.map((choice) =>
      'queue' in choice
        ? department(choice)
        : { nameIn: nameIn(choice.name), departments: choice.departments.map(department) },
    ),
    ...(voice.callbackNumberArn !== undefined && { callbackNumberArn: voice.callbackNumberArn }),
    sharedNumbers: voice.sharedNumbers,
  };
};

/** Writes what flows say, in one language. */
export const writePrompts = (language: string, { texts }: Pick<Surroundings, 'texts'>): WritePrompt =>
  promptsIn(language, texts);
