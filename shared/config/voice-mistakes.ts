import { mistake, type Path, suggestion } from './mistakes.ts';
import type { ParsedSettings } from './schema.ts';
import { missingPrompts, spokenLanguages, voiceFor } from './voice.ts';
import type { ParsedVoice } from './voice-schema.ts';

/** Mistakes in what callers hear and choose from. */
export const voiceMistakes = (path: Path, voice: ParsedVoice, settings: ParsedSettings): string[] => [
  ...languageMistakes(path, voice, settings),
  ...Object.keys(voice.voices).flatMap((language) =>
    settings.languages.includes(language)
      ? []
      : [
          mistake(
            [...path, 'voices', language],
            `is for a language that "languages" has not${suggestion(language, settings.languages)}`,
          ),
        ],
  ),
  ...departmentMistakes(path, voice, settings),
];

const languageMistakes = (path: Path, voice: ParsedVoice, settings: ParsedSettings): string[] => {
  const { languages, texts } = settings;
  if (voice.languages === undefined) {
    return spokenLanguages(voice, settings).length > 0
      ? []
      : [mistake(path, 'speaks no language: none of "languages" has both a voice and all prompts')];
  }
  return voice.languages.flatMap((language, index) => {
    const at = [...path, 'languages', index];
    if (!languages.includes(language)) {
      return [mistake(at, `is "${language}", which "languages" has not${suggestion(language, languages)}`)];
    }
    const missing = missingPrompts(language, texts);
    if (missing[0]) {
      return [
        mistake(
          at,
          `is "${language}", in which ${missing.length} prompts are missing; write them under texts["${language}"], beginning with "${missing[0]}"`,
        ),
      ];
    }
    return voiceFor(language, voice) === undefined
      ? [
          mistake(
            at,
            `is "${language}", for which we know no voice of Amazon Polly; name one under voices, or leave the language out`,
          ),
        ]
      : [];
  });
};

const departmentMistakes = (path: Path, voice: ParsedVoice, settings: ParsedSettings): string[] => {
  const { queues } = settings;
  const ids = queues.map(({ id }) => id);
  if (voice.departments === undefined) {
    return queues.length > 5
      ? [
          mistake(
            [...path, 'departments'],
            `is missing: there are ${queues.length} queues, and callers choose from five at most; name the departments`,
          ),
        ]
      : [];
  }
  const spoken = spokenLanguages(voice, settings);
  const nameMistakes = (at: Path, name: string | Readonly<Record<string, string>>): string[] =>
    typeof name === 'string'
      ? []
      : spoken
          .filter((language) => !Object.hasOwn(name, language))
          .map((language) => mistake([...at, 'name'], `is missing in "${language}"; add it`));
  const queueMistakes = (at: Path, queue: string): string[] =>
    ids.includes(queue)
      ? []
      : [mistake([...at, 'queue'], `is "${queue}", which is no queue${suggestion(queue, ids)}`)];
  return voice.departments.flatMap((choice, index) => {
    const at = [...path, 'departments', index];
    if ('queue' in choice) return [...nameMistakes(at, choice.name), ...queueMistakes(at, choice.queue)];
    return [
      ...nameMistakes(at, choice.name),
      ...choice.departments.flatMap(({ name, queue }, nth) => {
        const inner = [...at, 'departments', nth];
        return [...nameMistakes(inner, name), ...queueMistakes(inner, queue)];
      }),
    ];
  });
};
