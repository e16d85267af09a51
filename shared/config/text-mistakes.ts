import { messageOf } from '../texts/messages.ts';
import { TEXT_PARAMETERS, type TextKey } from '../texts/parameters.ts';
import { parametersOf } from '../texts/parameters-of.ts';
import { PROMPT_PARAMETERS, type PromptKey } from '../texts/spoken/prompts.ts';
import { isPlain } from '../texts/spoken/write-prompt.ts';
import { mistake, type Path, suggestion } from './mistakes.ts';
import type { ParsedSettings } from './schema.ts';

/** Mistakes in a platform team's own texts, and languages that have no texts. */
export const textMistakes = ({ texts, languages }: ParsedSettings): string[] => [
  ...Object.entries(texts).flatMap(([language, own]) =>
    languages.includes(language)
      ? Object.entries(own).flatMap(([key, text]) => messageMistakes(['texts', language, key], key, text))
      : [
          mistake(
            ['texts', language],
            `is for a language that "languages" has not${suggestion(language, languages)}`,
          ),
        ],
  ),
  ...languages.flatMap((language, index) => {
    const missing = KEYS.filter((key) => messageOf(language, key, texts) === undefined);
    return isTag(language) && missing[0]
      ? [
          mistake(
            ['languages', index],
            `is "${language}", in which ${missing.length} texts are missing; write them under texts["${language}"], beginning with "${missing[0]}"`,
          ),
        ]
      : [];
  }),
];

const KEYS = Object.keys(TEXT_PARAMETERS).filter(isKey);

function isKey(key: string): key is TextKey {
  return Object.hasOwn(TEXT_PARAMETERS, key);
}

/** A language that is none is told elsewhere. */
const isTag = (language: string): boolean => /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(language);

function isPrompt(key: string): key is PromptKey {
  return Object.hasOwn(PROMPT_PARAMETERS, key);
}

const parametersFor = (key: string): readonly string[] | undefined => {
  if (isKey(key)) return TEXT_PARAMETERS[key];
  return isPrompt(key) ? PROMPT_PARAMETERS[key] : undefined;
};

const messageMistakes = (path: Path, key: string, text: string): string[] => {
  const known = parametersFor(key);
  if (!known) return [mistake(path, `is no text${nearKey(key)}`)];
  const used = parametersOf(text);
  if ('error' in used) return [mistake(path, `is no ICU message: ${used.error}`)];
  if (isPrompt(key) && !isPlain(text)) {
    return [
      mistake(
        path,
        'has a parameter with a plural or a format; on the phone it is said as it is, e.g. {digit}',
      ),
    ];
  }
  const unknown = used.parameters.filter((name) => !known.includes(name));
  const missing = known.filter((name) => !used.parameters.includes(name));
  return [
    ...unknown.map((name) =>
      mistake(
        path,
        known.length === 0
          ? `uses {${name}}, but this text has no parameters`
          : `uses {${name}}, which this text has not${suggestion(name, known)}`,
      ),
    ),
    ...(unknown.length === 0 ? missing : []).map((name) => mistake(path, `leaves out {${name}}; put it in`)),
  ];
};

const nearKey = (key: string): string => {
  const near = suggestion(key, [...KEYS, ...Object.keys(PROMPT_PARAMETERS)]);
  return near.includes('did you mean')
    ? near
    : '; all of them stand in shared/texts/parameters.ts and shared/texts/spoken/prompts.ts';
};
